"""Lists reports page by page, newest first, by what may be read without a key."""

from typing import Any, Final

from tipline.domain.desk import URGENT, CloseReason, Shelf
from tipline.domain.lifecycle import OPEN_FOR, State, state_at
from tipline.domain.moments import in_microseconds
from tipline.domain.public.marks import Mark
from tipline.ports.reports import Lies, ListedRow, Wanted
from tipline.stores import queries

_SELECT: Final = """
SELECT r.number, r.door, p.name, r.is_test, r.state, r.urgent, r.facts, r.marks,
       r.opened_at, r.finished_at, i.shelf, i.rank, u.name, i.lease_until, i.reason
FROM report r
LEFT JOIN desk_item i ON i.report_id = r.number
LEFT JOIN desk_user u ON u.id = i.holder_id
LEFT JOIN provider p ON p.id = r.provider_id
WHERE r.supplements IS NULL"""
_ORDER: Final = " ORDER BY r.opened_at DESC, r.number DESC LIMIT ?"
_SHELVES: Final = {
    Lies.WAITING: (Shelf.UNREAD, Shelf.READ, Shelf.TEST_UNREAD, Shelf.TEST_READ),
    Lies.UNREAD: (Shelf.UNREAD, Shelf.TEST_UNREAD),
    Lies.READ: (Shelf.READ, Shelf.TEST_READ),
    Lies.CLOSED: (Shelf.CLOSED, Shelf.TEST_CLOSED),
}


class DatabaseListing:
    """Answers from whichever database this process was set up with."""

    def page(
        self, wanted: Wanted, before: tuple[int, int] | None, limit: int, now: int
    ) -> list[ListedRow]:
        """Return reports, newest first, that came before a place (`opened_at` and number)."""
        text, values = question(wanted, before, limit, now)
        return [_row(*row, now=now) for row in queries.rows_of(text, *values)]

    def row(self, number: int, now: int) -> ListedRow | None:
        """Return one report; None if there is none, or it was added to another."""
        found = queries.rows_of(_SELECT + " AND r.number = ?", number)
        return _row(*found[0], now=now) if found else None

    def tests(self) -> int:
        """Return how many test reports there are."""
        row = queries.one("count_tests")
        return int(row[0]) if row else 0


def question(
    wanted: Wanted, before: tuple[int, int] | None, limit: int, now: int
) -> tuple[str, list[Any]]:
    """Return the statement for a page and its values; it walks along an index by time."""
    text, values = _conditions(wanted, now)
    if before is not None:
        text += " AND (r.opened_at, r.number) < (?, ?)"
        values += before
    return _SELECT + text + _ORDER, [*values, limit]


def _conditions(wanted: Wanted, now: int) -> tuple[str, list[Any]]:
    text = " AND r.is_test" if wanted.is_test else " AND NOT r.is_test"
    values: list[Any] = []
    if wanted.state is not None:
        more, its = _in_state(wanted.state, now)
        text, values = text + more, values + its
    if wanted.provider is not None:
        text += " AND r.provider_id = ?"
        values.append(wanted.provider)
    if wanted.since is not None:
        text += " AND r.opened_at >= ?"
        values.append(wanted.since)
    if wanted.urgent is not None:
        text += f" AND {'' if wanted.urgent else 'NOT '}(r.urgent OR coalesce(i.rank, 1) = 0)"
    if wanted.lies is not None:
        shelves = _SHELVES[wanted.lies]
        text += f" AND i.shelf IN ({', '.join('?' * len(shelves))})"
        values += [int(shelf) for shelf in shelves]
    return text, values


def _in_state(state: State, now: int) -> tuple[str, list[Any]]:
    """Return the condition for a state; what was left open too long has expired."""
    oldest = now - in_microseconds(OPEN_FOR)
    if state is State.OPEN:
        return " AND r.state = 1 AND r.opened_at > ?", [oldest]
    if state is State.EXPIRED:
        return " AND (r.state = 4 OR (r.state = 1 AND r.opened_at <= ?))", [oldest]
    return " AND r.state = ?", [int(state)]


def _row(*row: Any, now: int) -> ListedRow:  # noqa: ANN401 - a row of the database
    number, door, provider, is_test, state, urgent, facts, marks, *rest = row
    opened_at, finished_at, shelf, rank, holder, lease_until, reason = rest
    return ListedRow(
        number=number,
        door=door,
        provider=provider,
        is_test=bool(is_test),
        state=state_at(state, opened_at, now),
        urgent=bool(urgent) or rank == URGENT,
        facts=facts,
        marks=Mark(marks),
        opened_at=opened_at,
        finished_at=finished_at,
        shelf=None if shelf is None else Shelf(shelf),
        holder=holder if lease_until is not None and lease_until > now else None,
        lease_until=lease_until if lease_until is not None and lease_until > now else None,
        reason=CloseReason(reason) if reason else None,
    )
