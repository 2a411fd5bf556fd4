"""Which identifiers are in which reports: blind values only, as in the real store.

There are no clusters here, nothing is held and nobody decides: links, and what is too common.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade
from tipline.domain.linking.in_force import BUILT_IN
from tipline.ports.operations import StoredKey, StoredReport

SameSender = Callable[[StoredReport, int], bool]


class Seen(NamedTuple):
    """An identifier in a report, once for each moment and port; see `EdgeRow`."""

    identifier: int
    report: int
    at: int
    port: bytes
    role: int
    source: int
    place: int


@dataclass
class Identifier:
    """One identifier on one side, with the reports it is in."""

    id: int
    blind: bytes
    side: int
    kind: int
    grade: Grade
    seen: dict[int, list[Seen]] = field(default_factory=dict)

    @property
    def state(self) -> IdentifierState:
        """Whether it links, or is in too many reports to say anything."""
        common = len(self.seen) > BUILT_IN.cut_of(self.kind, self.grade)
        return IdentifierState.COMMON if common else IdentifierState.LINKS


class Edges:
    """Identifiers by number and by blind value, and the earlier reports that reports name."""

    def __init__(self) -> None:
        self.identifiers: dict[int, Identifier] = {}
        self.in_report: dict[int, set[int]] = {}
        self.named: dict[int, set[int]] = {}
        self._by_blind: dict[tuple[bytes, int], int] = {}
        self._next = 1

    def add(self, report: int, stored: StoredReport, same_sender: SameSender) -> None:
        """Take in the identifiers of a report, or those that a supplement adds to it."""
        for key in stored.keys:
            one = self._of(key)
            one.grade = min(one.grade, Grade(key.grade))
            seen = Seen(one.id, report, key.at, key.port, key.role, stored.number, key.place)
            rows = one.seen.setdefault(report, [])
            if not any((row.at, row.port) == (seen.at, seen.port) for row in rows):
                rows.append(seen)
            self.in_report.setdefault(report, set()).add(one.id)
        for number in stored.names:
            if number != report and same_sender(stored, number):
                self.named.setdefault(report, set()).add(number)
                self.named.setdefault(number, set()).add(report)

    def forget(self, report: int) -> None:
        """Drop what a report had; a supplement's number has nothing of its own."""
        for number in self.in_report.pop(report, ()):
            one = self.identifiers[number]
            one.seen.pop(report, None)
            if not one.seen:
                del self.identifiers[number]
                del self._by_blind[one.blind, one.side]
        for other in self.named.pop(report, ()):
            self.named.get(other, set()).discard(report)

    def of(self, blind: bytes, side: int) -> Identifier | None:
        """Return an identifier by its blind value on a side."""
        number = self._by_blind.get((blind, side))
        return None if number is None else self.identifiers[number]

    def reports_with(self, blind: bytes) -> set[int]:
        """Return the reports with an identifier, on whichever side."""
        found = (self.of(blind, side) for side in range(3))
        return {report for one in found if one is not None for report in one.seen}

    def _of(self, key: StoredKey) -> Identifier:
        known = self.of(key.blind, key.side)
        if known is not None:
            return known
        one = Identifier(self._next, key.blind, key.side, key.kind, Grade(key.grade))
        self._next += 1
        self.identifiers[one.id] = one
        self._by_blind[key.blind, key.side] = one.id
        return one
