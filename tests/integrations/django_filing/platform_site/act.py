"""What moderators, crashes and engineers do at the small platform: one act a process, JSON out."""

import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - after Django is set up
from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tipline.domain import report as r  # noqa: E402
from tipline.domain.problems import Problem  # noqa: E402
from tipline.domain.timestamp import Timestamp  # noqa: E402
from tipline.domain.vocabulary import IncidentType  # noqa: E402
from tipline.filing.errors import NotEnqueuedError  # noqa: E402
from tipline.filing.relay import Unsettled, Waiting, keep_filing, relay, settle  # noqa: E402
from tipline.filing.surroundings import UntilStopped  # noqa: E402
from tipline.integrations.django_filing.filing import file_report  # noqa: E402
from tipline.integrations.django_filing.models import PendingReport  # noqa: E402
from tipline.integrations.django_filing.settings import aliases, open_filer  # noqa: E402
from tipline.integrations.django_filing.source import DjangoSource  # noqa: E402


class ChangedMindError(Exception):
    """The platform's transaction fails after the report was written."""


def report(number: int, address: str = "desk@example.org") -> r.Report:
    """Return a synthetic report."""
    return r.Report(
        summary=r.Summary(
            incident_type=IncidentType.SEX_TRAFFICKING,
            incident_time=Timestamp("2026-01-31T13:45:00Z"),
        ),
        reporter=r.Reporter(person=r.Person(emails=(r.Email(address=address),))),
        additional_info=f"Synthetic narrative {number}.",
    )


def decide(count: str = "1") -> list[str]:
    """Close cases and file a report of each, in one transaction."""
    with transaction.atomic():
        return [str(file_report(report(number)).key) for number in range(int(count))]


def follow() -> list[str]:
    """File a report, and one that follows it, in one transaction."""
    with transaction.atomic():
        first = file_report(report(1))
        return [str(first.key), str(file_report(report(2), follows=[first]).key)]


def change_mind() -> int:
    """File a report in a transaction that fails; return how many rows there are then."""
    with suppress(ChangedMindError), transaction.atomic():
        file_report(report(1))
        raise ChangedMindError
    return PendingReport.objects.count()


def change_mind_inside() -> int:
    """Let only the inner transaction fail, the one with the report in it."""
    with transaction.atomic():
        file_report(report(1))
        with suppress(ChangedMindError), transaction.atomic():
            file_report(report(2))
            raise ChangedMindError
    return PendingReport.objects.count()


def die_before_commit() -> None:
    """End as hard as can be, with the report written and nothing committed."""
    with transaction.atomic():
        file_report(report(1))
        os.kill(os.getpid(), signal.SIGKILL)


def without_transaction() -> str:
    """Forget the transaction."""
    try:
        file_report(report(1))
    except transaction.TransactionManagementError as error:
        return str(error)
    return ""


def in_other_database() -> str:
    """Name a database that the settings do not."""
    try:
        file_report(report(1), using="other")
    except ImproperlyConfigured as error:
        return str(error)
    return ""


def wrong_report() -> dict[str, Any]:
    """File a report with two things wrong."""
    wrong = r.Report(
        summary=r.Summary(incident_time=Timestamp("2031-01-31T13:45:00Z")),
        reporter=r.Reporter(person=r.Person(emails=(r.Email(address="nobody"),))),
    )
    with transaction.atomic():
        try:
            file_report(wrong)
        except NotEnqueuedError as error:
            codes = sorted(problem.code for problem in error.problems)
            return {"codes": codes, "rows": PendingReport.objects.count()}
    return {}


def rows() -> list[dict[str, Any]]:
    """Return all rows, in the order in which they were written."""
    columns = ("key", "state", "document", "item", "report_id", "problems")
    found = PendingReport.objects.order_by("id").values(*columns)
    return [{**row, "key": str(row["key"])} for row in found]


def damage(key: str) -> None:
    """Make a row one that this version cannot read."""
    PendingReport.objects.filter(key=key).update(document="<report><secretName/></report>")


