"""Writes the audit log inside the transaction of the change it records.

The head row is locked first, so that numbers have no gaps and no two writers fork the tree.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from tipline.domain.audit.entry import Entry, entry_leaf, entry_line, subject_in
from tipline.domain.audit.tree import Frontier
from tipline.stores import queries

_HASH_BYTES: Final = 32
_PAGE: Final = 1_000


def read_head() -> Frontier:
    """Return the frontier as it is committed; an empty one before the first entry."""
    row = queries.one("audit_head")
    return Frontier() if row is None else _frontier(*row)


class DatabaseTrail:
    """The log as it is committed, read a page at a time."""

    def head(self) -> Frontier:
        """Return the frontier of the whole log."""
        return read_head()

    def lines(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the stored lines in order, from a number on and before `end`.

        Memory does not grow with the log. A line that is not where it belongs, or missing, ends
        the log there.
        """
        while page := queries.rows("audit_lines", first, _PAGE):
            for number, line in page:
                if number != first or number == end:
                    return
                yield bytes(line)
                first += 1

    def is_in_order(self) -> bool:
        """Tell whether no line lies beyond the head, and each is found under its own subject.

        A line's subject stands beside it to find it by, and is in no hash.
        """
        reach = queries.one("audit_reach")
        if reach is None or (reach[1] is None) != (reach[0] == 0):
            return False
        if reach[1] is not None and reach[1] != reach[0] - 1:
            return False
        first = 0
        while page := queries.rows("audit_subjects", first, _PAGE):
            if any(subject_in(bytes(line)) != subject for _, subject, line in page):
                return False
            first = page[-1][0] + 1
        return True

    def numbers_of(self, subject: str) -> list[int]:
        """Return the numbers of the entries about a subject, in order."""
        return [number for number, _ in queries.rows("audit_lines_of", subject)]


class AuditLog:
    """The log during one transaction: entries gather here and are written at its end."""

    def __init__(self, now: datetime) -> None:
        """Lock and read the head; `now` is when everything in this transaction happens."""
        row = queries.one("lock_head")
        if row is None:
            raise LookupError("the store has no audit head: it was not migrated")
        self._now = now
        self._head = _frontier(*row)
        self._pending: list[tuple[str, bytes]] = []
        self._spent = 0

    def left_of(self, most: int) -> int:
        """Return what is left of the work that a whole transaction does at once; more waits."""
        return max(0, most - self._spent)

    def spend(self, done: int) -> None:
        """Count work that was done at once: everybody waits while the log is held."""
        self._spent += done

    @property
    def pending(self) -> int:
        """How many entries wait to be written; a mark to return to."""
        return len(self._pending)

    def rewind(self, mark: int) -> None:
        """Drop the entries after a mark: their change was rolled back."""
        del self._pending[mark:]

    def record(
        self,
        actor: str,
        action: str,
        subject: str,
        *,
        digest: bytes | None = None,
        detail: str | None = None,
    ) -> None:
        """Add an entry; see `domain.audit.entry` for the words."""
        entry = Entry(
            number=self._head.size + len(self._pending),
            at=self._now,
            actor=actor,
            action=action,
            subject=subject,
            digest=None if digest is None else digest.hex(),
            detail=detail,
        )
        self._pending.append((subject, entry_line(entry)))

    def write(self) -> None:
        """Write the entries and the new head."""
        if not self._pending:
            return
        first = self._head.size
        queries.run_many(
            "insert_entry",
            [(first + place, *entry) for place, entry in enumerate(self._pending)],
        )
        head = self._head.appended(entry_leaf(line) for _, line in self._pending)
        queries.run("save_head", head.size, b"".join(head.roots))
        self._head = head
        self._pending.clear()


def _frontier(size: int, roots: bytes) -> Frontier:
    packed = bytes(roots)
    starts = range(0, len(packed), _HASH_BYTES)
    return Frontier(int(size), tuple(packed[start : start + _HASH_BYTES] for start in starts))
