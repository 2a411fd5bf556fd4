"""Cases, and which reports are in them."""

from django.db import models

from tipline.stores.models.desk import DeskUser
from tipline.stores.models.intake import Report


class CaseFile(models.Model):
    """A case; `state` is a number of `CaseState`, `owner` is empty if nobody works on it."""

    number = models.BigIntegerField(primary_key=True)
    state = models.SmallIntegerField()
    is_test = models.BooleanField()
    owner = models.ForeignKey(DeskUser, models.PROTECT, null=True, db_index=False)
    opened_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=24, blank=True)

    class Meta:
        """Where it stands, and how it is looked for: every list is one walk along an index."""

        db_table = "case_file"
        indexes = (
            models.Index(fields=["state", "number"], name="case_state"),
            models.Index(
                fields=["owner", "number"], name="case_owner", condition=models.Q(state=1)
            ),
        )


class CaseReport(models.Model):
    """A report in a case; one that was taken out keeps its row, with the moment."""

    pk = models.CompositePrimaryKey("case", "report")
    case = models.ForeignKey(CaseFile, models.CASCADE, db_index=False)
    report = models.ForeignKey(Report, models.CASCADE)
    added_at = models.BigIntegerField()
    removed_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "case_report"