def mend(key: str) -> None:
    """Give a row that was damaged its document back."""
    with transaction.atomic():
        other = file_report(report(1))
        PendingReport.objects.filter(key=key).update(document=other.document)
        other.delete()


class Dying(DjangoSource):
    """The table, used by a process that ends at one point as hard as can be."""

    def __init__(self, names: Sequence[str], point: str) -> None:
        super().__init__(names)
        self._point = point

    def _reach(self, point: str) -> None:
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)

    def waiting(self, limit: int) -> list[Waiting]:
        """Read rows; perhaps end with them in hand."""
        found = super().waiting(limit)
        if found:
            self._reach("read")
        return found

    def taken(self, key: str, item: int) -> None:
        """Perhaps end with the report in the outbox and the row not marked; or just after."""
        self._reach("enqueued")
        super().taken(key, item)
        self._reach("taken")

    def filed(self, key: str, report_id: int) -> None:
        """Perhaps end with the report filed and the row not marked; or just after."""
        self._reach("filed")
        super().filed(key, report_id)
        self._reach("told")


def die(point: str) -> None:
    """Relay and file, and end at one point."""
    keep_filing(Dying(aliases(), point), open_filer(), UntilStopped())


class Late(DjangoSource):
    """The table as another relay saw it a while ago."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._seen = super().waiting(100)

    def waiting(self, limit: int) -> list[Waiting]:
        """Return what was seen."""
        return self._seen[:limit]


def race() -> list[Any]:
    """Let two relays see the same rows, and a third and slower one come after all was filed."""
    filer = open_filer()
    first, second = Late(aliases()), Late(aliases())
    return [relay(first, filer), relay(second, filer), len(list(filer.items()))]


def settled() -> list[Any]:
    """Carry back what became of everything."""
    return [*settle(DjangoSource(aliases()), open_filer())]


def unsettled(after: str, limit: str) -> list[Any]:
    """List what is not settled."""
    found: list[Unsettled] = DjangoSource(aliases()).unsettled(after, int(limit))
    return [[one.key, one.refused] for one in found]


def mark(key: str) -> str:
    """Mark a filed row in every other way; return the state that it has then."""
    source = DjangoSource(aliases())
    source.taken(key, 99)
    source.refused(key, [Problem(path="", code="any", message="Any.")])
    return PendingReport.objects.get(key=key).state


def relay_inside() -> str:
    """Relay within a transaction."""
    try:
        with transaction.atomic():
            relay(DjangoSource(aliases()), open_filer())
    except transaction.TransactionManagementError as error:
        return str(error)
    return ""


def retry_items() -> None:
    """Try again what the service refused."""
    filer = open_filer()
    for item in filer.stuck():
        filer.retry(item.number)


def admin() -> dict[str, Any]:
    """Look at the pages of the admin, and try to change something there."""
    User.objects.create_superuser("admin", "admin@example.org", "synthetic")
    client = Client()
    client.login(username="admin", password="synthetic")
    place = "/admin/tipline_filing/pendingreport/"
    row = PendingReport.objects.get()
    pages = [client.get(place), client.get(f"{place}{row.pk}/change/")]
    return {
        "statuses": [page.status_code for page in pages],
        "key_shown": all(str(row.key) in page.content.decode() for page in pages),
        "content_shown": any("Synthetic narrative" in page.content.decode() for page in pages),
        "tries": [
            client.post(f"{place}{row.pk}/change/", {"state": "filed"}).status_code,
            client.post(f"{place}{row.pk}/delete/", {"post": "yes"}).status_code,
            client.get(f"{place}add/").status_code,
        ],
    }


def age(minutes: str) -> int:
    """Let time pass for all reports."""
    then = timezone.now() - timedelta(minutes=int(minutes))
    return PendingReport.objects.update(created=then, changed=then)


def cut_off() -> int:
    """Let PostgreSQL end every other connection to the platform's database."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")
        return len(cursor.fetchall())


def vendor() -> str:
    """Say which database this is."""
    return connection.vendor


if __name__ == "__main__":
    act: Callable[..., Any] = globals()[sys.argv[1]]
    print(json.dumps(act(*sys.argv[2:])))  # noqa: T201 - the answer to the test
