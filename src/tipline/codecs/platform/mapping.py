"""Makes reports of a platform's cases with a mapping, and says where each fact comes from."""

import msgspec

from tipline.codecs.documents import NoteT
from tipline.codecs.platform.applying.case import names_apart, read_case
from tipline.codecs.platform.applying.got import Unfound
from tipline.codecs.platform.applying.run import Origin, Run
from tipline.codecs.platform.faults import CaseError, Faults
from tipline.codecs.platform.reading.document import LATER, needed, read_rule
from tipline.codecs.platform.reading.lines import Lines
from tipline.codecs.platform.rules import PartRule
from tipline.codecs.platform.unfit import Unfit
from tipline.codecs.report_json.places import Places
from tipline.domain.checks import check_report
from tipline.domain.problems import Problem
from tipline.domain.report import Report


class Mapping:
    """The way from one platform's cases to reports."""

    def __init__(self, rule: PartRule, lines: Lines) -> None:
        self._rule = rule
        self._lines = lines

    def report(self, data: bytes) -> Report:
        """Return the report of a case; whether what it says can be right is for `check_report`.

        Raises:
            UnreadableDocumentError: not well-formed JSON in UTF-8, too large or too deep.
            CaseError: the case does not become a report; all problems, with their places.
        """
        case = self.examine(data)
        problems = case.problems or case.files()
        if problems:
            raise CaseError(problems)
        return case.report

    def examine(self, data: bytes) -> "MappedCase":
        """Return everything known of a case: its report as far as it goes, and all problems.

        Raises:
            UnreadableDocumentError: not well-formed JSON in UTF-8, too large or too deep.
        """
        value, places = read_case(data)
        return MappedCase(value, places, self._rule, self._lines)


class MappedCase:
    """A case after the mapping: the report, what is wrong, and where each fact comes from."""

    def __init__(self, value: object, places: Places, rule: PartRule, lines: Lines) -> None:
        self._faults = Faults()
        self._places = places
        self._lines = lines
        for pointer in places.repeated:
            self._faults.add(pointer, "name_repeated", "This name stands twice in its object.")
        run = Run(needed(), self._tell)
        self.report = run.report(rule, value)
        self.unfound: tuple[Unfound, ...] = run.unfound
        self.untaken = tuple(names_apart(value, run.taken))
        """Where the case says something that the mapping does not take; names only."""
        self._origins: dict[str, Origin] = {origin.path: origin for origin in run.origins}
        self.said = frozenset(run.said)
        """Paths in the report about which a problem is noted."""
        placed = map(self._placed, self._faults.problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(placed, key=_standing))

    def files(self) -> tuple[Problem, ...]:
        """Return what looks like an encoded file: that never becomes a report at all."""
        found = check_report(self.report, LATER)
        return tuple(self.locate(one) for one in found if one.code == "file_in_text")

    def locate(self, note: NoteT) -> NoteT:
        """Return a note on the report as one on the case: its pointer there, line and column.

        What the mapping states itself has no place in the case; the sentence names the rule.
        """
        path = note.path
        while path and path not in self._origins:
            path = path.rpartition("/")[0]
        origin = self._origins.get(path, Origin("", None, path))
        message = f"{note.message} {self._wanted(origin.where)}"
        return self._placed(
            msgspec.structs.replace(note, path=origin.pointer or "", message=message)
        )

    def _tell(self, pointer: str, unfit: Unfit, where: str) -> None:
        self._faults.add(pointer, unfit.code, f"{unfit.message} {self._wanted(where)}")

    def _wanted(self, where: str) -> str:
        """Return the sentence that names a rule of the mapping."""
        names = [name for name in where.split("/")[1:] if not name.isdecimal()]
        line, _ = self._lines.of(where)
        return f"Wanted by line {line} of the mapping: {'.'.join(names) or 'the report'}."

    def _placed(self, note: NoteT) -> NoteT:
        line, column = self._places.position(note.path)
        return msgspec.structs.replace(note, line=line, column=column)


def _standing(note: Problem) -> tuple[int, int]:
    return note.line or 0, note.column or 0


def read_mapping(toml: bytes) -> Mapping:
    """Return the mapping in a TOML document, held against the report itself.

    Raises:
        MappingError: it cannot be used; all problems, with their paths, lines and columns.
    """
    return Mapping(*read_rule(toml))
