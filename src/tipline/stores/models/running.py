"""What keeps the hotline running and provable: the audit log, the outbox, a heartbeat."""

from django.db import models


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
