"""The tables. Django owns the schema; the hot paths use the statements in `queries.sql`.

Times are microseconds since 1970 in UTC. What only the desk may read stands in `sealed_*` and
`display`; identifiers stand here blind.
"""

from django.db import models


class Provider(models.Model):
    """An online service that files reports; `secret` is the SHA-256 of a generated password."""

    name = models.CharField(max_length=200)
    username = models.CharField(max_length=60, unique=True)
    secret = models.BinaryField()
    is_test = models.BooleanField(default=False)
    created_at = models.BigIntegerField()
    disabled_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "provider"


class Report(models.Model):
    """One submission, or a supplement to one; immutable but for its state."""

    number = models.BigIntegerField(primary_key=True)
    supplements = models.BigIntegerField(null=True)
    door = models.CharField(max_length=12)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, db_index=False)
    is_test = models.BooleanField()
    state = models.SmallIntegerField()
    urgent = models.BooleanField()
    facts = models.IntegerField()
    marks = models.SmallIntegerField(default=0, db_default=0)
    opened_at = models.BigIntegerField()
    finished_at = models.BigIntegerField(null=True)
    digest = models.BinaryField()
    sealed_key = models.BinaryField()
    sealed_body = models.BinaryField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "report"
        indexes = (
            models.Index(fields=["opened_at"], name="report_open", condition=models.Q(state=1)),
            models.Index(
                fields=["supplements"],
                name="report_supplements",
                condition=models.Q(supplements__isnull=False),
            ),
            models.Index(fields=["opened_at", "number"], name="report_received"),
            models.Index(
                fields=["opened_at", "number"],
                name="report_tests",
                condition=models.Q(is_test=True),
            ),
        )


class Sighting(models.Model):
    """An identifier in a report: blind for linking, sealed for display."""

    report = models.ForeignKey(Report, models.CASCADE, db_index=False)
    place = models.IntegerField()
    kind = models.CharField(max_length=24)
    role = models.CharField(max_length=12)
    blind = models.BinaryField()
    port = models.BinaryField(null=True)
    at = models.BigIntegerField(null=True)
    display = models.BinaryField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "sighting"
        indexes = (
            models.Index(fields=["blind", "report"], name="sighting_blind"),
            models.Index(fields=["report", "place"], name="sighting_report"),
        )


class AuditEntry(models.Model):
    """One line of the audit log, as it was hashed."""

    number = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=40, db_index=True)
    line = models.BinaryField()

    class Meta:
        """Where it stands."""

        db_table = "audit_entry"


class AuditHead(models.Model):
    """The frontier of the audit tree: one row, read and written inside every change."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    roots = models.BinaryField()

    class Meta:
        """Where it stands."""

        db_table = "audit_head"


class Heartbeat(models.Model):
    """When somebody last tried whether the store takes changes; one row, rewritten each time."""

    id = models.SmallIntegerField(primary_key=True)
    at = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "heartbeat"


class Numbers(models.Model):
    """The next report number nobody has: one row."""

    id = models.SmallIntegerField(primary_key=True)
    next = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "numbers"


class KeyUsed(models.Model):
    """An idempotency key with the digest of its body and the result it gave."""

    pk = models.CompositePrimaryKey("provider_id", "key")
    provider = models.ForeignKey(Provider, models.CASCADE, db_index=False)
    key = models.BinaryField()
    body = models.BinaryField()
    result = models.BinaryField()
    at = models.BigIntegerField(db_index=True)

    class Meta:
        """Where it stands."""

        db_table = "key_used"


class Imported(models.Model):
    """The ledger of imports: the blind key of a document, and the report it became."""

    key = models.BinaryField(primary_key=True)
    report = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "imported"


class LogInRefusal(models.Model):
    """How often a user was not let in since a moment; account 0 stands for names of nobody."""

    account = models.BigIntegerField(primary_key=True)
    since = models.BigIntegerField()
    times = models.BigIntegerField()

    class Meta:
        """Where it stands."""

        db_table = "log_in_refusal"


class OutboxItem(models.Model):
    """Something that must leave: the intent, stored with the change that caused it."""

    kind = models.CharField(max_length=24)
    subject = models.CharField(max_length=40)
    state = models.SmallIntegerField()
    due_at = models.BigIntegerField()
    attempts = models.IntegerField(default=0)
    created_at = models.BigIntegerField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "outbox_item"
        indexes = (models.Index(fields=["state", "due_at"], name="outbox_due"),)


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


class Draft(models.Model):
    """What a visitor has answered so far, sealed to them; `id` is a digest of their token.

    `leaving` is the report to store when it expires, as msgpack, if the visitor chose that.
    """

    id = models.BinaryField(primary_key=True)
    revision = models.IntegerField()
    sealed = models.BinaryField()
    leaving = models.BinaryField(null=True)
    expires_at = models.BigIntegerField(db_index=True)

    class Meta:
        """Where it stands."""

        db_table = "draft"


class Thread(models.Model):
    """The way back of one reporter; `id` is a digest of their receipt."""

    id = models.BinaryField(primary_key=True)
    report = models.OneToOneField(Report, models.CASCADE)
    public_key = models.BinaryField()
    opened_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(db_index=True)
    stopped_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "thread"


class Message(models.Model):
    """A message between desk and reporter, sealed for each who may read it.

    What the desk asked outlives the thread, without the half that was sealed to the reporter.
    `same` is a fingerprint by which what a reporter sends twice is known again.
    """

    number = models.BigIntegerField(primary_key=True)
    report = models.ForeignKey(Report, models.CASCADE, db_index=False)
    thread = models.ForeignKey(Thread, models.CASCADE, db_index=False, null=True)
    author = models.CharField(max_length=12)
    at = models.BigIntegerField()
    reporter_key = models.BinaryField(null=True)
    reporter_body = models.BinaryField(null=True)
    desk_key = models.BinaryField(null=True)
    desk_body = models.BinaryField(null=True)
    answered_at = models.BigIntegerField(null=True)
    withdrawn = models.BooleanField(default=False)
    same = models.BinaryField(null=True)

    class Meta:
        """Where it stands, how it is looked for, and what is there once."""

        db_table = "message"
        indexes = (
            models.Index(fields=["thread", "at", "number"], name="message_thread"),
            models.Index(fields=["report", "at", "number"], name="message_report"),
        )
        constraints = (models.UniqueConstraint(fields=["thread", "same"], name="message_same"),)


class ReporterContact(models.Model):
    """How a reporter can be reached, sealed apart from the report.

    `stopped_at` outlives the thread: who asked not to be contacted is not contacted later either.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True)
    key = models.BinaryField()
    body = models.BinaryField()
    stopped_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "reporter_contact"


class ContactRequest(models.Model):
    """Somebody's wish to see how a reporter can be reached, and what another decided."""

    report = models.ForeignKey(Report, models.CASCADE, db_index=False)
    user = models.ForeignKey(DeskUser, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=24)
    asked_at = models.BigIntegerField()
    decided_by = models.ForeignKey(
        DeskUser, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.BigIntegerField(null=True)
    approved = models.BooleanField(null=True)

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "contact_request"
        indexes = (
            models.Index(fields=["report", "asked_at", "id"], name="contact_request_report"),
            models.Index(
                fields=["asked_at", "id"],
                name="contact_request_waiting",
                condition=models.Q(decided_at__isnull=True),
            ),
        )
