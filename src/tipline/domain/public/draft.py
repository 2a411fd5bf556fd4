"""A public report while it is being made: what a visitor typed and chose, step by step.

Everything is optional and kept as it was typed; `compose` makes a report of it.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

import msgspec

from tipline.domain.vocabulary import AgeBand, Answer, ContactWish, Relation

DRAFT_KEPT: Final = timedelta(hours=1)
"""A draft is kept for so long after the last answer, then it expires."""

MOST_BLOCKS: Final = 10
"""Places ("where" blocks) one report may name."""

LONGEST_LINE: Final = 255
LONGEST_NAMES: Final = 1_000
LONGEST_ADDRESSES: Final = 8_000
LONGEST_NARRATIVE: Final = 10_000
"""Characters taken in a single-line field, in the boxes for names (each on a line of its own, as
long as a field) and for web addresses, and in longer boxes."""


class _Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all parts of a draft have in common: they never print what was typed."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class PlaceKind(StrEnum):
    """What kind of place a "where" block names."""

    WEB = "web"
    """Web addresses, one on each line."""
    ACCOUNT = "account"
    """An account: its name, its number or the address of its profile, on a service."""
    ROOM = "room"
    """A game, chat room, group or server."""
    CONTACT = "contact"
    """An e-mail address or phone number that was used."""


class Block(_Kept, frozen=True, kw_only=True):
    """One "where": `text` is what its kind asks for, `service` the app, site or game it is on.

    `day`, `month`, `year` and `time` are as typed; `zone` is an offset such as `+02:00`, empty for
    the clock where the visitor is.
    """

    kind: PlaceKind
    text: str = ""
    service: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    time: str = ""
    zone: str = ""
    about: bool = False
    still_there: Answer | None = None


class Child(_Kept, frozen=True, kw_only=True):
    """The young person, as far as known; a country is two capital letters, empty if not said."""

    age: AgeBand | None = None
    country: str = ""
    region: str = ""
    safe_now: Answer | None = None
    knows: Answer | None = None
    name: str = ""
    details: str = ""


class Other(_Kept, frozen=True, kw_only=True):
    """The other person or account, as far as known."""

    names: str = ""
    country: str = ""
    region: str = ""
    details: str = ""


class Reach(_Kept, frozen=True, kw_only=True):
    """Whether and how the visitor may be reached; staying anonymous is the default."""

    wish: ContactWish = ContactWish.NONE
    email: str = ""
    phone: str = ""
    times: str = ""
    is_private: Answer | None = None
    may_go_to_police: bool | None = None


class Draft(_Kept, frozen=True, kw_only=True):
    """What a visitor has answered so far.

    `number` is the report's, set aside with the first answer; `began_at` is in microseconds since
    1970; `done` are the steps that were sent at least once; with `send_if_left` the visitor chose
    that an unfinished report is sent when the draft expires.
    """

    number: int
    began_at: int
    language: str
    send_if_left: bool = False
    done: frozenset[str] = frozenset()
    relation: Relation | None = None
    danger_now: Answer | None = None
    meeting_planned: Answer | None = None
    threats_or_demands: Answer | None = None
    child_can_be_found: Answer | None = None
    still_going_on: Answer | None = None
    category: str = ""
    blocks: tuple[Block, ...] = ()
    narrative: str = ""
    child: Child = Child()
    other: Other = Other()
    country: str = ""
    region: str = ""
    reach: Reach = Reach()


class ReporterContact(_Kept, frozen=True, kw_only=True):
    """How a reporter can be reached; sealed apart from the report (custodian rule)."""

    email: str = ""
    phone: str = ""
