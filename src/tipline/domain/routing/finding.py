"""A finding: one jurisdiction candidate, with what it rests on. Values only, no rules.

Sources: Regulation (EU) 2022/2065, Article 18 (grounds); interop reference, section 5 (inputs).
"""

from datetime import date
from enum import IntEnum, StrEnum
from typing import Final

from tipline.domain.places import Place
from tipline.domain.report.part import Part
from tipline.domain.timestamp import Timestamp


class Ground(StrEnum):
    """Why a place may have a say: what happened or who is there."""

    OFFENCE = "offence"
    SUSPECT = "suspect"
    VICTIM = "victim"
    HOST = "host"
    REPORTER = "reporter"


class EvidenceKind(IntEnum):
    """What a finding rests on; a larger number is stronger."""

    DOMAIN = 1
    """The country code at the end of a domain."""
    LOCALE = 2
    """The language or time zone of an account; nothing produces it, as no report states one."""
    IP = 3
    """The registry country of an IP address, at the time it was seen."""
    ZIP = 4
    """A postal code alone."""
    PHONE = 5
    """The country or area code of a phone number."""
    ADDRESS = 6
    """A postal address, or a place that the service verified."""
    STATED = 7
    """A place that the reporter or the service named as such."""


MOST_EVIDENCE: Final = 20
"""How much evidence a finding keeps: the strongest kinds, of each the most reliable, then the
first in the order of the reports. Confidence is judged on all of it."""


class Confidence(StrEnum):
    """How much a finding can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Evidence(Part, frozen=True, kw_only=True):
    """One fact that speaks for a place: in which report, where in it (JSON Pointer), since when.

    `at` is when the fact held, if that was stated; `source` names the table that was asked
    (`registry`, `operator`), and `as_of` is that table's date. `proxy` tells that the report says
    of the address that it may be a proxy's.
    """

    kind: EvidenceKind
    report: int
    path: str
    at: Timestamp | None = None
    source: str | None = None
    as_of: date | None = None
    proxy: bool = False

    @property
    def subject(self) -> tuple[int, str]:
        """Whose fact it is: the report, and the start of the path (`/reported/0`).

        Facts of two subjects neither confirm nor contradict each other. The pages of an incident
        are one subject each; what a report says of its reporter is one.
        """
        whole = self.path.split("/")
        if whole[1] == "reporter":
            return self.report, "/reporter"
        return self.report, "/".join(whole if "urls" in whole else whole[:3])


class Finding(Part, frozen=True, kw_only=True):
    """One jurisdiction candidate; `reason` is one sentence for people and repeats no fact."""

    ground: Ground
    place: Place
    evidence: tuple[Evidence, ...]
    confidence: Confidence
    reason: str


class Conflict(Part, frozen=True, kw_only=True):
    """Places that contradict each other on one ground; both stay findings, none is averaged."""

    ground: Ground
    places: tuple[Place, ...]
    reason: str


class Findings(Part, frozen=True, kw_only=True):
    """What is known of jurisdiction: candidates in order, conflicts, grounds left unknown."""

    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unknown: tuple[Ground, ...] = ()
