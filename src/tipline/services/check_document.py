"""Says everything that is wrong with a document at once, and what its report lacks."""

from datetime import datetime
from typing import Final

import msgspec

from tipline.codecs.documents import (
    MOST_PROBLEMS,
    Codec,
    InvalidDocumentError,
    UnreadableDocumentError,
    not_listed,
)
from tipline.domain.checks import check_report
from tipline.domain.completeness import Completeness, completeness
from tipline.domain.problems import Note, Problem
from tipline.services.read_document import CODECS, format_of

_KEEPS_THE_VALUE: Final = frozenset(
    {
        "contradicting_attributes",
        "element_order",
        "element_repeated",
        "name_repeated",
        "namespace",
        "unexpected_attribute",
        "unexpected_text",
    }
)
"""Structural problems after which the value is read all the same, so that more can be wrong."""

_LACKS_ALL_INSIDE: Final = frozenset(
    {
        "element_missing",
        "field_missing",
        "file_details_refused",
        "not_a_list",
        "not_an_object",
        "tag_missing",
        "wrong_root",
    }
)
"""Structural problems after which nothing inside is read: what is absent there is said."""


class CheckedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome: all problems by place in the document, and which facts are there.

    An unreadable document was refused before anything in it was read: it is not well-formed, or
    built to do harm. Then there is nothing to say about completeness.
    """

    readable: bool
    problems: tuple[Problem, ...]
    completeness: Completeness | None

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems


def check_document(data: bytes, now: datetime) -> CheckedDocument:
    """Return all problems of a document and the completeness of its report.

    Structural and content problems come together, in document order; `now` is aware. Takes one
    fast pass for a good document, a second, slower one if there is anything to point at.
    """
    try:
        codec = CODECS[format_of(data)]
        try:
            report = codec.decode_report(data)
        except InvalidDocumentError:
            return _examined(codec, data, now)
    except UnreadableDocumentError as error:
        return CheckedDocument(readable=False, problems=error.problems, completeness=None)
    found = completeness(report)
    if found.hints or check_report(report, now):
        return _examined(codec, data, now)
    return CheckedDocument(readable=True, problems=(), completeness=found)


def _examined(codec: Codec, data: bytes, now: datetime) -> CheckedDocument:
    """Read the document again with positions, and place every problem and hint in it."""
    diagnosis = codec.examine_report(data)
    said = {p.path for p in diagnosis.problems if p.code not in _KEEPS_THE_VALUE}
    lacking = {p.path for p in diagnosis.problems if p.code in _LACKS_ALL_INSIDE}
    content = check_report(diagnosis.report, now)
    located = [diagnosis.locate(problem) for problem in content[:MOST_PROBLEMS]]
    located = [p for p in located if p.path not in said and not _is_inside(p.path, lacking)]
    if len(content) > MOST_PROBLEMS:
        located.append(not_listed("", len(content) - MOST_PROBLEMS))
    problems = sorted((*diagnosis.problems, *located), key=_standing)
    found = completeness(diagnosis.report)
    hints = tuple(sorted((diagnosis.locate(hint) for hint in found.hints), key=_standing))
    return CheckedDocument(
        readable=True,
        problems=tuple(problems),
        completeness=msgspec.structs.replace(found, hints=hints),
    )


def _is_inside(path: str, places: set[str]) -> bool:
    """Tell whether a path leads through one of the places."""
    while path and path not in places:
        path = path.rpartition("/")[0]
    return path in places


def _standing(note: Note) -> tuple[bool, int, int]:
    return note.line is None, note.line or 0, note.column or 0
