"""Referrals: their versions, what of them must leave, and what agencies answered."""

from django.db import models

from tipline.stores.models.cases import CaseFile
from tipline.stores.models.desk import DeskUser
from tipline.stores.models.intake import Report


class Referral(models.Model):
    """A case goes to an agency; `state` is a number of `ReferralState`, `version` the newest.

    `agency` is the id of a record in the directory, which is no table.
    """

    number = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(CaseFile, models.PROTECT, db_index=False)
    agency = models.CharField(max_length=120)
    is_test = models.BooleanField()
    state = models.SmallIntegerField()
    version = models.IntegerField()
    override = models.CharField(max_length=24, blank=True)
    redirected_from = models.BigIntegerField(null=True)
    opened_by = models.ForeignKey(DeskUser, models.PROTECT, db_index=False)
    opened_at = models.BigIntegerField()
    changed_at = models.BigIntegerField()
    reason = models.CharField(max_length=24, blank=True)

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "referral"
        indexes = (models.Index(fields=["case", "number"], name="referral_case"),)


class ReferralVersion(models.Model):
    """One version as it was released; the package itself stands in pieces."""

    pk = models.CompositePrimaryKey("referral", "version")
    referral = models.ForeignKey(Referral, models.CASCADE, db_index=False)
    version = models.IntegerField()
    released_by = models.ForeignKey(DeskUser, models.PROTECT, db_index=False)
    released_at = models.BigIntegerField()
    digest = models.BinaryField()
    size = models.BigIntegerField()
    sealed_key = models.BinaryField()
    fact_groups = models.CharField(max_length=400, blank=True)
    link_expires_at = models.BigIntegerField()
    link_revoked_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands."""

        db_table = "referral_version"


class ReferralReport(models.Model):
    """A report that a version has."""

    pk = models.CompositePrimaryKey("referral", "version", "report")
    referral = models.ForeignKey(Referral, models.CASCADE, db_index=False)
    version = models.IntegerField()
    report = models.ForeignKey(Report, models.CASCADE, db_index=False)

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "referral_report"
        indexes = (models.Index(fields=["report", "referral"], name="referral_of_report"),)


class ReferralPiece(models.Model):
    """A piece of a package: sealed to the hotline, or encrypted to the agency (`PieceKind`).

    Without a version it belongs to a release that was not finished, and means nothing.
    """

    pk = models.CompositePrimaryKey("referral", "version", "kind", "place")
    referral = models.ForeignKey(Referral, models.CASCADE, db_index=False)
    version = models.IntegerField()
    kind = models.SmallIntegerField()
    place = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        """Where it stands."""

        db_table = "referral_piece"


class ReferralDelivery(models.Model):
    """What must leave of one version: the intent, stored with the release.

    `state` is a number of `DeliveryState`; `tries` counts since somebody last said to try again,
    `attempts` all, `looks` those in a row that found out nothing.
    """

    pk = models.CompositePrimaryKey("referral", "version")
    referral = models.ForeignKey(Referral, models.CASCADE, db_index=False)
    version = models.IntegerField()
    channel = models.CharField(max_length=12)
    address = models.CharField(max_length=400, blank=True)
    recipient = models.CharField(max_length=400, blank=True)
    credential = models.CharField(max_length=120, blank=True)
    state = models.SmallIntegerField()
    urgent = models.BooleanField()
    attempts = models.IntegerField()
    tries = models.IntegerField()
    looks = models.IntegerField()
    trouble = models.CharField(max_length=24, blank=True)
    created_at = models.BigIntegerField()
    since = models.BigIntegerField()
    due_at = models.BigIntegerField()
    overdue_at = models.BigIntegerField()
    settled_at = models.BigIntegerField(null=True)

    class Meta:
        """Where it stands, and how it is looked for: what is over is in neither index."""

        db_table = "referral_delivery"
        indexes = (
            models.Index(
                fields=["urgent", "due_at"],
                name="referral_delivery_due",
                condition=models.Q(state__lte=3),
            ),
            models.Index(
                fields=["overdue_at", "referral"],
                name="referral_delivery_open",
                condition=models.Q(state__lte=6),
            ),
            models.Index(
                fields=["overdue_at", "referral"],
                name="referral_delivery_stuck",
                condition=models.Q(state__in=(4, 5)),
            ),
        )


class ReferralAnswer(models.Model):
    """What an agency answered; `same` is a fingerprint by which the same is known again."""

    number = models.BigIntegerField(primary_key=True)
    referral = models.ForeignKey(Referral, models.CASCADE, db_index=False)
    version = models.IntegerField()
    kind = models.CharField(max_length=24)
    reason = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    redirected_to = models.CharField(max_length=120, blank=True)
    note_key = models.BinaryField(null=True)
    note_body = models.BinaryField(null=True)
    same = models.BinaryField()
    at = models.BigIntegerField()

    class Meta:
        """Where it stands, how it is looked for, and what is there once."""

        db_table = "referral_answer"
        indexes = (models.Index(fields=["referral", "number"], name="referral_answers"),)
        constraints = (
            models.UniqueConstraint(
                fields=["referral", "version", "same"], name="referral_answer_same"
            ),
        )
