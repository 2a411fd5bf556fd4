"""The shapes of an answer to: what does this report lack?"""

from enum import StrEnum

import msgspec

from tipline.domain.problems import Hint


class State(StrEnum):
    """How much of a group of facts a report has."""

    PRESENT = "present"
    PARTLY = "partly"
    ABSENT = "absent"


class GroupFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What a report has of one group of facts, why that matters to the recipient, what to add.

    `source` says who attests the reason; `missing` lists what would make the group whole, the most
    useful first.
    """

    group: str
    title: str
    state: State
    missing: tuple[str, ...]
    why: str
    source: str


class NextFact(msgspec.Struct, frozen=True, kw_only=True):
    """The fact whose addition would help most, and the group it belongs to."""

    group: str
    add: str


class Completeness(msgspec.Struct, frozen=True, kw_only=True):
    """Which facts are there. It is not a priority and never says how urgent a report is."""

    groups: tuple[GroupFinding, ...]
    next_fact: NextFact | None
    hints: tuple[Hint, ...]
