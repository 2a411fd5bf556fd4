"""What comes in: providers, reports, sightings, and how often a key was used."""

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
    """An identifier in a report, sealed for display; by what it links is in `edge`."""

    report = models.ForeignKey(Report, models.CASCADE, db_index=False)
    place = models.IntegerField()
    kind = models.CharField(max_length=24)
    role = models.CharField(max_length=12)
    at = models.BigIntegerField(null=True)
    display = models.BinaryField()

    class Meta:
        """Where it stands, and how it is looked for."""

        db_table = "sighting"
        indexes = (models.Index(fields=["report", "place"], name="sighting_report"),)


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
