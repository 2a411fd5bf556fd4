"""What the desk needs: looks at its shelves, people and cases; passwords and second factors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from tipline.domain.audit.entry import Entry
from tipline.domain.cases import CaseCloseReason, CaseState
from tipline.domain.desk import CloseReason, DeskRole, Shelf
from tipline.domain.public.marks import Mark


class UserRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works at the desk; `last_step` is the last step of the factor that was used."""

    id: int
    name: str
    role: DeskRole
    password: str
    must_change: bool
    factor: bytes
    last_step: int | None
    disabled: bool

    def __repr__(self) -> str:
        return f"UserRow({self.id})"


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A session and whose it is; times in microseconds since 1970."""

    user: UserRow
    opened_at: int
    seen_at: int


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report on a shelf; `at` is what the shelf is ordered by, in microseconds since 1970."""

    number: int
    shelf: Shelf
    rank: int
    at: int
    queued_at: int
    holder: int | None
    lease_until: int | None
    reason: CloseReason | None
    door: str
    facts: int
    marks: Mark
    provider: str | None


class DeskReader(Protocol):
    """Looks at the desk; sees what is committed.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def user(self, name: str) -> UserRow | None:
        """Return the user with this name, in lower case."""
        ...

    def users(self) -> list[UserRow]:
        """Return all users by name, disabled ones too."""
        ...

    def session(self, token: bytes) -> SessionRow | None:
        """Return the session with this SHA-256, whether or not it is still good."""
        ...

    def counts(self) -> dict[tuple[Shelf, int], int]:
        """Return how many reports lie on each shelf with each rank."""
        ...

    def held_count(self, user: int) -> int:
        """Return how many reports somebody has taken on."""
        ...

    def shelf(self, shelf: Shelf, rank: int, after: tuple[int, int], limit: int) -> list[ItemRow]:
        """Return what lies on a shelf after a place (`at` and number), oldest first."""
        ...

    def shelf_back(
        self, shelf: Shelf, rank: int, before: tuple[int, int], limit: int
    ) -> list[ItemRow]:
        """Return what lies on a shelf before a place (`at` and number), newest first."""
        ...

    def held(self, user: int, rank: int, after: tuple[int, int], limit: int) -> list[ItemRow]:
        """Return what somebody has taken on, after a place, oldest first."""
        ...

    def item(self, number: int) -> ItemRow | None:
        """Return a report as it lies at the desk; None if it was never finished."""
        ...

    def items(self, numbers: Sequence[int]) -> dict[int, ItemRow]:
        """Return reports as they lie at the desk, by number; without those that do not."""
        ...

    def history(self, number: int, limit: int) -> list[Entry]:
        """Return what the audit log says of a report, newest first."""
        ...

    def stuck_alerts(self, now: int) -> int:
        """Return how many alerts wait in spite of several attempts, or failed within a day.

        `now` is in microseconds since 1970.
        """
        ...


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case and how many reports are in it; times in microseconds since 1970."""

    number: int
    state: CaseState
    is_test: bool
    owner: int | None
    opened_at: int
    closed_at: int | None
    reason: CaseCloseReason | None
    size: int

    @property
    def is_open(self) -> bool:
        """Whether it is worked on."""
        return self.state is CaseState.OPEN


class FiledRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a case, or one that was taken out: then it says when."""

    report: int
    added_at: int
    removed_at: int | None


class CaseReader(Protocol):
    """Looks at cases; sees what is committed.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def case(self, number: int) -> CaseRow | None:
        """Return a case; None if there is none with this number."""
        ...

    def cases(self, state: CaseState, before: int, limit: int) -> list[CaseRow]:
        """Return cases in a state, newest first, with smaller numbers than one."""
        ...

    def owned(self, owner: int, before: int, limit: int) -> list[CaseRow]:
        """Return the open cases of somebody, newest first, with smaller numbers than one."""
        ...

    def filed(self, case: int, limit: int) -> list[FiledRow]:
        """Return the reports of a case by number, those included that were taken out."""
        ...

    def cases_of(self, reports: Sequence[int]) -> dict[int, list[int]]:
        """Return the numbers of the cases that reports are in; without those in none."""
        ...

    def history(self, case: int, limit: int) -> list[Entry]:
        """Return what the audit log says of a case, newest first."""
        ...


class Passwords(Protocol):
    """Hashes passwords slowly, and checks them."""

    def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        ...

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether it is the password; takes as long when there is none to compare with."""
        ...


class SecondFactors(Protocol):
    """Time-based one-time codes (RFC 6238), their secrets sealed for the store."""

    def enrol(self, name: str) -> tuple[bytes, str, str]:
        """Return a new secret: sealed for this user, readable, and as an otpauth URI."""
        ...

    def step_of(self, code: str, name: str, sealed: bytes | None, now: datetime) -> int | None:
        """Return which step the code belongs to; None if it is wrong or nobody's."""
        ...
