"""What readers say of a database that cannot be read: that it is unavailable, on every kind."""

import inspect
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from structlog.testing import capture_logs

from tests import stores
from tests.contracts.making import NOON, add_provider, apply, report
from tipline.domain.cases import CaseState
from tipline.domain.desk import Shelf
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.reports import Wanted
from tipline.stores import queries
from tipline.stores.audit_log import DatabaseTrail
from tipline.stores.cases.reading import DatabaseCaseReader
from tipline.stores.desk.reading import DatabaseDeskReader
from tipline.stores.linking.reading import DatabaseLinkReader, DatabaseRotationReader
from tipline.stores.outbox.reading import DatabaseOutboxReader
from tipline.stores.public.reading import DatabaseConversationReader, DatabaseVisitReader
from tipline.stores.reading import DatabaseReader
from tipline.stores.referrals.reading import (
    DatabaseDeliveryReader,
    DatabaseReferralReader,
    DatabaseReferredReader,
)
from tipline.stores.reports.ledger import DatabaseLedger
from tipline.stores.reports.listing import DatabaseListing

NOW = to_microseconds(NOON)
ARGUMENTS: dict[str, object] = {
    "after": (0, 0),
    "before": (NOW, 1),
    "blind": b"blind",
    "case": 1,
    "draft": b"draft",
    "end": None,
    "first": 0,
    "identifier": 1,
    "identifiers": [1],
    "key": b"key",
    "last": NOW,
    "limit": 5,
    "name": "ada",
    "now": NOW,
    "number": 11,
    "numbers": [11],
    "owner": 1,
    "provider": 1,
    "rank": 0,
    "report": 11,
    "reports": [11],
    "shelf": Shelf.UNREAD,
    "state": CaseState.OPEN,
    "subject": "report:11",
    "thread": b"thread",
    "token": b"token",
    "user": 1,
    "username": "p-1",
    "version": 1,
    "wanted": Wanted(),
}
"""Something for every parameter of every question."""

READERS: tuple[type[Any], ...] = (
    DatabaseReader,
    DatabaseDeskReader,
    DatabaseListing,
    DatabaseLedger,
    DatabaseOutboxReader,
    DatabaseTrail,
    DatabaseVisitReader,
    DatabaseConversationReader,
    DatabaseLinkReader,
    DatabaseRotationReader,
    DatabaseCaseReader,
    DatabaseReferralReader,
    DatabaseDeliveryReader,
    DatabaseReferredReader,
)


def questions() -> list[tuple[str, Callable[[], object]]]:
    """Return every question of every reader, ready to be asked."""
    found = []
    for reader in READERS:
        for name, question in inspect.getmembers(reader(), inspect.ismethod):
            if name.startswith("_"):
                continue
            values = {
                # A place is a pair in most lists, and one number in some.
                one: 0
                if about.annotation is int and one in {"after", "before"}
                else ARGUMENTS[one]
                for one, about in inspect.signature(question).parameters.items()
            }
            found.append((f"{reader.__name__}.{name}", _asked(question, values)))
    return found


def _asked(question: Callable[..., object], values: dict[str, object]) -> Callable[[], object]:
    def ask() -> object:
        answer = question(**values)
        return list(answer) if inspect.isgenerator(answer) else answer

    return ask


@pytest.mark.parametrize(("name", "ask"), questions(), ids=[name for name, _ in questions()])
def test_every_question_is_answered_or_the_store_is_unavailable(
    store: str, name: str, ask: Callable[[], object]
) -> None:
    assert name
    ask()
    lost = queries.on_database(stores.LOST[store])
    unavailable = pytest.raises(StoreUnavailableError, match="cannot be read now")
    with capture_logs() as logs, lost, unavailable:
        ask()
    assert [entry["event"] for entry in logs] == ["store_not_readable"]


def test_after_a_lost_connection_the_next_question_is_answered(store: str) -> None:
    apply(ops.SubmitReport(report=report(11, add_provider())))
    reader = DatabaseReader()
    assert reader.report(11) is not None
    if store == "postgresql":
        own = queries.raw_connection().info.backend_pid
        other = connections[store].copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
        other.close()
    else:
        queries.raw_connection().close()
    with pytest.raises((StoreUnavailableError, sqlite3.ProgrammingError)):
        reader.report(11)
    assert reader.report(11) is not None


def test_a_number_no_database_takes_is_a_fault_of_ours_and_breaks_nothing(store: str) -> None:
    assert store
    apply(ops.SubmitReport(report=report(11, add_provider())))
    reader = DatabaseReader()
    for number in (2**63, 2**64):
        try:
            found = reader.report(number)
        except StoreUnavailableError:
            pytest.fail("waiting does not make a number smaller")
        except Exception:  # noqa: BLE001 - each driver has its own
            found = None
        assert found is None
    assert reader.report(11) is not None
