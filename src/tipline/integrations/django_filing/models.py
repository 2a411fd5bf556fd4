"""The one table: reports that a platform decided to file, and how each stands."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """Where a report stands, as a platform sees it."""

    WAITING = "waiting", "waits to be taken"
    TAKEN = "taken", "safe in the outbox"
    FILED = "filed", "filed"
    REFUSED = "refused", "refused: needs a person"


class PendingReport(models.Model):
    """A report that is filed if and only if the transaction that wrote this row was committed.

    `document` is erased as soon as the report is on disk in the outbox, sealed; `item` is its
    number there, `report_id` the service's. `follows` are keys of earlier rows. `problems` never
    repeat what the report says.
    """

    key: "models.UUIDField[uuid.UUID | str, uuid.UUID]" = models.UUIDField(
        unique=True, editable=False
    )
    state: "models.CharField[str, str]" = models.CharField(
        max_length=8, choices=State.choices, default=State.WAITING
    )
    document: "models.TextField[str, str]" = models.TextField(blank=True, editable=False)
    follows: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    item: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(
        null=True, blank=True
    )
    report_id: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(
        null=True, blank=True
    )
    problems: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField(
        default=list, blank=True
    )
    created: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    changed: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now=True)

    class Meta:
        """Where it stands; few rows are in other states than filed, so one index does."""

        db_table = "tipline_filing_pending_report"
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="tipline_filing_state")]
