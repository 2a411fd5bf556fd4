"""Looks at the desk's part of the store; each question is one named statement."""

from collections.abc import Sequence
from typing import Any

import msgspec

from tipline.domain.audit.entry import Entry
from tipline.domain.desk import CloseReason, DeskRole, Shelf
from tipline.domain.moments import in_microseconds
from tipline.domain.outbox import GIVE_UP_AFTER, STUCK_ATTEMPTS
from tipline.domain.public.marks import Mark
from tipline.ports.desk import ItemRow, SessionRow, UserRow
from tipline.stores import queries

_ENTRIES = msgspec.json.Decoder(Entry)


class DatabaseDeskReader:
    """Answers from whichever database this process was set up with."""

    def user(self, name: str) -> UserRow | None:
        """Return the user with this name, in lower case."""
        row = queries.one("user_by_name", name)
        return None if row is None else _user(*row)

    def users(self) -> list[UserRow]:
        """Return all users by name, disabled ones too."""
        return [_user(*row) for row in queries.rows("all_users")]

    def session(self, token: bytes) -> SessionRow | None:
        """Return the session with this SHA-256, whether or not it is still good."""
        row = queries.one("session_by_token", token)
        if row is None:
            return None
        *user, opened_at, seen_at = row
        return SessionRow(user=_user(*user), opened_at=opened_at, seen_at=seen_at)

    def counts(self) -> dict[tuple[Shelf, int], int]:
        """Return how many reports lie on each shelf with each rank."""
        return {(Shelf(shelf), rank): n for shelf, rank, n in queries.rows("desk_counts")}

    def held_count(self, user: int) -> int:
        """Return how many reports somebody has taken on."""
        row = queries.one("held_count", user)
        return int(row[0]) if row else 0

    def shelf(self, shelf: Shelf, rank: int, after: tuple[int, int], limit: int) -> list[ItemRow]:
        """Return what lies on a shelf after a place (`at` and number), oldest first."""
        return _items("shelf_page", int(shelf), rank, *after, limit)

    def shelf_back(
        self, shelf: Shelf, rank: int, before: tuple[int, int], limit: int
    ) -> list[ItemRow]:
        """Return what lies on a shelf before a place (`at` and number), newest first."""
        return _items("shelf_page_back", int(shelf), rank, *before, limit)

    def held(self, user: int, rank: int, after: tuple[int, int], limit: int) -> list[ItemRow]:
        """Return what somebody has taken on, after a place, oldest first."""
        return _items("held_page", user, rank, *after, limit)

    def item(self, number: int) -> ItemRow | None:
        """Return a report as it lies at the desk; None if it was never finished."""
        found = _items("desk_item", number)
        return found[0] if found else None

    def items(self, numbers: Sequence[int]) -> dict[int, ItemRow]:
        """Return reports as they lie at the desk, by number; without those that do not."""
        found = (_item(*row) for row in queries.rows_in("desk_items_in", numbers))
        return {item.number: item for item in found}

    def history(self, number: int, limit: int) -> list[Entry]:
        """Return what the audit log says of a report, newest first."""
        found = queries.rows("history_of", f"report:{number}", limit)
        return [_ENTRIES.decode(bytes(line)) for (line,) in found]

    def stuck_alerts(self, now: int) -> int:
        """Return how many alerts wait in spite of several attempts, or failed within a day."""
        row = queries.one("stuck_items", STUCK_ATTEMPTS, now - in_microseconds(GIVE_UP_AFTER))
        return int(row[0]) if row else 0


def _items(name: str, *values: object) -> list[ItemRow]:
    return [_item(*row) for row in queries.rows(name, *values)]


def _item(*row: Any) -> ItemRow:  # noqa: ANN401 - a row of the database
    number, shelf, rank, at, queued_at, holder, lease_until, reason, *report = row
    door, facts, marks, provider = report
    return ItemRow(
        number=number,
        shelf=Shelf(shelf),
        rank=rank,
        at=at,
        queued_at=queued_at,
        holder=holder,
        lease_until=lease_until,
        reason=CloseReason(reason) if reason else None,
        door=door,
        facts=facts,
        marks=Mark(marks),
        provider=provider,
    )


def _user(*row: Any) -> UserRow:  # noqa: ANN401 - a row of the database
    number, name, role, password, must_change, factor, last_step, disabled_at = row
    return UserRow(
        id=number,
        name=name,
        role=DeskRole(role),
        password=password,
        must_change=bool(must_change),
        factor=bytes(factor),
        last_step=last_step,
        disabled=disabled_at is not None,
    )
