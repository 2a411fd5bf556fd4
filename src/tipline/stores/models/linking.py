"""Linking: identifiers by their blind value, in which reports they are, and the clusters.

All of it is numbers and keyed digests; no key is needed to work with it, and none reads it.
"""

from django.db import models


class Identifier(models.Model):
    """An identifier seen on one side, and in how many reports that side has it.

    `anchor` is one of the reports that join by it, from which its cluster is found; `epoch`
    counts the keys under which it was blind. Numbers are dense.
    """

    id = models.BigIntegerField(primary_key=True)
    blind = models.BinaryField()
    side = models.SmallIntegerField()
    kind = models.SmallIntegerField()
    grade = models.SmallIntegerField()
    n = models.BigIntegerField()
    state = models.SmallIntegerField()
    anchor = models.BigIntegerField(null=True)
    epoch = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        """Where it stands, and what is there once."""

        db_table = "identifier"
        constraints = (models.UniqueConstraint(fields=["blind", "side"], name="identifier_blind"),)


class Edge(models.Model):
    """An identifier in a report, those of its supplements included.

    `at` is 0 but for what keeps its time; `source` and `place` say which sighting shows it.
    Kept in the order of its key, so that one identifier's reports lie side by side.
    """

    pk = models.CompositePrimaryKey("identifier", "at", "report", "port")
    identifier = models.BigIntegerField()
    at = models.BigIntegerField()
    report = models.BigIntegerField()
    port = models.BinaryField()
    role = models.SmallIntegerField()
    source = models.BigIntegerField()
    place = models.IntegerField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "edge"
        indexes = (models.Index(fields=["report"], name="edge_report"),)


class Cluster(models.Model):
    """A report in a cluster: a tree by `parent`, which is empty at the root.

    `size` and `first`, the smallest report number, are true at the root only. A report that is
    linked with none has no row. A merge changes the row of one root.
    """

    report = models.BigIntegerField(primary_key=True)
    parent = models.BigIntegerField(null=True)
    size = models.BigIntegerField()
    first = models.BigIntegerField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "cluster"
        indexes = (
            models.Index(
                fields=["parent"], name="cluster_parent", condition=models.Q(parent__isnull=False)
            ),
            models.Index(
                fields=["size", "first"],
                name="cluster_root",
                condition=models.Q(parent__isnull=True),
            ),
        )


class Apart(models.Model):
    """An identifier that does not join a report with the others that have it.

    Those with the same `part` stay together. `by` is empty for a merge that waits for a person.
    """

    pk = models.CompositePrimaryKey("identifier", "report")
    identifier = models.BigIntegerField()
    report = models.BigIntegerField(db_index=True)
    part = models.BigIntegerField()
    state = models.SmallIntegerField()
    reason = models.CharField(max_length=24)
    by = models.BigIntegerField(null=True)
    at = models.BigIntegerField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "apart"
        indexes = (
            models.Index(fields=["at", "report"], name="apart_held", condition=models.Q(state=1)),
            models.Index(fields=["identifier", "part", "report"], name="apart_part"),
        )


class Verdict(models.Model):
    """What holds between two reports by word: of a report (`said` 1) or of a person (2)."""

    pk = models.CompositePrimaryKey("one", "other", "said")
    one = models.BigIntegerField()
    other = models.BigIntegerField(db_index=True)
    said = models.SmallIntegerField()
    state = models.SmallIntegerField()
    reason = models.CharField(max_length=24)
    by = models.BigIntegerField(null=True)
    at = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "verdict"


class Stop(models.Model):
    """An identifier that the operator or the desk will not have linked by; sealed to the desk."""

    identifier = models.BigIntegerField(primary_key=True)
    reason = models.CharField(max_length=24)
    by = models.BigIntegerField(null=True)
    at = models.BigIntegerField()
    key = models.BinaryField(null=True)
    body = models.BinaryField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "stop"


class Relinking(models.Model):
    """What is still to be linked anew: a cluster by its root, or the reports of an identifier.

    `after` is how far an identifier's reports have been done.
    """

    pk = models.CompositePrimaryKey("what", "number")
    what = models.SmallIntegerField()
    number = models.BigIntegerField()
    after = models.BigIntegerField()
    since = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "relinking"


class LinkRules(models.Model):
    """The cuts and limits in force, as JSON, if they are not the built-in ones: one row."""

    id = models.SmallIntegerField(primary_key=True)
    rules = models.BinaryField()

    class Meta:
        """Where it stands."""

        db_table = "link_rules"


class IndexKeys(models.Model):
    """The keys that identifiers are blind under, by fingerprint, once they were changed: one row.

    Without `coming` no rotation runs; `done` is how far one is, and empty when nothing is left.
    """

    id = models.SmallIntegerField(primary_key=True)
    present = models.BinaryField()
    coming = models.BinaryField(null=True)
    epoch = models.SmallIntegerField()
    began_at = models.BigIntegerField()
    done = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "index_keys"


class NotIndexed(models.Model):
    """A report that links nothing yet, because it was blind under a key that is no longer used."""

    report = models.BigIntegerField(primary_key=True)

    class Meta:
        """Where it stands."""

        db_table = "not_indexed"
