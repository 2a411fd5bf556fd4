"""What happened to a report, in plain words, from its lines in the audit log."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tipline.domain.audit.entry import Entry
from tipline.domain.desk import CloseReason, OpeningReason
from tipline.doors.desk import wording

_WORDS: Final = {
    "report.submitted": "sent it in",
    "report.finished": "said that it is complete",
    "report.retracted": "took it back",
    "report.expired": "let it expire, since it was never completed",
    "report.supplemented": "added facts",
    "report.read": "opened it",
    "report.claimed": "took it on",
    "report.released": "gave it back",
    "report.closed": "closed it",
    "report.reopened": "opened it again for work",
    "alert.sent": "sent the alert by e-mail",
    "alert.failed": "could not send the alert by e-mail",
}


class Event(NamedTuple):
    """One thing that happened: when, who did it, and what, in words."""

    at: str
    who: str
    what: str
    number: int


def tell_history(
    entries: Sequence[Entry], users: Mapping[int, str], providers: Mapping[int, str]
) -> list[Event]:
    """Return what the audit log says of a report, in the order it comes."""
    return [
        Event(
            wording.exact(entry.at),
            _who(entry.actor, users, providers),
            _what(entry),
            entry.number,
        )
        for entry in entries
    ]


def _who(actor: str, users: Mapping[int, str], providers: Mapping[int, str]) -> str:
    kind, _, number = actor.partition(":")
    known = {"user": users, "provider": providers}.get(kind, {})
    if number.isdecimal() and int(number) in known:
        return known[int(number)]
    return "Tipline itself" if kind == "service" else actor


def _what(entry: Entry) -> str:
    what = _WORDS.get(entry.action, entry.action)
    detail = entry.detail
    if entry.action == "report.read" and detail == "text":
        return "opened it with its free text"
    if entry.action == "report.read" and detail in set(OpeningReason):
        return f"opened it with a command ({detail})"
    if entry.action == "report.reopened" and detail == "supplement":
        return "put it back among the unread ones by adding facts"
    if entry.action == "report.closed" and detail in set(CloseReason):
        return f"{what}: {wording.REASONS[CloseReason(detail)][0].lower()}"
    if entry.action == "report.supplemented" and detail:
        return f"{what} ({detail.replace(':', ' ')})"
    return what
