"""The tables of cases: written from the facts, run against findings and the default rules."""

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from tests.places import DocumentationIpCountry
from tests.unit.domain.routing.fictional import AGENCIES, given, place, report_of
from tipline.config.routing import read_rules
from tipline.domain.places import Place
from tipline.domain.routing.case_facts import facts_of_case
from tipline.domain.routing.find import find_findings
from tipline.domain.routing.finding import EvidenceKind, Findings, Ground
from tipline.domain.routing.route import route

FOLDER: Final = Path(__file__).parent / "cases"
CASES: Final = [
    case
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
FROM_FACTS: Final = [case for case in CASES if "given" not in case]
ROUTED: Final = [case for case in CASES if "recommended" in case]


def _code(one: Place) -> str:
    part = one.subdivision or one.country
    return f"{part}/{one.county}" if one.county else part


def _findings(case: dict[str, Any]) -> Findings:
    if "given" in case:
        return given(case["given"])
    return find_findings([(17, report_of(case.get("facts", [])))], DocumentationIpCountry())


@pytest.mark.parametrize("case", FROM_FACTS, ids=lambda case: case["name"])
def test_facts_lead_to_these_findings(case: dict[str, Any]) -> None:
    found = _findings(case)
    assert [
        {
            "ground": one.ground.value,
            "place": _code(one.place),
            "confidence": one.confidence.value,
            "evidence": "+".join(evidence.kind.name.lower() for evidence in one.evidence),
            "reason": one.reason,
        }
        for one in found.findings
    ] == case["findings"]
    assert [
        {
            "ground": one.ground.value,
            "places": ",".join(_code(place) for place in one.places),
            "reason": one.reason,
        }
        for one in found.conflicts
    ] == case["conflicts"]
    assert [one.value for one in found.unknown] == case["unknown"]


@pytest.mark.parametrize("case", ROUTED, ids=lambda case: case["name"])
def test_findings_lead_to_these_agencies(case: dict[str, Any]) -> None:
    own = None if case["own_country"] == "none" else case["own_country"]
    facts = facts_of_case([report_of(case.get("facts", []))])
    found = route(_findings(case), facts, read_rules(None), AGENCIES, own)
    assert [{"agency": one.agency, "rules": ",".join(one.rules)} for one in found.recommended] == [
        {"agency": one["agency"], "rules": one["rules"]} for one in case["recommended"]
    ]
    for expected, one in zip(case["recommended"], found.recommended, strict=True):
        assert not expected["because"] or expected["because"] in (*one.reasons, *one.doubts)
    assert [
        {"agency": one.agency, "rules": ",".join(one.rules)} for one in found.possible
    ] == case["possible"]
    assert found.fallback_used is bool(case["fallback"])
    assert (found.fallback_reason or "") == case["fallback"]


def test_the_tables_are_complete() -> None:
    assert len(CASES) >= 150
    assert len({case["name"] for case in CASES}) == len(CASES)
    findings = [one for case in FROM_FACTS for one in case["findings"]]
    assert {one["ground"] for one in findings} == set(Ground)
    kinds = {kind for one in findings for kind in one["evidence"].split("+")}
    # No fact of a report is a locale: the language of a form is the form's.
    assert kinds == {kind.name.lower() for kind in EvidenceKind} - {"locale"}
    rules = {
        rule for case in ROUTED for one in case["recommended"] for rule in one["rules"].split(",")
    }
    assert rules == {rule.id for rule in read_rules(None)}
    # A page contradicts itself only where two tables disagree: see test_find.
    contradicted = {one["ground"] for case in FROM_FACTS for one in case["conflicts"]}
    assert contradicted == set(Ground) - {Ground.HOST}
    assert len({case["fallback"] for case in ROUTED}) == 11


def test_no_agency_is_both_recommended_and_possible() -> None:
    for case in ROUTED:
        chosen = {one["agency"] for one in case["recommended"]}
        assert not chosen & {one["agency"] for one in case["possible"]}


def test_places_are_read_as_they_are_written() -> None:
    assert _code(place("US-CA/06037")) == "US-CA/06037"
