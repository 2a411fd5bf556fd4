"""The public door: drafts, ways back, messages, contact that was left."""

from django.db import models

from tipline.stores.models.desk import DeskUser
from tipline.stores.models.intake import Report


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
