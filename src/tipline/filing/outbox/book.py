"""What is written into the outbox and read from it: rows in, items out. One change, one commit."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from tipline.filing.errors import ItemUnknownError, OutboxUnusableError
from tipline.filing.outbox.file import VERSION, Database, Row
from tipline.filing.outbox.items import ERASED_AFTER, PATIENCE, Event, Gate, Item, Trouble
from tipline.filing.outbox.states import NEXT, UNDER_WAY, Outcome, State
from tipline.filing.outbox.vault import DataKey

_ITEM: Final = (
    "number, key, state, urgent, attempt, tries, queued_at, next_at, report_id, filed_at,"
    " preserve_until, trouble, follows, hold, erased"
)
Columns = Mapping[str, object]
"""Names of columns and their new values."""
_NONE: Final[Columns] = {}
_FOLLOWS: Final = msgspec.json.Decoder(tuple[int, ...])
_TROUBLE: Final = msgspec.json.Decoder(Trouble)
_ADD: Final = (
    "INSERT INTO item (key, digest, state, urgent, queued_at, next_at, follows,"  # noqa: S608
    " preserved_key, working_key, body) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)"
    f" ON CONFLICT (key) DO NOTHING RETURNING {_ITEM}"
)
_KNOWN: Final = f"SELECT {_ITEM}, digest FROM item WHERE key = ?"  # noqa: S608 - our own names
_BUSY: Final = ",".join(str(int(state)) for state in UNDER_WAY)


class Owner(NamedTuple):
    """Whose outbox it is: the kind of endpoint, its address, and the user name."""

    kind: str
    base_url: str
    username: str


class NewItem(NamedTuple):
    """A report as it is taken in; `body` is sealed."""

    key: str
    digest: bytes
    urgent: bool
    data_key: DataKey
    body: bytes
    follows: tuple[int, ...] = ()


class Sealed(NamedTuple):
    """What of a report is sealed, and the keys it takes; None is gone or was never there."""

    key: str
    preserved_key: bytes | None
    working_key: bytes | None
    body: bytes | None
    said: bytes | None
    receipt: bytes | None


class Book:
    """One outbox file, by what is done with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, owner: Owner) -> None:
        """Make the outbox this owner's, or see that it is.

        Raises:
            OutboxUnusableError: it is another's, or of another version.
        """
        with self._database.change() as change:
            change.execute(
                "INSERT OR IGNORE INTO outbox (one, version, kind, base_url, username)"
                " VALUES (1, ?, ?, ?, ?)",
                (VERSION, *owner),
            )
        _, known = self.owner()
        if known != owner:
            raise OutboxUnusableError(
                f"This outbox files with {known.base_url} ({known.kind}) as {known.username}."
                " Reports there must not meet another service: take another folder for it."
            )

    def owner(self) -> tuple[int, Owner]:
        """Return the version, and whose outbox it is.

        Raises:
            OutboxUnusableError: nobody's, or of another version.
        """
        row = self._database.one("SELECT version, kind, base_url, username FROM outbox")
        if row is None:
            raise OutboxUnusableError("There is nothing in this outbox yet.")
        if row[0] != VERSION:
            raise OutboxUnusableError("The outbox is of another version of Tipline.")
        return int(row[0]), Owner(*row[1:])

    def add(self, new: NewItem, now: int) -> tuple[Item, bytes]:
        """Store a report, unless its key is known; return its item and the digest it has."""
        # One statement is a transaction of its own: it is committed when all its rows are read.
        added = self._database.rows(
            _ADD,
            *(new.key, new.digest, new.urgent, now, now),
            msgspec.json.encode(new.follows).decode() if new.follows else None,
            *(new.data_key.preserved, new.data_key.working, new.body),
        )
        if added:
            return _item(added[0]), new.digest
        (known,) = self._database.rows(_KNOWN, new.key)
        return _item(known), bytes(known[-1])

    def move(
        self,
        item: Item,
        outcome: Outcome,
        now: int,
        *,
        trouble: Trouble | None = None,
        next_at: int | None = None,
        columns: Columns = _NONE,
    ) -> State:
        """Take a report one step on, change columns with it, and write down that it happened.

        Raises:
            OutboxUnusableError: it is not in that state any more; nothing was changed.
        """
        state = NEXT[item.state, outcome]
        said = None if trouble is None else msgspec.json.encode(trouble)
        changes = {
            "state": int(state),
            "next_at": now if next_at is None else next_at,
            "trouble": said,
            **columns,
        }
        names = ", ".join(f"{name} = ?" for name in changes)
        with self._database.change() as change:
            done = change.execute(
                f"UPDATE item SET {names} WHERE number = ? AND state = ?",  # noqa: S608 - our own
                (*changes.values(), item.number, int(item.state)),
            )
            if done.rowcount != 1:
                raise OutboxUnusableError("Two workers were at one report; nothing was changed.")
            _note(change, item.number, now, f"{item.state.name.lower()}:{outcome}", said)
        return state

    def note(self, number: int, what: str, now: int, columns: Columns = _NONE) -> None:
        """Write down that something happened to a report, with what it changes."""
        with self._database.change() as change:
            if columns:
                names = ", ".join(f"{name} = ?" for name in columns)
                change.execute(
                    f"UPDATE item SET {names} WHERE number = ?",  # noqa: S608 - our own names
                    (*columns.values(), number),
                )
            _note(change, number, now, what, None)

    def interrupted(self) -> list[Item]:
        """Return reports in the middle of a call, though nobody is at work."""
        return self._items(f"state < 8 AND state IN ({_BUSY})")

    def due(self, now: int, busy: Sequence[int], limit: int) -> list[Item]:
        """Return reports that can be gone on with, urgent ones first, then the oldest."""
        places = ",".join("?" * len(busy))
        return self._items(
            f"state < 8 AND state IN (1, 3, 5) AND next_at <= ? AND number NOT IN ({places})"
            " ORDER BY urgent DESC, next_at, number LIMIT ?",
            *(now, *busy, limit),
        )

    def next_due(self) -> int | None:
        """Return when the next report can be gone on with; None if nothing is left to do."""
        row = self._database.one(
            "SELECT min(next_at) FROM item WHERE state < 8 AND state IN (1, 3, 5)"
        )
        return None if row is None or row[0] is None else int(row[0])

    def item(self, number: int) -> Item:
        """Return a report.

        Raises:
            ItemUnknownError: there is none with this number.
        """
        found = self._items("number = ?", number)
        if not found:
            raise ItemUnknownError
        return found[0]

    def by_key(self, key: str) -> Item | None:
        """Return the report with this key."""
        found = self._items("key = ?", key)
        return found[0] if found else None

    def count_unfiled(self) -> int:
        """Return how many reports are not filed."""
        row = self._database.one("SELECT count(*) FROM item WHERE state < 8")
        return 0 if row is None else int(row[0])

    def unfiled(self) -> list[Item]:
        """Return all that is not filed, oldest first."""
        return self._items("state < 8 ORDER BY number")

    def each(self, *, newest_first: bool = True) -> Iterator[Item]:
        """Yield all reports."""
        order = "DESC" if newest_first else "ASC"
        statement = f"SELECT {_ITEM} FROM item ORDER BY number {order}"  # noqa: S608 - our own
        return map(_item, self._database.each(statement))

    def counts(self) -> dict[State, int]:
        """Return how many reports are in each state."""
        rows = self._database.rows("SELECT state, count(*) FROM item GROUP BY state")
        return {State(state): int(count) for state, count in rows}

    def filed_ids(self) -> list[int]:
        """Return the service's numbers of all reports that are filed, in order."""
        rows = self._database.rows("SELECT report_id FROM item WHERE state = 8 ORDER BY report_id")
        return [int(number) for (number,) in rows]

    def events(self, number: int) -> list[Event]:
        """Return what happened to a report, oldest first."""
        rows = self._database.rows(
            "SELECT at, what, trouble FROM event WHERE item = ? ORDER BY rowid", number
        )
        return [Event(at=at, what=what, trouble=_trouble(said)) for at, what, said in rows]

    def sealed(self, number: int) -> Sealed:
        """Return what is sealed of a report.

        Raises:
            ItemUnknownError: there is none with this number.
        """
        row = self._database.one(
            "SELECT key, preserved_key, working_key, body, said, receipt FROM item"
            " WHERE number = ?",
            number,
        )
        if row is None:
            raise ItemUnknownError
        return Sealed(*row)

    def over(self, now: int, limit: int) -> list[Item]:
        """Return reports whose preservation is over, for a while now, and that nobody holds.

        That it is over is written down first: one wrong moment of a clock erases nothing.
        """
        with self._database.change() as change:
            change.execute(
                "UPDATE item SET over_at = ? WHERE state >= 8 AND erased = 0"
                " AND preserve_until <= ? AND over_at IS NULL",
                (now, now),
            )
        return self._items(
            "state >= 8 AND erased = 0 AND preserve_until <= ? AND hold IS NULL"
            " AND over_at <= ? ORDER BY preserve_until LIMIT ?",
            *(now, now - ERASED_AFTER, limit),
        )

    def cap_waits(self, latest: int) -> None:
        """Let nothing wait longer than to a moment: a clock may have been far ahead."""
        with self._database.change() as change:
            change.execute(
                "UPDATE item SET next_at = ? WHERE state < 8 AND next_at > ?", (latest, latest)
            )
            change.execute("UPDATE outbox SET shut_until = min(shut_until, ?)", (latest,))

    def newly_stuck(self, now: int) -> list[Item]:
        """Return reports that a person has to look at and that were not told of."""
        return self._items(
            "state < 8 AND told = 0 AND (state = 7 OR queued_at < ? OR queued_at > ?)"
            " ORDER BY number",
            *(now - PATIENCE, now + PATIENCE),
        )

    def wait_for_earlier(self, number: int, until: int) -> None:
        """Put a report off while one it follows is under way; not if all have just ended."""
        with self._database.change() as change:
            change.execute(
                "UPDATE item SET next_at = ? WHERE number = ? AND state = 1 AND EXISTS (SELECT 1"
                " FROM item AS earlier JOIN json_each(item.follows) AS told"
                " ON earlier.number = told.value WHERE earlier.state < 7)",
                (until, number),
            )

    def wake_followers(self, number: int, now: int) -> None:
        """Let those go on at once that waited for a report to be filed or refused."""
        with self._database.change() as change:
            change.execute(
                "UPDATE item SET next_at = ? WHERE state = 1 AND follows IS NOT NULL"
                " AND EXISTS (SELECT 1 FROM json_each(follows) WHERE value = ?)",
                (now, number),
            )

    def has_followers(self) -> bool:
        """Tell whether any report waits for another."""
        return bool(
            self._database.rows(
                "SELECT 1 FROM item WHERE state = 1 AND follows IS NOT NULL LIMIT 1"
            )
        )

    def erase(self, number: int, now: int) -> None:
        """Erase what a report says, and the keys to it; what happened to it stays."""
        with self._database.change() as change:
            done = change.execute(
                "UPDATE item SET erased = 1, preserved_key = NULL, working_key = NULL,"
                " body = NULL, said = NULL"
                " WHERE number = ? AND hold IS NULL AND erased = 0 AND state >= 8",
                (number,),
            )
            if done.rowcount:
                _note(change, number, now, "erased", None)

    def set_hold(self, number: int, reason: str | None, now: int) -> bool:
        """Hold a report, or let it go; False if its content is gone already."""
        with self._database.change() as change:
            done = change.execute(
                "UPDATE item SET hold = ? WHERE number = ? AND erased = 0", (reason, number)
            )
            if done.rowcount:
                _note(change, number, now, "held" if reason else "released", None)
            return bool(done.rowcount)

    def tidy(self) -> bool:
        """Take what was deleted out of the write-ahead log too; False if somebody reads it."""
        return self._database.tidy()

    def gate(self) -> Gate:
        """Return whether the service is called."""
        row = self._database.one("SELECT failures, shut_until, trouble FROM outbox")
        if row is None:
            return Gate()
        return Gate(failures=row[0], until=row[1], trouble=_trouble(row[2]))

    def set_gate(self, gate: Gate) -> None:
        """Store whether the service is called."""
        said = None if gate.trouble is None else msgspec.json.encode(gate.trouble)
        with self._database.change() as change:
            change.execute(
                "UPDATE outbox SET failures = ?, shut_until = ?, trouble = ?",
                (gate.failures, gate.until, said),
            )

    def _items(self, condition: str, *values: object) -> list[Item]:
        statement = f"SELECT {_ITEM} FROM item WHERE {condition}"  # noqa: S608 - our own
        return [_item(row) for row in self._database.rows(statement, *values)]


def _item(row: Row) -> Item:
    return Item(
        number=row[0],
        key=row[1],
        state=State(row[2]),
        urgent=bool(row[3]),
        attempt=row[4],
        tries=row[5],
        queued_at=row[6],
        next_at=row[7],
        report_id=row[8],
        filed_at=row[9],
        preserve_until=row[10],
        trouble=_trouble(row[11]),
        follows=() if row[12] is None else _FOLLOWS.decode(row[12]),
        hold=row[13],
        erased=bool(row[14]),
    )


def _trouble(said: bytes | None) -> Trouble | None:
    return None if said is None else _TROUBLE.decode(said)


def _note(
    change: sqlite3.Connection, number: int, now: int, what: str, said: bytes | None
) -> None:
    change.execute(
        "INSERT INTO event (item, at, what, trouble) VALUES (?, ?, ?, ?)",
        (number, now, what, said),
    )
