"""What a diagnosis gathers: problems still tied to elements, and which field stands where."""

from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from tipline.codecs.cybertipline.positions import Position, Positions
from tipline.codecs.cybertipline.schema.grammar import Group
from tipline.codecs.documents import MOST_PROBLEMS, NoteT, not_listed
from tipline.domain.problems import Problem
from tipline.domain.report import Report


class Place(NamedTuple):
    """Where a field stands: its path in the document, the element's number, what is in it."""

    path: str
    element: int
    group: Group | None


@dataclass
class Findings:
    """Collects while the document is walked; positions are looked up once, at the end."""

    data: bytes
    problems: list[Problem] = field(default_factory=list)
    elements: list[tuple[int, bool]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    unlisted: int = 0

    @property
    def full(self) -> bool:
        """Whether further problems are only counted, so that no work need go into them."""
        return len(self.problems) >= MOST_PROBLEMS

    def add(self, place: Place, code: str, message: str, *, at_end: bool = False) -> None:
        """Note a problem at an element's start tag, or at its end tag."""
        if self.full:
            self.unlisted += 1
            return
        self.problems.append(Problem(path=place.path, code=code, message=message))
        self.elements.append((place.element, at_end))

    def located(self, positions: Positions) -> list[Problem]:
        """Return the problems with line and column, in document order."""
        placed = [
            (positions.end_of(element) if at_end else positions.start_of(element), problem)
            for problem, (element, at_end) in zip(self.problems, self.elements, strict=True)
        ]
        placed.sort(key=lambda pair: pair[0])
        listed = [_with_position(problem, position) for position, problem in placed]
        if self.unlisted:
            listed.append(not_listed("/", self.unlisted))
        return listed


class Diagnosis:
    """All that is known of a document: its problems, and the report as far as readable."""

    def __init__(self, findings: Findings, report: Report) -> None:
        self._positions = Positions(findings.data)
        self._places = findings.places
        self.report = report
        self.problems = tuple(findings.located(self._positions))

    def locate(self, note: NoteT) -> NoteT:
        """Return a note on the report as one on the document: element path, line, column.

        What is absent is placed where it would stand.
        """
        pointer, absent = note.path, list[str]()
        while pointer not in self._places:
            pointer, _, name = pointer.rpartition("/")
            absent.insert(0, name)
        place = self._places[pointer]
        path, group = place.path, place.group
        for name in absent:
            path += "/" + (group.wire_of(name) if group else name)
            child = group.child_by_field(name) if group else None
            group = child.holds if child and isinstance(child.holds, Group) else None
        moved = msgspec.structs.replace(note, path=path)
        return _with_position(moved, self._positions.start_of(place.element))


def _with_position(note: NoteT, position: Position) -> NoteT:
    return msgspec.structs.replace(note, line=position.line, column=position.column)
