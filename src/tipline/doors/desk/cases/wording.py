"""The words of cases: reasons, shelves, and what happened to one, from the audit log."""

from collections.abc import Mapping, Sequence
from typing import Final

from tipline.domain.audit.entry import Entry
from tipline.domain.cases import CaseCloseReason
from tipline.doors.desk import wording
from tipline.doors.desk.facts.history import Event

REASONS: Final = {
    CaseCloseReason.REFERRED: (
        "Referred",
        "It was passed on to whoever can act on it.",
    ),
    CaseCloseReason.NO_FURTHER_ACTION: (
        "No further action",
        "Nothing more can be done with these facts.",
    ),
    CaseCloseReason.OTHER_CASE: (
        "In another case",
        "The same reports are worked on in another case.",
    ),
    CaseCloseReason.NOT_RELATED: (
        "Not related",
        "The reports turned out to have nothing to do with each other.",
    ),
    CaseCloseReason.OPENED_BY_MISTAKE: ("Opened by mistake", "There was never a case."),
}

_WORDS: Final = {
    "case.opened": "opened the case",
    "case.reopened": "opened the case again",
    "case.closed": "closed the case: {}",
    "case.extended": "put in {}",
    "case.reduced": "took out {}",
    "case.referred": "chose an agency for it: {}",
    "case.given": "gave the case to {}",
}


def tell_case(entries: Sequence[Entry], users: Mapping[int, str]) -> list[Event]:
    """Return what the audit log says of a case, in the order it comes."""
    return [
        Event(wording.exact(one.at), _who(one.actor, users), _what(one, users), one.number)
        for one in entries
    ]


def _what(entry: Entry, users: Mapping[int, str]) -> str:
    words, detail = _WORDS.get(entry.action, entry.action), entry.detail or ""
    if entry.action == "case.given":
        return words.format(_who(detail, users)) if detail else "gave the case back"
    if entry.action == "case.referred":
        return words.format(detail.replace(":", " "))
    if entry.action == "case.closed":
        known = detail in set(CaseCloseReason)
        return words.format(REASONS[CaseCloseReason(detail)][0].lower() if known else detail)
    return words.format("1 report" if detail == "1" else f"{detail} reports")


def _who(actor: str, users: Mapping[int, str]) -> str:
    kind, _, number = actor.partition(":")
    if kind == "user" and number.isdecimal():
        return users.get(int(number), "somebody")
    return actor
