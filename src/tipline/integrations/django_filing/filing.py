"""What a platform calls: a report that is filed if its transaction is committed, and only then."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.transaction import TransactionManagementError
from django.views.decorators.debug import sensitive_variables

from tipline.domain.report import Report
from tipline.filing.relay import row_document
from tipline.filing.surroundings import SystemChance
from tipline.integrations.django_filing.models import PendingReport
from tipline.integrations.django_filing.settings import aliases

_KEY_BYTES = 16


@sensitive_variables()
def file_report(
    report: Report, *, follows: Sequence[PendingReport] = (), using: str | None = None
) -> PendingReport:
    """Write a report into the platform's database, in the transaction that is open.

    `manage.py tipline_filing run` takes it from there. `follows` are earlier reports that this
    one belongs to. `using` is the database of the decision, if it is not the usual one.

    Raises:
        NotEnqueuedError: something is wrong with the report; it has all problems, and nothing
            was written.
        TransactionManagementError: no `transaction.atomic()` block is open there.
        ImproperlyConfigured: `TIPLINE_FILING` does not name that database.
        ValueError: a report that this one follows is in another database, or was not saved.
    """
    known = aliases()
    alias = using or known[0]
    if alias not in known:
        raise ImproperlyConfigured(
            f"Nothing files from the database {alias!r}: name it in DATABASES of TIPLINE_FILING."
        )
    if not connections[alias].in_atomic_block:
        raise TransactionManagementError(
            "file_report() belongs in the transaction of the decision: call it inside"
            f" transaction.atomic(using={alias!r}), or under ATOMIC_REQUESTS. Without, one of the"
            " two could be kept and the other lost."
        )
    document = row_document(report)
    if any(earlier.pk is None or earlier._state.db != alias for earlier in follows):  # noqa: SLF001 - documented
        raise ValueError("A report can only follow those that were saved in the same database.")
    return PendingReport.objects.using(alias).create(
        key=UUID(bytes=SystemChance().random_bytes(_KEY_BYTES), version=4),
        document=document,
        follows=[str(earlier.key) for earlier in follows],
    )
