"""What happened to a report, in plain words, from its lines in the audit log."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tipline.domain.audit.entry import Entry
from tipline.domain.desk import OpeningReason
from tipline.doors.desk import wording
from tipline.doors.desk.links import wording as link_words

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
    "reporter.asked": "asked the reporter a question",
    "question.withdrawn": "took the question to the reporter back",
    "contact.requested": "asked to see how the reporter can be reached",
    "contact.approved": "allowed {} to see how the reporter can be reached",
    "contact.refused": "did not allow {} to see how the reporter can be reached",
    "contact.read": "saw how the reporter can be reached",
    "contact.stopped": "asked not to be contacted any more",
    "contact.allowed": "may be asked again",
    "report.filed": "put it into {}",
    "report.taken_out": "took it out of {}",
    "report.referred": "passed it on with {}",
    "alert.sent": "sent the alert by e-mail",
    "alert.failed": "could not send the alert by e-mail",
    **link_words.HISTORY,
}

_DECISIONS: Final = frozenset({"contact.approved", "contact.refused"})
"""Lines whose detail is the person it was about."""

_OF_CASES: Final = frozenset({"report.filed", "report.taken_out", "report.referred"})
"""Lines whose detail is the case or the referral it was about."""

_DETAILED: Final[dict[tuple[str, str | None], str]] = {
    ("report.read", "text"): "opened it with its free text",
    ("report.read", "referral"): "had its facts laid out to refer it",
    ("report.read", "identifiers"): "saw its identifiers beside those of linked reports",
    ("report.submitted", "incomplete"): (
        "sent in what the reporter had answered before they left, as they had chosen"
    ),
    ("report.reopened", "supplement"): "put it back among the unread ones by adding facts",
    **{("report.read", one): f"opened it with a command ({one})" for one in OpeningReason},
    **{
        ("report.closed", one): f"{_WORDS['report.closed']}: {words[0].lower()}"
        for one, words in wording.REASONS.items()
    },
    **{
        ("contact.requested", one): f"{_WORDS['contact.requested']}: {words[0].lower()}"
        for one, words in wording.CONTACT_REASONS.items()
    },
    **link_words.HISTORY_DETAILED,
}
"""What is said of a line by its detail too."""


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
            _what(entry, users),
            entry.number,
        )
        for entry in entries
    ]


def _who(actor: str, users: Mapping[int, str], providers: Mapping[int, str]) -> str:
    kind, _, number = actor.partition(":")
    known = {"user": users, "provider": providers}.get(kind, {})
    if number.isdecimal() and int(number) in known:
        return known[int(number)]
    return {"service": "Tipline itself", "public": "The reporter"}.get(kind, actor)


def _what(entry: Entry, users: Mapping[int, str]) -> str:
    told = _DETAILED.get((entry.action, entry.detail))
    if told is not None:
        return told
    what = _WORDS.get(entry.action, entry.action)
    if entry.action == "report.supplemented" and entry.detail:
        return f"{what} ({entry.detail.replace(':', ' ')})"
    if entry.action in _OF_CASES and entry.detail:
        return what.format(entry.detail.replace(":", " "))
    if entry.action in _DECISIONS and entry.detail:
        return what.format(_who(entry.detail, users, {}))
    return what
