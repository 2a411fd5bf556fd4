"""The table as the relay uses it: each change is one statement, committed by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec
from django.db import DatabaseError, InterfaceError, connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from tipline.domain.problems import Problem
from tipline.filing.relay import SourceUnavailableError, Unsettled, Waiting, noted
from tipline.integrations.django_filing.models import PendingReport, State

_FIRST_KEY: Final = "00000000-0000-0000-0000-000000000000"


class DjangoSource:
    """The pending reports in one database or several."""

    def __init__(self, aliases: Sequence[str]) -> None:
        self._aliases = tuple(aliases)

    def waiting(self, limit: int) -> list[Waiting]:
        """Return rows that wait, in the order in which they were written."""
        found: list[Waiting] = []
        for alias in self._aliases:
            with _reachable(alias):
                rows = _rows(alias).filter(state=State.WAITING).order_by("id")
                found += [
                    Waiting(str(row.key), row.document.encode(), tuple(row.follows))
                    for row in rows[: limit - len(found)]
                ]
        return found

    def taken(self, key: str, item: int) -> None:
        """Note that the outbox has the report, and erase the document."""
        states = [State.WAITING, State.REFUSED]
        self._change(key, states, state=State.TAKEN, item=item, document="", problems=[])

    def refused(self, key: str, problems: Sequence[Problem]) -> None:
        """Note that the report is not filed, and why."""
        told = msgspec.to_builtins(noted(problems))
        states = [State.WAITING, State.TAKEN, State.REFUSED]
        self._change(key, states, state=State.REFUSED, problems=told)

    def filed(self, key: str, report_id: int) -> None:
        """Note that the report is filed, and the service's id for it."""
        states = [State.TAKEN, State.REFUSED]
        self._change(key, states, state=State.FILED, report_id=report_id, problems=[])

    def unsettled(self, after: str, limit: int) -> list[Unsettled]:
        """Return rows with an item that are not filed, in the order of their keys."""
        found: list[Unsettled] = []
        for alias in self._aliases:
            with _reachable(alias):
                rows = _rows(alias).filter(
                    state__in=[State.TAKEN, State.REFUSED],
                    item__isnull=False,
                    key__gt=after or _FIRST_KEY,
                )
                keys = rows.order_by("key").values_list("key", "state")[:limit]
                found += [Unsettled(str(key), state == State.REFUSED) for key, state in keys]
        return sorted(found, key=lambda row: row.key)[:limit]

    def _change(self, key: str, states: Sequence[State], **columns: object) -> None:
        """Change a row that is in one of these states, in whichever database it is."""
        for alias in self._aliases:
            with _reachable(alias):
                row = _rows(alias).filter(key=key, state__in=states)
                row.update(changed=timezone.now(), **columns)


def _rows(alias: str) -> QuerySet[PendingReport]:
    return PendingReport.objects.using(alias)


@contextmanager
def _reachable(alias: str) -> Iterator[None]:
    """Let a database that is away be a SourceUnavailableError, and come back afterwards."""
    connection = connections[alias]
    if connection.in_atomic_block:
        raise TransactionManagementError(
            "The relay works outside transactions: what it files cannot be rolled back. In tests,"
            " use TransactionTestCase."
        )
    try:
        yield
    except (DatabaseError, InterfaceError):
        connection.close()
        raise SourceUnavailableError from None
