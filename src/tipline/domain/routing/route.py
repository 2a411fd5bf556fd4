"""Findings to agencies by the rules: whom to recommend, who is possible, and when to fall back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from tipline.domain.directory.agency import Agency
from tipline.domain.directory.index import Covering, Directory
from tipline.domain.places import Place
from tipline.domain.routing.case_facts import CaseFacts
from tipline.domain.routing.choose import Picked, Picks, choose
from tipline.domain.routing.finding import Confidence, Finding, Findings, Ground
from tipline.domain.routing.rules import Choice, Routing, Rule, When

_T = TypeVar("_T")

NOTHING_KNOWN: Final = "No place is known."
TOO_UNSURE: Final = "No place is known well enough."
NO_AGENCY: Final = "A place is known, but no rule and no verified agency fits it."
BY_HAND: Final = "No verified agency fits either: choose by hand."
WEAK: Final = "The place is not known well enough to choose by it."
_WEIGHT: Final = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}


def route(
    findings: Findings,
    facts: CaseFacts,
    rules: Sequence[Rule],
    agencies: Sequence[Agency] | Directory,
    own_country: str | None,
) -> Routing:
    """Return whom to refer a case to, with reasons, in the order of the rules.

    Every rule that holds adds agencies; equal ones become one with all reasons. The same input
    gives the same answer. Who routes often passes a `Directory`, which is indexed once.
    """
    directory = agencies if isinstance(agencies, Directory) else Directory(agencies)
    return _Router(findings.findings, facts, directory, own_country).run(rules)


class _Chosen:
    """Choices by agency, in the order in which they came."""

    def __init__(self) -> None:
        self.by_agency: dict[str, Choice] = {}

    def add(self, picked: Picked, rule: Rule, reasons: Iterable[str], finding: int | None) -> None:
        agency = picked.agency.id
        before = self.by_agency.get(agency, Choice(agency=agency, reasons=(), rules=()))
        gates = () if rule.gate is None else (rule.gate,)
        self.by_agency[agency] = Choice(
            agency=agency,
            reasons=_each_once(*before.reasons, *reasons),
            rules=_each_once(*before.rules, rule.id),
            findings=_each_once(*before.findings, *(() if finding is None else (finding,))),
            gates=_each_once(*before.gates, *gates),
        )


class _Router:
    def __init__(
        self,
        findings: Sequence[Finding],
        facts: CaseFacts,
        directory: Directory,
        own_country: str | None,
    ) -> None:
        self._findings: Final = findings
        self._facts: Final = facts
        self._directory: Final = directory
        self._own: Final = own_country
        self._recommended: Final = _Chosen()
        self._possible: Final = _Chosen()
        self._covering: Final[dict[Place, tuple[Covering, ...]]] = {}
        self._is_settled = False

    def run(self, rules: Sequence[Rule]) -> Routing:
        """Apply the rules, then the fallbacks if nothing is settled."""
        for rule in rules:
            if not rule.fallback and self._case_fits(rule):
                self._by_findings(rule)
        reason = None if self._is_settled else self._fall_back(rules)
        recommended = self._recommended.by_agency
        return Routing(
            recommended=tuple(recommended.values()),
            possible=tuple(
                one
                for agency, one in self._possible.by_agency.items()
                if agency not in recommended
            ),
            fallback_used=reason is not None,
            fallback_reason=reason,
        )

    def _by_findings(self, rule: Rule) -> None:
        fitting = [
            (index, finding)
            for ground in rule.grounds
            for index, finding in enumerate(self._findings)
            if finding.ground is ground and _fits(rule.when, finding.place, self._own)
        ]
        sure = [one for one in fitting if _is_sure(one[1], rule.min_confidence)]
        for index, finding in sure:
            if not _has_closer(finding, [other for _, other in sure]):
                self._by_finding(rule, index, finding)
        for index, finding in fitting:
            if not _is_sure(finding, rule.min_confidence):
                picks = self._choose(rule, finding.place)
                for picked in (*picks.chosen, *picks.unverified):
                    self._possible.add(picked, rule, (WEAK, finding.reason), index)

    def _by_finding(self, rule: Rule, index: int, finding: Finding) -> None:
        picks = self._choose(rule, finding.place)
        for picked in picks.chosen:
            reasons = (rule.reason, finding.reason, picked.reason)
            self._recommended.add(picked, rule, reasons, index)
            # Where a reporter is does not say where the matter belongs, and police who are told of
            # danger are told beside somebody else.
            if finding.ground is not Ground.REPORTER and not _is_addition(rule):
                self._is_settled = True
        for picked in picks.unverified:
            self._possible.add(picked, rule, (picked.reason, rule.reason, finding.reason), index)

    def _fall_back(self, rules: Iterable[Rule]) -> str:
        """Apply the first fallback that has an answer, and all that are additions."""
        has_answer = has_addition = False
        for rule in rules:
            if not rule.fallback or not self._case_fits(rule):
                continue
            if _is_addition(rule):
                has_addition = self._by_own_country(rule) or has_addition
            elif not has_answer:
                has_answer = self._by_own_country(rule)
        return self._why() if has_answer or has_addition else f"{self._why()} {BY_HAND}"

    def _by_own_country(self, rule: Rule) -> bool:
        """Add whom a fallback names; tell whether that was anybody."""
        if self._own is None:
            return False
        picks = self._choose(rule, Place(country=self._own))
        for picked in picks.chosen:
            self._recommended.add(picked, rule, (self._why(), rule.reason), None)
        for picked in picks.unverified:
            reasons = (picked.reason, self._why(), rule.reason)
            self._possible.add(picked, rule, reasons, None)
        return bool(picks.chosen)

    def _choose(self, rule: Rule, place: Place) -> Picks:
        if place not in self._covering:
            self._covering[place] = self._directory.covering(place)
        return choose(rule, place, self._covering[place])

    def _why(self) -> str:
        known = [one for one in self._findings if one.ground is not Ground.REPORTER]
        if not known:
            return NOTHING_KNOWN
        return NO_AGENCY if any(_is_sure(one, Confidence.MEDIUM) for one in known) else TOO_UNSURE

    def _case_fits(self, rule: Rule) -> bool:
        when, facts = rule.when, self._facts
        return (
            _agrees(when.danger_now, is_so=facts.danger_now)
            and _agrees(when.urgent, is_so=facts.urgent)
            and _meets(when.incident_types, facts.incident_types)
            and _meets(when.categories, facts.categories)
            and _meets(when.own_countries, frozenset((self._own,)))
            and _agrees(when.abroad, is_so=any(self._abroad(rule)))
        )

    def _abroad(self, rule: Rule) -> Iterator[bool]:
        """Yield for every place that is known well enough whether it is in another country."""
        for finding in self._findings:
            if finding.ground is not Ground.REPORTER and _is_sure(finding, rule.min_confidence):
                yield finding.place.country != self._own


def _is_addition(rule: Rule) -> bool:
    """Tell whether a rule is about danger or urgency: it adds to others and replaces none."""
    return rule.when.danger_now is not None or rule.when.urgent is not None


def _fits(when: When, place: Place, own_country: str | None) -> bool:
    return (
        _agrees(when.own_country, is_so=place.country == own_country)
        and _meets(when.countries, frozenset((place.country,)))
        and place.country not in when.other_than
    )


def _agrees(wanted: bool | None, *, is_so: bool) -> bool:  # noqa: FBT001 - it may not matter
    return wanted is None or wanted is is_so


def _meets(wanted: frozenset[str], there: frozenset[str | None]) -> bool:
    return not wanted or not wanted.isdisjoint(there)


def _is_sure(finding: Finding, wanted: Confidence) -> bool:
    return _WEIGHT[finding.confidence] >= _WEIGHT[wanted]


def _has_closer(finding: Finding, others: Iterable[Finding]) -> bool:
    """Tell whether a part of the same country is known on the same ground."""
    return finding.place.subdivision is None and any(
        other.ground is finding.ground
        and other.place.country == finding.place.country
        and other.place.subdivision is not None
        for other in others
    )


def _each_once(*values: _T) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
