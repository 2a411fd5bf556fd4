"""What the commands about stored reports need: a listing, the ledger of imports, whole batches."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from tipline.domain.desk import CloseReason, Shelf
from tipline.domain.lifecycle import State
from tipline.domain.public.marks import Mark
from tipline.ports.operations import AnyResult, Request


class Lies(StrEnum):
    """Where at the desk a report is to lie."""

    WAITING = "waiting"
    """Unread or read, not closed."""
    UNREAD = "unread"
    READ = "read"
    CLOSED = "closed"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports to list; None leaves a matter open. Times in microseconds since 1970."""

    is_test: bool = False
    state: State | None = None
    provider: int | None = None
    lies: Lies | None = None
    urgent: bool | None = None
    since: int | None = None


class ListedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of a report without a key; times in microseconds since 1970.

    `shelf` is None unless it lies at the desk; `urgent` is the reporter's own word, also in what
    was added later.
    """

    number: int
    door: str
    provider: str | None
    is_test: bool
    state: State
    urgent: bool
    facts: int
    marks: Mark
    opened_at: int
    finished_at: int | None
    shelf: Shelf | None
    holder: str | None
    lease_until: int | None
    reason: CloseReason | None


class Listing(Protocol):
    """Lists reports; sees what is committed.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def page(
        self, wanted: Wanted, before: tuple[int, int] | None, limit: int, now: int
    ) -> list[ListedRow]:
        """Return reports, newest first, that came before a place (`opened_at` and number)."""
        ...

    def row(self, number: int, now: int) -> ListedRow | None:
        """Return one report; None if there is none, or it was added to another."""
        ...

    def tests(self) -> int:
        """Return how many test reports there are."""
        ...


class Ledger(Protocol):
    """Knows which documents were imported."""

    def imported_as(self, key: bytes) -> int | None:
        """Return the number of the report that a document became, if it did."""
        ...


class BatchWriter(Protocol):
    """Changes the store many operations at a time; returns when all are on disk."""

    def write_all(self, requests: Sequence[Request]) -> list[AnyResult]:
        """Return the results in order.

        Raises:
            StoreUnavailableError: nobody knows which were applied.
        """
        ...

    def close(self) -> None:
        """Let go of what the calling thread holds open; another call opens it anew."""
        ...
