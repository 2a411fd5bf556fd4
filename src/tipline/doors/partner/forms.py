"""Reads what an agency typed: a good answer, or all that is wrong with it at once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from tipline.domain.checks.smuggling import hides_file
from tipline.domain.referrals.states import LONGEST_NOTE, AnswerKind, DeclineReason, OutcomeCode
from tipline.services.referrals.answer_referral import Answer, plain_note

LONGEST_NAME: Final = 120
"""Characters of an agency's name that is typed."""

_NAMED: Final = "They name: {name}"
LONGEST_REMARK: Final = 1_800
"""Characters of a note beside such a name: both go into one, which has room for 2,000."""

_NO_FILES: Final = "This looks like a file. We take words only: say what matters in your own."
_Choice = TypeVar("_Choice", bound=StrEnum)


class Read(NamedTuple):
    """An answer, or what is wrong with it: a sentence for each field, in their order."""

    answer: Answer | None
    problems: dict[str, str]


def read_outcome(typed: Mapping[str, str]) -> Read:
    """Return the outcome that was given."""
    note = plain_note(typed.get("note", ""))
    outcome = _chosen(OutcomeCode, typed.get("outcome", ""))
    problems = {
        "outcome": "" if outcome else "Choose what came of it.",
        "note": _note_problem(note, LONGEST_NOTE),
    }
    return _read(Answer(kind=AnswerKind.OUTCOME, outcome=outcome, note=note), problems)


def read_decline(typed: Mapping[str, str], agencies: Mapping[str, str]) -> Read:
    """Return how it was declined; `agencies` are the names, by id, of those that can be chosen."""
    note = plain_note(typed.get("note", ""))
    name = " ".join(typed.get("name", "").split())
    chosen = typed.get("agency", "")
    reason = _chosen(DeclineReason, typed.get("reason", ""))
    problems = {
        "reason": "" if reason else "Choose why you will not act on it.",
        "agency": _agency_problem(chosen, name, agencies),
        "name": _name_problem(name),
        "note": _note_problem(note, LONGEST_REMARK),
    }
    said = [_NAMED.format(name=name), note] if name else [note]
    answer = Answer(
        kind=AnswerKind.REDIRECTED if chosen or name else AnswerKind.DECLINED,
        reason=reason,
        redirected_to=chosen or None,
        note="\n\n".join(filter(None, said)),
    )
    return _read(answer, problems)


def _read(answer: Answer, problems: Mapping[str, str]) -> Read:
    found = {name: problem for name, problem in problems.items() if problem}
    return Read(None if found else answer, found)


def _chosen(kind: type[_Choice], typed: str) -> _Choice | None:
    return kind(typed) if typed in set(kind) else None


def _note_problem(note: str, longest: int) -> str:
    if len(note) > longest:
        return f"This has {len(note):,} characters. Write at most {longest:,}."
    return _NO_FILES if hides_file(note) else ""


def _agency_problem(chosen: str, name: str, agencies: Mapping[str, str]) -> str:
    if chosen and chosen not in agencies:
        return "This agency is not in the list any more. Choose another, or type its name."
    if chosen and name:
        return "Choose an agency from the list or type a name, not both."
    return ""


def _name_problem(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"This has {len(name):,} characters. Write at most {LONGEST_NAME}."
    return _NO_FILES if hides_file(name) else ""
