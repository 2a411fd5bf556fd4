"""Lists the reports at the desk page by page: urgent ones first, then the oldest."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec

from tipline.domain.desk import NOT_URGENT, URGENT, Shelf
from tipline.ports.desk import DeskReader, ItemRow, UserRow

PAGE: Final = 25

_FIRST: Final = (-1, -1)
_LAST: Final = (2**62, 2**62)
Place = tuple[int, int]
_Source = Callable[[int, Place, int], list[ItemRow]]


class Show(StrEnum):
    """Which reports to list."""

    UNREAD = "unread"
    MINE = "mine"
    ALL = "all"
    CLOSED = "closed"
    TESTS = "tests"


class Cursor(msgspec.Struct, frozen=True):
    """Where a page begins: after this rank, time and number."""

    rank: int
    at: int
    number: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page of reports, and where the next one begins if there is one."""

    items: tuple[ItemRow, ...]
    after: Cursor | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many reports each list has, and how many urgent ones nobody has read."""

    lists: dict[Show, int]
    urgent_unread: int


_SHELVES: Final[dict[Show, tuple[Shelf, ...]]] = {
    Show.UNREAD: (Shelf.UNREAD,),
    Show.ALL: (Shelf.UNREAD, Shelf.READ),
    Show.CLOSED: (Shelf.CLOSED,),
    Show.TESTS: (Shelf.TEST_UNREAD, Shelf.TEST_READ, Shelf.TEST_CLOSED),
}


def count_queue(reader: DeskReader, user: UserRow) -> Counts:
    """Return the true counts of all lists; takes no time however many reports there are."""
    counts = reader.counts()
    lists = {
        show: sum(counts.get((shelf, rank), 0) for shelf in shelves for rank in _RANKS)
        for show, shelves in _SHELVES.items()
    }
    lists[Show.MINE] = reader.held_count(user.id)
    return Counts(lists=lists, urgent_unread=counts.get((Shelf.UNREAD, URGENT), 0))


def list_queue(
    show: Show, after: Cursor | None, reader: DeskReader, user: UserRow, limit: int = PAGE
) -> Page:
    """Return a page of a list; closed reports come newest first, whatever their rank."""
    if show is Show.CLOSED:
        return _newest_first(after, reader, limit)
    sources: list[_Source]
    if show is Show.MINE:
        sources = [lambda rank, place, count: reader.held(user.id, rank, place, count)]
    else:
        sources = [_shelf(reader, shelf) for shelf in _SHELVES[show]]
    found: list[ItemRow] = []
    for rank in _RANKS:
        if after is not None and rank < after.rank:
            continue
        begins = (after.at, after.number) if after and after.rank == rank else _FIRST
        wanted = limit + 1 - len(found)
        if wanted > 0:
            rows = [row for source in sources for row in source(rank, begins, wanted)]
            found += sorted(rows, key=_place)[:wanted]
    return _page(found, limit)


def _newest_first(before: Cursor | None, reader: DeskReader, limit: int) -> Page:
    begins = (before.at, before.number) if before else _LAST
    rows = [
        row for rank in _RANKS for row in reader.shelf_back(Shelf.CLOSED, rank, begins, limit + 1)
    ]
    return _page(sorted(rows, key=_place, reverse=True)[: limit + 1], limit)


def _page(found: list[ItemRow], limit: int) -> Page:
    items = tuple(found[:limit])
    if len(found) <= limit:
        return Page(items=items, after=None)
    last = items[-1]
    return Page(items=items, after=Cursor(rank=last.rank, at=last.at, number=last.number))


def _place(row: ItemRow) -> Place:
    return row.at, row.number


def _shelf(reader: DeskReader, shelf: Shelf) -> _Source:
    return lambda rank, place, count: reader.shelf(shelf, rank, place, count)


_RANKS: Final = (URGENT, NOT_URGENT)
