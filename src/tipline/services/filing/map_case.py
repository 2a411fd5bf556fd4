"""Makes a report of one case of a platform by a mapping, and says all that is wrong with it."""

from datetime import datetime

import msgspec

from tipline.codecs.documents import UnreadableDocumentError
from tipline.codecs.platform import MappedCase, Mapping, Unfound
from tipline.domain.checks import check_report
from tipline.domain.completeness import Completeness, completeness
from tipline.domain.problems import Note, Problem
from tipline.domain.report import Report


class CheckedCase(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome: the report if nothing is wrong, all problems by place in the case.

    `unfound` are paths of the mapping that led nowhere: a fact that is not there, or a misspelt
    name. `untaken` are places in the case that the mapping does not look at. An unreadable case
    has no completeness.
    """

    readable: bool
    report: Report | None
    problems: tuple[Problem, ...]
    completeness: Completeness | None
    unfound: tuple[Unfound, ...] = ()
    untaken: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.report is not None


def map_case(mapping: Mapping, data: bytes, now: datetime) -> CheckedCase:
    """Return the report of a case, or everything that is wrong with it; `now` is aware.

    Problems of the mapping and of the report come together, each with its place in the case.
    """
    try:
        case = mapping.examine(data)
    except UnreadableDocumentError as error:
        return CheckedCase(readable=False, report=None, problems=error.problems, completeness=None)
    content = (one for one in check_report(case.report, now) if not _is_said(one.path, case))
    problems = (*case.problems, *map(case.locate, content))
    found = completeness(case.report)
    hints = tuple(sorted(map(case.locate, found.hints), key=_standing))
    return CheckedCase(
        readable=True,
        report=None if problems else case.report,
        problems=tuple(sorted(problems, key=_standing)),
        completeness=msgspec.structs.replace(found, hints=hints),
        unfound=case.unfound,
        untaken=case.untaken,
    )


def _is_said(path: str, case: MappedCase) -> bool:
    """Tell whether a problem is noted already about what stands here, or around it."""
    while path and path not in case.said:
        path = path.rpartition("/")[0]
    return path in case.said


def _standing(note: Note) -> tuple[int, int]:
    return note.line or 0, note.column or 0
