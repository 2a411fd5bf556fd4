"""Lists reports, newest first, a page at a time however many there are."""

from collections.abc import Iterator
from typing import Final

import msgspec

from tipline.domain.completeness import State as FactState
from tipline.domain.completeness.groups import GROUPS
from tipline.domain.desk import Shelf
from tipline.domain.lifecycle import State
from tipline.domain.moments import from_microseconds
from tipline.ports.reports import ListedRow, Listing, Wanted

_PAGE: Final = 500
_STATES: Final = (FactState.ABSENT, FactState.PARTLY, FactState.PRESENT, FactState.PRESENT)
_TWO_BITS: Final = 3


class AtDesk(msgspec.Struct, frozen=True, kw_only=True):
    """Where a report lies at the desk; `holder` has taken it on, until then."""

    shelf: str
    holder: str | None
    until: str | None
    reason: str | None


class ListedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What may be said of a report without a key, as `--json` prints it; times in RFC 3339.

    `completeness` names the groups of facts: absent, partly, present. `desk` is null unless the
    report was finished. `provider` is null if nobody's credentials brought it.
    """

    number: int
    state: str
    received: str
    finished: str | None
    door: str
    provider: str | None
    test: bool
    urgent: bool
    completeness: dict[str, str]
    desk: AtDesk | None


_SHELVES: Final = {
    Shelf.UNREAD: "unread",
    Shelf.READ: "read",
    Shelf.CLOSED: "closed",
    Shelf.TEST_UNREAD: "unread",
    Shelf.TEST_READ: "read",
    Shelf.TEST_CLOSED: "closed",
}


def list_reports(
    wanted: Wanted, limit: int | None, listing: Listing, now: int
) -> Iterator[ListedReport]:
    """Yield reports, newest first; memory does not grow with their number.

    Each page begins where the last one ended, so what arrives meanwhile shifts nothing.
    """
    before: tuple[int, int] | None = None
    left = limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(_PAGE, left)
        page = listing.page(wanted, before, size, now)
        yield from map(listed, page)
        if len(page) < size:
            return
        before = (page[-1].opened_at, page[-1].number)
        left = None if left is None else left - len(page)


def listed(row: ListedRow) -> ListedReport:
    """Return a row in words."""
    desk = None
    if row.shelf is not None:
        desk = AtDesk(
            shelf=_SHELVES[row.shelf],
            holder=row.holder,
            until=_moment(row.lease_until),
            reason=None if row.reason is None else row.reason.value,
        )
    return ListedReport(
        number=row.number,
        state=State(row.state).name.lower(),
        received=_moment(row.opened_at) or "",
        finished=_moment(row.finished_at),
        door=row.door,
        provider=row.provider,
        test=row.is_test,
        urgent=row.urgent,
        completeness=_unpacked(row.facts),
        desk=desk,
    )


def _unpacked(facts: int) -> dict[str, str]:
    """Return the groups of facts by name from the two bits that are kept of each."""
    return {
        name: _STATES[facts >> 2 * place & _TWO_BITS].value for place, name in enumerate(GROUPS)
    }


def _moment(stored: int | None) -> str | None:
    """Return stored microseconds in RFC 3339, to the second."""
    return None if stored is None else f"{from_microseconds(stored):%Y-%m-%dT%H:%M:%SZ}"
