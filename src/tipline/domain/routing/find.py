"""Findings of a set of reports: candidates joined by ground and place, conflicts, and unknowns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from tipline.domain.places import Place
from tipline.domain.report import Report
from tipline.domain.routing.finding import (
    MOST_EVIDENCE,
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

_WEIGHT: Final = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}
_GROUNDS: Final = (*Ground,)
_Subject: TypeAlias = tuple[int, str]


class _Gathered:
    """Everything that speaks for one place on one ground; of evidence no more than needed."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int, bool], list[Evidence]] = {}
        self._kinds: dict[_Subject, set[tuple[int, int]]] = {}

    @property
    def subjects(self) -> Iterable[_Subject]:
        """Whose facts they are, in the order in which they came."""
        return self._kinds

    def add(self, candidate: Candidate) -> None:
        evidence, weight = candidate.evidence, _WEIGHT[candidate.confidence]
        self._kinds.setdefault(evidence.subject, set()).add((weight, evidence.kind))
        kept = self._kept.setdefault((evidence.kind, weight, not evidence.proxy), [])
        if len(kept) < MOST_EVIDENCE:
            kept.append(evidence)

    def finding(self, ground: Ground, place: Place) -> Finding:
        evidence = [one for key in sorted(self._kept, reverse=True) for one in self._kept[key]]
        first = evidence[0]
        return Finding(
            ground=ground,
            place=place,
            evidence=tuple(evidence[:MOST_EVIDENCE]),
            confidence=self._confidence(),
            reason=because(first.kind, ground, place, first.source),
        )

    def _confidence(self) -> Confidence:
        """Return the strongest; high if two kinds of medium fact say it of one subject.

        Facts of one kind do not raise each other: ten connections are one household. Nor do weak
        facts, however many, nor facts of two people.
        """
        top = max(weight for _, weight, _ in self._kept)
        medium = _WEIGHT[Confidence.MEDIUM]
        for said in self._kinds.values():
            if top == medium and len([1 for weight, _ in said if weight == medium]) > 1:
                return Confidence.HIGH
        return next(one for one, weight in _WEIGHT.items() if weight == top)


def find_findings(reports: Sequence[tuple[int, Report]], ip_country: IpCountry) -> Findings:
    """Return what reports, each with its number, say of jurisdiction. Never raises.

    Order: confidence, kind of the strongest evidence, ground, place. Places of one subject on one
    ground in several countries, or in several parts of one, are a conflict, and all stay. A
    country and a part of it do not contradict each other; each is a finding of its own. Nor do
    the places of several people.
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
        conflicts=_each_conflict(gathered, found),
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


def _each_conflict(
    gathered: Mapping[tuple[Ground, Place], _Gathered], found: Iterable[Finding]
) -> tuple[Conflict, ...]:
    """Return the conflicts of every subject, each once, by ground."""
    places: dict[tuple[Ground, _Subject], list[Place]] = {}
    for one in found:
        for subject in gathered[one.ground, one.place].subjects:
            places.setdefault((one.ground, subject), []).append(one.place)
    conflicts = (
        conflict
        for ground in _GROUNDS
        for (on, _), several in places.items()
        if on is ground
        for conflict in _conflicts(ground, several)
    )
    return tuple(dict.fromkeys(conflicts))


def _conflicts(ground: Ground, places: Sequence[Place]) -> Iterator[Conflict]:
    """Yield the countries that contradict each other, then the parts of each country."""
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
