"""Routing rules as data, and what comes of them. The rules themselves are in config/routing."""

from tipline.domain.directory.agency import AgencyKind
from tipline.domain.directory.index import Level
from tipline.domain.report.part import Part
from tipline.domain.routing.finding import Confidence, Ground
from tipline.domain.vocabulary import IncidentType


class When(Part, frozen=True, kw_only=True):
    """When a rule holds; what is None or empty does not matter.

    Of the case: declared danger and urgency, incident types and categories (one of them is
    enough), `own_countries` (the hotline's own must be one), and `abroad`: whether a place in
    another country is known well enough. Of the place: `own_country` tells whether it must be the
    hotline's own or another; `countries` lists what it must be one of, `other_than` what it must
    not be.
    """

    danger_now: bool | None = None
    urgent: bool | None = None
    incident_types: frozenset[IncidentType] = frozenset()
    categories: frozenset[str] = frozenset()
    own_countries: frozenset[str] = frozenset()
    abroad: bool | None = None
    own_country: bool | None = None
    countries: frozenset[str] = frozenset()
    other_than: frozenset[str] = frozenset()


class Rule(Part, frozen=True, kw_only=True):
    """One rule: which findings it looks at, when it holds, whom it chooses, and why.

    `grounds` is in order of weight. Of `kinds` one is chosen, whoever covers the place most
    closely, the first of equals; every kind of `also` is added. `level` restricts to agencies that
    cover exactly so closely; `one_country` leaves out those that cover several countries, or all.
    A `fallback` has no grounds: it looks at the hotline's own country, once no other rule had an
    answer. A rule that asks for danger or urgency adds to others and is no answer by itself; as a
    fallback it also holds where no police is recommended. `gate` is the legal permission that the
    rule rests on, or None.
    """

    id: str
    grounds: tuple[Ground, ...] = ()
    when: When = When()
    min_confidence: Confidence = Confidence.MEDIUM
    kinds: tuple[AgencyKind, ...]
    also: tuple[AgencyKind, ...] = ()
    level: Level | None = None
    one_country: bool = False
    reason: str
    fallback: bool = False
    gate: str | None = None


class Choice(Part, frozen=True, kw_only=True):
    """An agency with why: sentences, rules by id, findings by their index, legal gates.

    `reasons` are for the agency too; `doubts` are for the desk alone, which weighs them.
    """

    agency: str
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    findings: tuple[int, ...] = ()
    gates: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Routing(Part, frozen=True, kw_only=True):
    """Where a case should go: always confirmed by an analyst.

    `possible` is never taken by itself: nobody verified the agency, or the place is too unsure.
    `fallback_reason` says why a fallback was needed, or why there can be none.
    """

    recommended: tuple[Choice, ...] = ()
    possible: tuple[Choice, ...] = ()
    fallback_used: bool = False
    fallback_reason: str | None = None
