"""Findings to agencies by the rules: whom to recommend, who is possible, and when to fall back."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from tipline.domain.directory.agency import Agency, AgencyKind
from tipline.domain.directory.index import Covering, Directory
from tipline.domain.places import Place
from tipline.domain.routing.case_facts import CaseFacts
from tipline.domain.routing.choose import Picked, Picks, choose
from tipline.domain.routing.finding import (
    MOST_EVIDENCE,
    Confidence,
    EvidenceKind,
    Finding,
    Findings,
    Ground,
)
from tipline.domain.routing.rules import Choice, Routing, Rule, When

_T = TypeVar("_T")

NOTHING_KNOWN: Final = "No place is known."
TOO_UNSURE: Final = "No place is known well enough."
NOT_VERIFIED: Final = "The place is known, but the record of its own body was not verified."
NO_POLICE: Final = "Danger or urgency was declared, and no rule found verified police."
NO_OWN_COUNTRY: Final = (
    "The operator must set the hotline's own country: until then nothing is at home or abroad."
)
NO_AGENCY: Final = "A place is known, but no rule and no verified agency fits it."
BY_HAND: Final = "No verified agency fits either: choose by hand."
POLICE_BY_HAND: Final = "Choose police by hand."
WEAK: Final = "The place is not known well enough to choose by it."
UNSURE: Final = "The place is unsure: only weak facts speak for it."
_FOR_ALL: Final = frozenset({NOTHING_KNOWN, TOO_UNSURE})
"""Why a fallback was needed, as far as it concerns the agency; the rest concerns the desk."""
_POLICE: Final = frozenset(
    {
        AgencyKind.LOCAL_POLICE,
        AgencyKind.NATIONAL_POLICE,
        AgencyKind.FEDERAL_OFFICE,
        AgencyKind.TASK_FORCE,
    }
)
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


class _Why(NamedTuple):
    """Sentences for the agency too, sentences for the desk alone, and the finding if any."""

    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    finding: tuple[int, ...] = ()


class _Chosen:
    """Choices by agency, in the order in which they came."""

    def __init__(self) -> None:
        self.by_agency: dict[str, Choice] = {}
        self.kinds: set[AgencyKind] = set()

    def add(self, picked: Picked, rule: Rule, why: _Why) -> None:
        agency = picked.agency.id
        self.kinds.add(picked.agency.kind)
        before = self.by_agency.get(agency, Choice(agency=agency, reasons=(), rules=()))
        gates = () if rule.gate is None else (rule.gate,)
        self.by_agency[agency] = Choice(
            agency=agency,
            reasons=_each_once(*before.reasons, *why.reasons, picked.reason),
            rules=_each_once(*before.rules, rule.id),
            findings=_each_once(*before.findings, *why.finding),
            gates=_each_once(*before.gates, *gates),
            doubts=_each_once(*before.doubts, *picked.doubts, *why.doubts),
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
        self._is_unverified = False

    def run(self, rules: Sequence[Rule]) -> Routing:
        """Apply the rules, then the fallbacks if nothing is settled."""
        for rule in rules:
            if not rule.fallback and self._case_fits(rule):
                self._by_findings(rule)
        reason = self._fall_back(rules)
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
                why = _Why((rule.reason, finding.reason), (WEAK,), (index,))
                for picked in (*picks.chosen, *picks.unverified):
                    self._possible.add(picked, rule, why)

    def _by_finding(self, rule: Rule, index: int, finding: Finding) -> None:
        picks = self._choose(rule, finding.place)
        unsure = () if _is_sure(finding, Confidence.MEDIUM) else (UNSURE,)
        why = _Why((rule.reason, finding.reason, *unsure), finding=(index,))
        for picked in picks.chosen:
            self._recommended.add(picked, rule, why)
            # Where a reporter is does not say where the matter belongs, and police who are told of
            # danger are told beside somebody else.
            if finding.ground is not Ground.REPORTER and not _is_addition(rule):
                self._is_settled = True
        for picked in picks.unverified:
            self._possible.add(picked, rule, why)
            self._is_unverified = self._is_unverified or finding.ground is not Ground.REPORTER

    def _fall_back(self, rules: Iterable[Rule]) -> str | None:
        """Apply fallbacks where they are needed; return why, or None if nothing is missing.

        The first that has an answer, if nothing is settled, and all that are additions; these also
        where danger or urgency was declared and no police is recommended.
        """
        if self._own is None:
            return NO_OWN_COUNTRY
        is_settled = self._is_settled
        if is_settled and not self._lacks_police():
            return None
        reason = NO_POLICE if is_settled else self._why()
        has_answer, has_addition = is_settled, False
        for rule in rules:
            if not rule.fallback or not self._case_fits(rule):
                continue
            if _is_addition(rule):
                has_addition = self._by_own_country(rule, self._own, reason) or has_addition
            elif not has_answer:
                has_answer = self._by_own_country(rule, self._own, reason)
        said = [reason]
        if not (has_answer or has_addition):
            said.append(BY_HAND)
        if self._lacks_police():
            said += [NO_POLICE, POLICE_BY_HAND]
        return " ".join(_each_once(*said))

    def _lacks_police(self) -> bool:
        """Tell whether danger or urgency was declared and no police is recommended."""
        is_declared = self._facts.danger_now or self._facts.urgent
        return is_declared and self._recommended.kinds.isdisjoint(_POLICE)

    def _by_own_country(self, rule: Rule, own: str, reason: str) -> bool:
        """Add whom a fallback names; tell whether that was anybody."""
        picks = self._choose(rule, Place(country=own))
        why = _Why((rule.reason,), (reason,))
        if reason in _FOR_ALL:
            why = _Why((reason, rule.reason))
        for picked in picks.chosen:
            self._recommended.add(picked, rule, why)
        for picked in picks.unverified:
            self._possible.add(picked, rule, why)
        return bool(picks.chosen)

    def _choose(self, rule: Rule, place: Place) -> Picks:
        if place not in self._covering:
            self._covering[place] = self._directory.covering(place)
        return choose(rule, place, self._covering[place])

    def _why(self) -> str:
        known = [one for one in self._findings if one.ground is not Ground.REPORTER]
        if not known:
            return NOTHING_KNOWN
        if not any(_is_sure(one, Confidence.MEDIUM) for one in known):
            return TOO_UNSURE
        return NOT_VERIFIED if self._is_unverified else NO_AGENCY

    def _case_fits(self, rule: Rule) -> bool:
        when, facts = rule.when, self._facts
        return (
            _agrees(when.danger_now, is_so=facts.danger_now)
            and _agrees(when.urgent, is_so=facts.urgent)
            and _meets(when.incident_types, facts.incident_types)
            and _meets(when.categories, facts.categories)
            and _meets(when.own_countries, frozenset((self._own,)))
            and _agrees(when.abroad, is_so=self._is_abroad(rule))
        )

    def _is_abroad(self, rule: Rule) -> bool | None:
        """Tell whether a sure place is in another country; None if there is no own one."""
        if self._own is None:
            return None
        return any(
            finding.ground is not Ground.REPORTER
            and _is_sure(finding, rule.min_confidence)
            and finding.place.country != self._own
            for finding in self._findings
        )


def _is_addition(rule: Rule) -> bool:
    """Tell whether a rule is about danger or urgency: it adds to others and replaces none."""
    return rule.when.danger_now is not None or rule.when.urgent is not None


def _fits(when: When, place: Place, own_country: str | None) -> bool:
    return (
        _agrees(
            when.own_country, is_so=None if own_country is None else place.country == own_country
        )
        and _meets(when.countries, frozenset((place.country,)))
        and place.country not in when.other_than
    )


def _agrees(wanted: bool | None, *, is_so: bool | None) -> bool:  # noqa: FBT001 - it may not matter
    """Tell whether a wish is met; None is not known and meets none."""
    return wanted is None or wanted is is_so


def _meets(wanted: frozenset[str], there: frozenset[str | None]) -> bool:
    return not wanted or not wanted.isdisjoint(there)


def _is_sure(finding: Finding, wanted: Confidence) -> bool:
    """Tell whether a finding is sure enough; what is faint never is."""
    if finding.confidence is Confidence.LOW and _is_faint(finding):
        return False
    return _WEIGHT[finding.confidence] >= _WEIGHT[wanted]


def _is_faint(finding: Finding) -> bool:
    """Tell whether only proxies and domains speak for a place: they may be of anywhere."""
    return all(one.proxy or one.kind is EvidenceKind.DOMAIN for one in finding.evidence)


def _has_closer(finding: Finding, others: Iterable[Finding]) -> bool:
    """Tell whether a part of the same country is known for everyone whom a country is known for.

    Behind evidence that was cut off may be somebody else.
    """
    if finding.place.subdivision is not None or len(finding.evidence) >= MOST_EVIDENCE:
        return False
    closer = {
        evidence.subject
        for other in others
        if other.ground is finding.ground
        and other.place.country == finding.place.country
        and other.place.subdivision is not None
        for evidence in other.evidence
    }
    return closer.issuperset(evidence.subject for evidence in finding.evidence)


def _each_once(*values: _T) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
