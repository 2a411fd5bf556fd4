"""Findings of a set of reports: candidates joined by ground and place, conflicts, and unknowns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tipline.domain.places import Place
from tipline.domain.report import Report
from tipline.domain.routing.finding import (
    Confidence,
    Conflict,
    Evidence,
    Finding,
    Findings,
    Ground,
)
from tipline.domain.routing.gather import Candidate, Gatherer
from tipline.domain.routing.lookups import IpCountry
from tipline.domain.routing.wording import because, several_countries, several_parts

MOST_EVIDENCE: Final = 20
"""How much evidence a finding keeps: the strongest kinds, of each the most reliable, then the
first in the order of the reports. Confidence is judged on all of it."""

_WEIGHT: Final = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}
_RAISED: Final = {
    Confidence.LOW: Confidence.MEDIUM,
    Confidence.MEDIUM: Confidence.HIGH,
    Confidence.HIGH: Confidence.HIGH,
}
_GROUNDS: Final = (*Ground,)


class _Gathered:
    """Everything that speaks for one place on one ground; grows no further than needed."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], list[Evidence]] = {}

    def add(self, candidate: Candidate) -> None:
        key = (candidate.evidence.kind, _WEIGHT[candidate.confidence])
        kept = self._kept.setdefault(key, [])
        if len(kept) < MOST_EVIDENCE:
            kept.append(candidate.evidence)

    def finding(self, ground: Ground, place: Place) -> Finding:
        evidence = [one for key in sorted(self._kept, reverse=True) for one in self._kept[key]]
        return Finding(
            ground=ground,
            place=place,
            evidence=tuple(evidence[:MOST_EVIDENCE]),
            confidence=self._confidence(),
            reason=because(evidence[0].kind, ground, place),
        )

    def _confidence(self) -> Confidence:
        """Return the strongest, one step higher if two kinds of fact say it equally surely.

        Facts of one kind do not raise each other: ten connections are one household.
        """
        top = max(weight for _, weight in self._kept)
        confidence = next(one for one, weight in _WEIGHT.items() if weight == top)
        kinds = {kind for kind, weight in self._kept if weight == top}
        return _RAISED[confidence] if len(kinds) > 1 else confidence


def find_findings(reports: Sequence[tuple[int, Report]], ip_country: IpCountry) -> Findings:
    """Return what reports, each with its number, say of jurisdiction. Never raises.

    Order: confidence, kind of the strongest evidence, ground, place. Places of one ground in
    several countries, or in several parts of one, are a conflict, and all stay. A country and a
    part of it do not contradict each other; each is a finding of its own.
    """
    gatherer = Gatherer(ip_country)
    gathered: dict[tuple[Ground, Place], _Gathered] = {}
    for number, report in reports:
        for one in gatherer.walk(number, report):
            gathered.setdefault((one.ground, one.place), _Gathered()).add(one)
    found = sorted((kept.finding(*key) for key, kept in gathered.items()), key=_order)
    known = {one.ground for one in found}
    return Findings(
        findings=tuple(found),
        conflicts=tuple(conflict for ground in _GROUNDS for conflict in _conflicts(ground, found)),
        unknown=tuple(ground for ground in _GROUNDS if ground not in known),
    )


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return (
        -_WEIGHT[finding.confidence],
        -finding.evidence[0].kind,
        _GROUNDS.index(finding.ground),
        finding.place.country,
        finding.place.subdivision or "",
    )


def _conflicts(ground: Ground, found: Iterable[Finding]) -> Iterator[Conflict]:
    """Yield the countries that contradict each other, then the parts of each country."""
    places = [one.place for one in found if one.ground is ground]
    countries = tuple(dict.fromkeys(one.country for one in places))
    if len(countries) > 1:
        yield Conflict(
            ground=ground,
            places=tuple(Place(country=country) for country in countries),
            reason=several_countries(ground),
        )
    for country in countries:
        parts = tuple(one for one in places if one.country == country and one.subdivision)
        if len(parts) > 1:
            yield Conflict(ground=ground, places=parts, reason=several_parts(ground))
