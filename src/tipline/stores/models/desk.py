"""The desk: its people, what lies on its shelves, and how many."""

from django.db import models

from tipline.stores.models.intake import Report


class LogInRefusal(models.Model):
    """How often a user was not let in since a moment; account 0 stands for names of nobody."""

    account = models.BigIntegerField(primary_key=True)
    since = models.BigIntegerField()
    times = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "log_in_refusal"


class DeskUser(models.Model):
    """Somebody who works at the desk; `factor` is sealed, `last_step` is spent."""

    name = models.CharField(max_length=60, unique=True)
    role = models.CharField(max_length=12)
    password = models.CharField(max_length=200)
    must_change = models.BooleanField()
    factor = models.BinaryField()
    last_step = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()
    disabled_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "desk_user"


class DeskSession(models.Model):
    """Somebody who is at the desk; `token` is the SHA-256 of what the browser has."""

    token = models.BinaryField(primary_key=True)
    user = models.ForeignKey(DeskUser, models.CASCADE)
    opened_at = models.BigIntegerField()
    seen_at = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "desk_session"


class DeskItem(models.Model):
    """A finished report on one of the desk's shelves.

    `at` is what a shelf is ordered by: when the report was finished, or closed.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True)
    shelf = models.SmallIntegerField()
    rank = models.SmallIntegerField()
    at = models.BigIntegerField()
    queued_at = models.BigIntegerField()
    holder = models.ForeignKey(DeskUser, models.PROTECT, null=True, db_index=False)
    lease_until = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=24, blank=True)

    class Meta:
        """Where it stands, and how it is looked for: every list is one walk along an index."""

        db_table = "desk_item"
        indexes = (
            models.Index(fields=["shelf", "rank", "at", "report"], name="desk_shelf"),
            models.Index(
                fields=["holder", "rank", "at", "report"],
                name="desk_holder",
                condition=models.Q(holder__isnull=False),
            ),
        )


class DeskCount(models.Model):
    """How many reports lie on a shelf with a rank, kept with every move."""

    pk = models.CompositePrimaryKey("shelf", "rank")
    shelf = models.SmallIntegerField()
    rank = models.SmallIntegerField()
    n = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "desk_count"
