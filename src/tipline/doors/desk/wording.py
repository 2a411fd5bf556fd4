"""The desk's words: what closed lists and moments are called on its pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from tipline.domain.desk import URGENT, CloseReason, ContactReason, DeskRole, Shelf
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.moments import from_microseconds
from tipline.domain.public.marks import Mark
from tipline.domain.vocabulary import ContactWish
from tipline.ports.desk import ItemRow
from tipline.services.desk.list_queue import Show

SHOWN: Final = {
    Show.UNREAD: "Unread",
    Show.MINE: "Mine",
    Show.ALL: "All open",
    Show.CLOSED: "Closed",
    Show.TESTS: "Tests",
}

REASONS: Final = {
    CloseReason.REFERRED_ELSEWHERE: (
        "Referred elsewhere",
        "It was passed on outside of Tipline, or the reporter was told whom to turn to.",
    ),
    CloseReason.NO_FURTHER_ACTION: (
        "No further action",
        "It is within what we do, and nothing more can be done with these facts.",
    ),
    CloseReason.DUPLICATE: ("Duplicate", "Another report says the same and is worked on."),
    CloseReason.OUT_OF_SCOPE: ("Out of scope", "It is about something this hotline is not for."),
    CloseReason.SPAM: ("Spam", "It is advertising, a trial or noise."),
}

CONTACT_REASONS: Final = {
    ContactReason.DANGER: (
        "Somebody may be in danger",
        "Only the reporter can say more, and a question by the code may be seen too late.",
    ),
    ContactReason.FACTS_MISSING: (
        "A fact is missing",
        "The report cannot be passed on without something that only the reporter knows.",
    ),
    ContactReason.ASKED_FOR: (
        "The reporter asked for it",
        "They want to be called or written to.",
    ),
    ContactReason.AUTHORITY: (
        "An authority asks for it",
        "It has the right to know how the reporter can be reached.",
    ),
}

WISHES: Final = {
    ContactWish.NONE: "The reporter stays anonymous and left no way to be reached.",
    ContactWish.BY_CODE: "The reporter chose to be asked by their code only, and left no address.",
    ContactWish.BY_EMAIL: "The reporter can be reached by e-mail.",
    ContactWish.BY_PHONE: "The reporter can be reached by phone.",
}

MARKS: Final = {
    Mark.UNCONFIRMED: (
        "Unconfirmed",
        (
            "It came without the small proof of work that a browser does by itself, for example "
            "because JavaScript was off. This says nothing about the report or its reporter."
        ),
    ),
    Mark.INCOMPLETE: (
        "Left before the end",
        (
            "The reporter did not come to the end of the form, and had chosen that it is sent "
            "then. What is missing may not have been asked."
        ),
    ),
}

ROLES: Final = {
    DeskRole.ANALYST: "Analyst",
    DeskRole.SUPERVISOR: "Supervisor",
    DeskRole.OPERATOR: "Operator",
}

KINDS: Final = {
    IdentifierKind.EMAIL: "E-mail address",
    IdentifierKind.PHONE: "Phone number",
    IdentifierKind.ACCOUNT: "Account id",
    IdentifierKind.SCREEN_NAME: "Screen name",
    IdentifierKind.PROFILE_URL: "Profile address",
    IdentifierKind.URL: "Web address",
    IdentifierKind.IP: "IP address",
    IdentifierKind.DEVICE: "Device",
    IdentifierKind.GROUP: "Group or room",
    IdentifierKind.PRIOR_REPORT: "Number of an earlier report",
}

DOORS: Final = {
    "xml": "CyberTipline API",
    "json": "JSON API",
    "public": "public form",
    "import": "import",
}

_CLOSED: Final = frozenset({Shelf.CLOSED, Shelf.TEST_CLOSED})
_TESTS: Final = frozenset({Shelf.TEST_UNREAD, Shelf.TEST_READ, Shelf.TEST_CLOSED})
_UNREAD: Final = frozenset({Shelf.UNREAD, Shelf.TEST_UNREAD})
_GROUPS: Final = 10
_TWO_BITS: Final = 3


def moment(stored: int) -> str:
    """Return stored microseconds as people read them, to the minute, in UTC."""
    return f"{from_microseconds(stored):%-d %b %Y, %H:%M} UTC"


def exact(at: datetime) -> str:
    """Return a moment to the second, in UTC."""
    return f"{at:%-d %b %Y, %H:%M:%S} UTC"


def waited(since: int, now: datetime) -> str:
    """Say how long ago something was, in one unit."""
    passed = now - from_microseconds(since)
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        count = passed // length
        if count:
            return f"{counted(count, unit)} ago"
    minutes = passed // timedelta(minutes=1)
    return f"{counted(minutes, 'minute')} ago" if minutes > 0 else "just now"


def source(item: ItemRow) -> str:
    """Return who sent a report, and how it came."""
    door = DOORS.get(item.door, item.door)
    return f"{item.provider} ({door})" if item.provider else door.capitalize()


def quiet_marks(item: ItemRow) -> list[tuple[str, str]]:
    """Return how a report came in, if there is something to know: a tag, and what it means."""
    return [words for mark, words in MARKS.items() if item.marks & mark]


def facts_there(item: ItemRow) -> str:
    """Return how many groups of facts a report has, wholly or partly."""
    there = sum(bool(item.facts >> 2 * place & _TWO_BITS) for place in range(_GROUPS))
    return f"{there} of {_GROUPS}"


def counted(count: int, unit: str) -> str:
    """Return a number of things in words."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


FUNCTIONS: Final[dict[str, Callable[..., object]]] = {
    "moment": moment,
    "exact": exact,
    "waited": waited,
    "source": source,
    "facts_there": facts_there,
    "quiet_marks": quiet_marks,
    "counted": counted,
    "is_urgent": lambda item: item.rank == URGENT,
    "is_closed": lambda item: item.shelf in _CLOSED,
    "is_test": lambda item: item.shelf in _TESTS,
    "is_unread": lambda item: item.shelf in _UNREAD,
    "role_word": ROLES.__getitem__,
    "reason_word": lambda reason: REASONS[reason][0],
    "contact_reason_word": lambda reason: CONTACT_REASONS[reason][0],
    "kind_word": KINDS.__getitem__,
    "show_word": SHOWN.__getitem__,
}
"""What the templates can say."""
