"""Says findings in words: places by their names, and the facts they rest on."""

from datetime import UTC
from functools import cache
from typing import NamedTuple

import pycountry

from tipline.domain.places import Place
from tipline.domain.routing.finding import Evidence, Finding, Findings
from tipline.doors.desk import wording
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.referrals.pointing import tell_pointer


class Fact(NamedTuple):
    """What a finding rests on: what kind of fact, in which report, where in it, and when."""

    kind: str
    report: int
    where: str
    when: str
    source: str


class Told(NamedTuple):
    """One finding in words."""

    ground: str
    place: str
    confidence: str
    reason: str
    facts: list[Fact]


class Contradiction(NamedTuple):
    """Places that contradict each other on one ground."""

    ground: str
    places: list[str]
    reason: str


class Shown(NamedTuple):
    """All that is known of where a case belongs."""

    findings: list[Told]
    conflicts: list[Contradiction]
    unknown: list[str]


def show_findings(found: Findings) -> Shown:
    """Return findings in words, in their order."""
    return Shown(
        findings=[_told(one) for one in found.findings],
        conflicts=[
            Contradiction(
                words.GROUNDS[one.ground], [place_name(place) for place in one.places], one.reason
            )
            for one in found.conflicts
        ],
        unknown=[words.GROUNDS[one].lower() for one in found.unknown],
    )


def place_name(place: Place) -> str:
    """Return a place by name, the smallest part first."""
    pieces = [country_name(place.country)]
    if place.subdivision is not None:
        pieces.insert(0, _subdivision_name(place.subdivision))
    if place.county is not None:
        pieces.insert(0, f"county {place.county}")
    return ", ".join(pieces)


@cache
def country_name(code: str) -> str:
    """Return a country by its name in English; its code if it has none in ISO 3166."""
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found is not None else code


@cache
def _subdivision_name(code: str) -> str:
    found = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]
    return code if found is None else str(found.name)


def _told(one: Finding) -> Told:
    return Told(
        ground=words.GROUNDS[one.ground],
        place=place_name(one.place),
        confidence=words.CONFIDENCE[one.confidence],
        reason=one.reason,
        facts=[_fact(evidence) for evidence in one.evidence],
    )


def _fact(one: Evidence) -> Fact:
    source = words.SOURCES.get(one.source or "", one.source or "")
    if source and one.as_of is not None:
        source = f"{source} of {one.as_of:%-d %b %Y}"
    if one.proxy:
        source = f"{source}; maybe a proxy" if source else "Maybe a proxy"
    return Fact(
        kind=words.EVIDENCE[one.kind],
        report=one.report,
        where=tell_pointer(one.path),
        when="" if one.at is None else wording.exact(one.at.instant.astimezone(UTC)),
        source=source,
    )
