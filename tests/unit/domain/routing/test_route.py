"""Choices in detail: reasons in order, findings and gates, levels, kinds added, and merging."""

import pytest

from tests.unit.domain.routing.fictional import AGENCIES, agency, given, place, report_of
from tipline.domain.directory.agency import Agency, AgencyKind
from tipline.domain.directory.index import Directory, Level
from tipline.domain.routing.case_facts import CaseFacts, facts_of_case
from tipline.domain.routing.choose import choose
from tipline.domain.routing.finding import (
    Confidence,
    Evidence,
    EvidenceKind,
    Finding,
    Findings,
    Ground,
)
from tipline.domain.routing.route import route
from tipline.domain.routing.rules import Choice, Routing, Rule, When
from tipline.domain.vocabulary import IncidentType

CALM = CaseFacts()
ALWAYS = When()
LINE, POLICE = AgencyKind.HOTLINE, AgencyKind.NATIONAL_POLICE
HOUSE, FORCE = AgencyKind.CLEARING_HOUSE, AgencyKind.TASK_FORCE
REASON = "An address or verified place stated for the child is in {}."
PART = REASON.format("this part of the country")
WHOLE = REASON.format("this country")


def _rule(identity: str = "one", **given: object) -> Rule:
    stated = {"grounds": (Ground.VICTIM,), "kinds": (LINE,), "reason": f"Rule {identity}."}
    return Rule(id=identity, **{**stated, **given})  # type: ignore[arg-type]  # given as named


def _route(
    findings: list[str],
    *rules: Rule,
    facts: CaseFacts = CALM,
    agencies: tuple[Agency, ...] = AGENCIES,
    own: str | None = "US",
) -> Routing:
    return route(given(findings), facts, rules, agencies, own)


def _picked(rule: Rule, where: str, *agencies: Agency) -> list[tuple[str, str]]:
    covering = Directory(agencies).covering(place(where))
    found = choose(rule, place(where), covering).chosen
    return [(one.agency.id, " ".join((*one.doubts, one.reason))) for one in found]


def test_a_choice_says_rule_finding_and_coverage_in_this_order() -> None:
    rules = (_rule("one", kinds=(FORCE,), gate="Gate 1."), _rule("two", kinds=(FORCE,)))
    found = _route(["suspect DE high", "victim US-NV high"], *rules)
    assert found == Routing(
        recommended=(
            Choice(
                agency="us-nv-force",
                reasons=("Rule one.", PART, "It covers this part of the country.", "Rule two."),
                rules=("one", "two"),
                findings=(1,),
                gates=("Gate 1.",),
            ),
        )
    )


def test_findings_and_gates_are_merged_each_once() -> None:
    rules = (
        _rule("one", grounds=(Ground.SUSPECT, Ground.VICTIM), gate="Gate 1."),
        _rule("two", gate="Gate 2."),
    )
    (choice,) = _route(["victim DE high", "suspect DE high"], *rules).recommended
    assert choice.findings == (1, 0)
    assert choice.gates == ("Gate 1.", "Gate 2.")
    assert choice.rules == ("one", "two")


def test_an_unverified_agency_is_a_doubt() -> None:
    found = _route(["victim JP high"], _rule("one", gate="Gate 1."))
    assert found.possible == (
        Choice(
            agency="jp-line",
            reasons=("Rule one.", WHOLE, "It covers this country."),
            rules=("one",),
            findings=(0,),
            gates=("Gate 1.",),
            doubts=("Nobody has verified this agency's record.",),
        ),
    )


def test_an_unsure_place_is_a_doubt() -> None:
    found = _route(["victim DE low"], _rule())
    assert found.possible == (
        Choice(
            agency="de-line",
            reasons=("Rule one.", WHOLE, "It covers this country."),
            rules=("one",),
            findings=(0,),
            doubts=("The place is not known well enough to choose by it.",),
        ),
    )


def test_a_fallback_says_why_and_names_no_finding() -> None:
    rule = _rule("last", fallback=True, grounds=(), kinds=(HOUSE,), gate="Gate 1.")
    assert _route(["victim DE low"], rule) == Routing(
        recommended=(
            Choice(
                agency="us-house",
                reasons=(
                    "No place is known well enough.",
                    "Rule last.",
                    "It covers this country.",
                ),
                rules=("last",),
                gates=("Gate 1.",),
            ),
        ),
        fallback_used=True,
        fallback_reason="No place is known well enough.",
    )


def test_an_unverified_fallback_is_a_doubt() -> None:
    rule = _rule("last", fallback=True, grounds=(), kinds=(LINE,))
    found = _route([], rule, own="JP")
    assert found.possible == (
        Choice(
            agency="jp-line",
            reasons=("No place is known.", "Rule last.", "It covers this country."),
            rules=("last",),
            doubts=("Nobody has verified this agency's record.",),
        ),
    )


def test_the_first_fallback_with_an_answer_is_the_last_asked() -> None:
    def fall(identity: str, kind: AgencyKind, when: When = ALWAYS) -> Rule:
        return _rule(identity, fallback=True, grounds=(), kinds=(kind,), when=when)

    rules = (
        fall("empty", AgencyKind.HOSTER),
        fall("first", HOUSE),
        fall("second", POLICE),
        fall("calm", POLICE, When(danger_now=True)),
        fall("urgent", POLICE, When(urgent=True)),
    )
    found = _route([], *rules, facts=CaseFacts(urgent=True))
    assert [(one.agency, one.rules) for one in found.recommended] == [
        ("us-house", ("first",)),
        ("us-police", ("urgent",)),
    ]
    assert found.fallback_reason == "No place is known."
    only = _route([], rules[0], rules[4], facts=CaseFacts(urgent=True))
    assert only.fallback_reason == "No place is known."
    reverse = _route([], rules[4], rules[0], facts=CaseFacts(urgent=True))
    assert reverse.fallback_reason == "No place is known."


def test_every_kind_of_also_is_added() -> None:
    rule = _rule(kinds=(LINE,), also=(POLICE, AgencyKind.ARTICLE_18))
    found = _route(["victim DE high"], rule)
    assert [one.agency for one in found.recommended] == ["de-line", "de-police", "de-18", "eu-18"]


def test_a_kind_of_also_that_nobody_verified_is_possible() -> None:
    found = _route(["victim GB high"], _rule(kinds=(POLICE,), also=(LINE,)))
    assert [one.agency for one in found.recommended] == ["gb-police"]
    assert [one.agency for one in found.possible] == ["gb-line"]


def test_an_agency_of_kinds_and_also_is_chosen_once() -> None:
    (choice,) = _route(["victim DE high"], _rule(also=(LINE,))).recommended
    assert choice.agency == "de-line"


def test_the_closest_wins_over_the_first_kind() -> None:
    rule = _rule(kinds=(HOUSE, FORCE))
    assert [one.agency for one in _route(["victim US-NV high"], rule).recommended] == [
        "us-nv-force"
    ]


def test_among_equals_the_first_kind_wins() -> None:
    for kinds, expected in (((POLICE, LINE), "de-police"), ((LINE, POLICE), "de-line")):
        found = _route(["victim DE high"], _rule(kinds=kinds))
        assert [one.agency for one in found.recommended] == [expected]


def test_all_equals_of_one_kind_are_chosen() -> None:
    twins = (agency("a", "hotline", "DE"), agency("b", "hotline", "DE"))
    found = _route(["victim DE high"], _rule(), agencies=twins)
    assert [one.agency for one in found.recommended] == ["a", "b"]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (None, "county"),
        (Level.COUNTY, "county"),
        (Level.SUBDIVISION, "state"),
        (Level.COUNTRY, "country"),
        (Level.EVERYWHERE, "world"),
    ],
)
def test_a_rule_may_ask_for_one_level(level: Level | None, expected: str) -> None:
    agencies = (
        agency("world", "hotline"),
        agency("country", "hotline", "US"),
        agency("state", "hotline", "US-NV"),
        agency("county", "hotline", "US-NV/32003"),
    )
    assert [one for one, _ in _picked(_rule(level=level), "US-NV/32003", *agencies)] == [expected]


@pytest.mark.parametrize(
    ("where", "covers", "reason"),
    [
        ("US-NV/32003", "US-NV/32003", "It covers this county."),
        ("US-NV", "US-NV", "It covers this part of the country."),
        ("US", "US", "It covers this country."),
        (
            "US-NV/32003",
            "US-NV",
            "No verified agency covers this county; it goes to the state level.",
        ),
        (
            "US-NV/32003",
            "US",
            "No verified agency covers this county; it goes to the national level.",
        ),
        (
            "US-NV/32003",
            "",
            "No verified agency covers this county; it goes to one that covers every country.",
        ),
        (
            "US-NV",
            "US",
            "No verified agency covers this part of the country; it goes to the national level.",
        ),
        (
            "US",
            "",
            "No verified agency covers this country alone; it goes to one that covers every country.",  # noqa: E501
        ),
    ],
)
def test_the_reason_says_the_level_and_why(where: str, covers: str, reason: str) -> None:
    ((_, said),) = _picked(_rule(), where, agency("a", "hotline", covers))
    doubt, is_wider, covering = said.rpartition(".")[0].rpartition(". It covers ")
    assert f"{doubt}." == reason if is_wider else said == reason
    assert covering or not is_wider


def test_only_unverified_agencies_as_close_or_closer_are_possible() -> None:
    agencies = (
        agency("chosen", "hotline", "US-NV"),
        agency("closer", "hotline", "US-NV/32003", "unverified"),
        agency("as-close", "hotline", "US-NV", "unverified"),
        agency("wider", "hotline", "US", "unverified"),
        agency("other", "regulator", "US-NV", "unverified"),
    )
    found = _route(["victim US-NV/32003 high"], _rule(), agencies=agencies)
    assert [one.agency for one in found.recommended] == ["chosen"]
    assert [one.agency for one in found.possible] == ["closer", "as-close"]


def test_an_agency_recommended_is_not_possible_too() -> None:
    rules = (_rule("one"), _rule("two", grounds=(Ground.SUSPECT,)))
    found = _route(["victim DE high", "suspect DE low"], *rules)
    assert [one.agency for one in found.recommended] == ["de-line"]
    assert found.possible == ()


def test_a_country_gives_way_to_its_part_on_the_same_ground_alone() -> None:
    both = _rule(grounds=(Ground.VICTIM, Ground.SUSPECT), kinds=(FORCE, HOUSE))
    found = _route(["victim US high", "victim US-NV medium"], both)
    assert [one.agency for one in found.recommended] == ["us-nv-force"]
    found = _route(["victim US high", "suspect US-NV medium"], both)
    assert [one.agency for one in found.recommended] == ["us-house", "us-nv-force"]
    found = _route(["victim US high", "victim US-NV low"], both)
    assert [one.agency for one in found.recommended] == ["us-house"]
    found = _route(["victim US-NV high", "victim US-CA high"], both)
    assert [one.agency for one in found.recommended] == ["us-nv-force", "us-ca-force"]
    found = _route(["victim DE high", "victim US-NV high"], _rule(kinds=(FORCE, LINE)))
    assert [one.agency for one in found.recommended] == ["de-line", "us-nv-force"]


@pytest.mark.parametrize(
    ("when", "facts", "holds"),
    [
        (When(), CaseFacts(), True),
        (When(danger_now=True), CaseFacts(danger_now=True), True),
        (When(danger_now=True), CaseFacts(), False),
        (When(danger_now=False), CaseFacts(), True),
        (When(danger_now=False), CaseFacts(danger_now=True), False),
        (When(urgent=True), CaseFacts(urgent=True), True),
        (When(urgent=True), CaseFacts(danger_now=True), False),
        (When(categories=frozenset("ab")), CaseFacts(categories=frozenset("bc")), True),
        (When(categories=frozenset("ab")), CaseFacts(categories=frozenset("c")), False),
        (When(categories=frozenset("ab")), CaseFacts(), False),
        (
            When(incident_types=frozenset({IncidentType.SEX_TOURISM})),
            CaseFacts(incident_types=frozenset(IncidentType)),
            True,
        ),
        (When(incident_types=frozenset({IncidentType.SEX_TOURISM})), CaseFacts(), False),
        (When(own_countries=frozenset({"US", "CA"})), CaseFacts(), True),
        (When(own_countries=frozenset({"CA"})), CaseFacts(), False),
        (When(abroad=True), CaseFacts(), True),
        (When(abroad=False), CaseFacts(), False),
        (When(own_country=False), CaseFacts(), True),
        (When(own_country=True), CaseFacts(), False),
        (When(countries=frozenset({"DE", "FR"})), CaseFacts(), True),
        (When(countries=frozenset({"FR"})), CaseFacts(), False),
        (When(other_than=frozenset({"FR"})), CaseFacts(), True),
        (When(other_than=frozenset({"DE"})), CaseFacts(), False),
    ],
)
def test_when_a_rule_holds(when: When, facts: CaseFacts, holds: bool) -> None:
    assert bool(_route(["victim DE high"], _rule(when=when), facts=facts).recommended) is holds


@pytest.mark.parametrize("wanted", Confidence)
@pytest.mark.parametrize("there", Confidence)
def test_confidence_must_be_what_the_rule_wants(wanted: Confidence, there: Confidence) -> None:
    found = _route([f"victim DE {there}"], _rule(min_confidence=wanted))
    order = [*Confidence]
    assert bool(found.recommended) is (order.index(there) <= order.index(wanted))
    assert bool(found.possible) is not bool(found.recommended)


def test_a_rule_about_danger_settles_nothing() -> None:
    last = _rule("last", fallback=True, grounds=(), kinds=(HOUSE,))
    for when in (When(danger_now=True), When(urgent=True)):
        facts = CaseFacts(danger_now=True, urgent=True)
        found = _route(["victim DE high"], _rule(when=when), last, facts=facts)
        assert [one.agency for one in found.recommended] == ["de-line", "us-house"]
        assert found.fallback_used


def test_a_rule_about_reporters_settles_nothing() -> None:
    last = _rule("last", fallback=True, grounds=(), kinds=(HOUSE,))
    found = _route(["reporter DE high"], _rule(grounds=(Ground.REPORTER,)), last)
    assert [one.agency for one in found.recommended] == ["de-line", "us-house"]
    assert found.fallback_reason == "No place is known."


def test_a_directory_may_be_passed_as_it_is() -> None:
    findings, rules = given(["victim DE high"]), (_rule(),)
    assert route(findings, CaseFacts(), rules, Directory(AGENCIES), "US") == route(
        findings, CaseFacts(), rules, AGENCIES, "US"
    )


def test_no_rules_choose_nobody() -> None:
    found = route(Findings(), CaseFacts(), (), (), None)
    assert found.recommended == found.possible == ()
    assert found.fallback_used
    assert found.fallback_reason == (
        "The operator must set the hotline's own country: until then nothing is at home or abroad."
    )
    assert route(Findings(), CaseFacts(), (), (), "US").fallback_reason == (
        "No place is known. No verified agency fits either: choose by hand."
    )


@pytest.mark.parametrize(
    "when",
    [When(own_country=True), When(own_country=False), When(abroad=True), When(abroad=False)],
)
def test_without_an_own_country_nothing_is_at_home_or_abroad(when: When) -> None:
    assert _route(["victim DE high"], _rule(when=when), own=None).recommended == ()


def test_why_a_fallback_is_needed_is_told_to_the_agency_only_as_far_as_it_concerns_it() -> None:
    rule = _rule("last", fallback=True, grounds=(), kinds=(HOUSE,))
    (choice,) = _route(["victim ZA high"], rule).recommended
    assert choice.reasons == ("Rule last.", "It covers this country.")
    assert choice.doubts == ("A place is known, but no rule and no verified agency fits it.",)


def test_an_unsure_place_that_a_rule_takes_is_told_as_unsure() -> None:
    unsure = "The place is unsure: only weak facts speak for it."
    for confidence in Confidence:
        findings = [f"victim DE {confidence}"]
        (choice,) = _route(findings, _rule(min_confidence=Confidence.LOW)).recommended
        assert (unsure in choice.reasons) is (confidence is Confidence.LOW)
        assert choice.doubts == ()


@pytest.mark.parametrize(
    ("kind", "is_police"),
    [(FORCE, True), (AgencyKind.LOCAL_POLICE, True), (AgencyKind.FEDERAL_OFFICE, True),
     (POLICE, True), (LINE, False), (HOUSE, False), (AgencyKind.REGULATOR, False)],
)  # fmt: skip
@pytest.mark.parametrize(
    ("when", "facts"),
    [
        (When(danger_now=True), CaseFacts(danger_now=True)),
        (When(urgent=True), CaseFacts(urgent=True)),
    ],
)
def test_danger_needs_police(
    kind: AgencyKind, is_police: bool, when: When, facts: CaseFacts
) -> None:
    agencies = (agency("there", kind, "DE"), agency("home", "national_police", "US"))
    last = (
        _rule("calm", fallback=True, grounds=(), kinds=(POLICE,)),
        _rule("last", fallback=True, grounds=(), kinds=(POLICE,), when=when),
    )
    rules = (_rule(kinds=(kind,)), *last)
    found = _route(["victim DE high"], *rules, facts=facts, agencies=agencies)
    chosen = [(one.agency, one.rules) for one in found.recommended]
    expected = [("there", ("one",)), ("home", ("last",))]
    assert chosen == (expected[:1] if is_police else expected)
    assert found.fallback_used is not is_police
    calm = _route(["victim DE high"], *rules, agencies=agencies)
    assert [one.agency for one in calm.recommended] == ["there"]
    assert calm.fallback_reason is None


def test_danger_without_any_police_is_told() -> None:
    found = _route(["victim DE high"], _rule(), facts=CaseFacts(danger_now=True))
    assert [one.agency for one in found.recommended] == ["de-line"]
    assert found.fallback_reason == (
        "Danger or urgency was declared, and no rule found verified police. Choose police by hand."
    )
    found = _route([], facts=CaseFacts(urgent=True))
    assert found.fallback_reason == (
        "No place is known. No verified agency fits either: choose by hand."
        " Danger or urgency was declared, and no rule found verified police."
        " Choose police by hand."
    )


def test_a_rule_may_leave_out_who_covers_several_countries() -> None:
    agencies = (
        agency("several", "hotline", "DE,FR"),
        agency("everywhere", "hotline"),
        agency("own", "hotline", "DE"),
        agency("parts", "hotline", "DE-BY,DE-HE"),
    )
    assert [one for one, _ in _picked(_rule(), "DE", *agencies)] == ["several", "own"]
    only = _rule(one_country=True)
    assert [one for one, _ in _picked(only, "DE", *agencies)] == ["own"]
    assert [one for one, _ in _picked(only, "DE-BY", *agencies)] == ["parts"]
    assert _picked(only, "FR", *agencies) == []


def test_only_unverified_bodies_of_a_sure_place_are_a_reason() -> None:
    rule = _rule(grounds=(Ground.VICTIM, Ground.REPORTER))
    unverified = "The place is known, but the record of its own body was not verified."
    hand = " No verified agency fits either: choose by hand."
    assert _route(["victim JP high"], rule).fallback_reason == unverified + hand
    assert (
        _route(["victim JP low"], rule).fallback_reason == f"No place is known well enough.{hand}"
    )
    assert _route(["reporter JP high", "victim ZA high"], rule).fallback_reason == (
        f"A place is known, but no rule and no verified agency fits it.{hand}"
    )
    assert _route(["victim JP high", "victim ZA high"], rule).fallback_reason == unverified + hand


def _of(*people: str, weak: int = 0) -> Findings:
    """Return findings of reported people: for each their number and place."""
    by_place: dict[str, list[Evidence]] = {}
    for one in people:
        number, where = one.split()
        path = f"/reported/{number}/person/phones/0/number"
        evidence = Evidence(kind=EvidenceKind.PHONE, report=1, path=path)
        by_place.setdefault(where, []).extend([evidence] * (weak or 1))
    return Findings(
        findings=tuple(
            Finding(
                ground=Ground.SUSPECT,
                place=place(where),
                evidence=tuple(evidence),
                confidence=Confidence.MEDIUM,
                reason="Reason.",
            )
            for where, evidence in by_place.items()
        )
    )


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (("0 US", "0 US-NV"), ["us-nv-force"]),
        (("0 US", "1 US-NV"), ["us-house", "us-nv-force"]),
        (("0 US", "1 US", "1 US-NV"), ["us-house", "us-nv-force"]),
        (("0 US", "1 US", "0 US-CA", "1 US-NV"), ["us-ca-force", "us-nv-force"]),
    ],
)
def test_a_part_replaces_the_country_of_the_same_people(
    people: tuple[str, ...], expected: list[str]
) -> None:
    rule = _rule(grounds=(Ground.SUSPECT,), kinds=(FORCE, HOUSE))
    found = route(_of(*people), CALM, (rule,), AGENCIES, "US")
    assert [one.agency for one in found.recommended] == expected


@pytest.mark.parametrize(("count", "agencies"), [(19, 1), (20, 2)])
def test_behind_evidence_that_was_cut_off_may_be_somebody_else(count: int, agencies: int) -> None:
    rule = _rule(grounds=(Ground.SUSPECT,), kinds=(FORCE, HOUSE))
    found = route(_of("0 US", "0 US-NV", weak=count), CALM, (rule,), AGENCIES, "US")
    assert len(found.recommended) == agencies


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], CaseFacts()),
        (["danger yes"], CaseFacts(danger_now=True, urgent=True)),
        (["danger no", "meeting unknown"], CaseFacts()),
        (["meeting yes"], CaseFacts(urgent=True)),
        (["urgent"], CaseFacts(urgent=True)),
        (["category page"], CaseFacts(categories=frozenset({"page"}))),
        (
            ["type sex_tourism"],
            CaseFacts(incident_types=frozenset({IncidentType.SEX_TOURISM})),
        ),
    ],
)
def test_a_case_has_the_facts_of_its_reports(facts: list[str], expected: CaseFacts) -> None:
    assert facts_of_case([report_of(facts)]) == expected
    assert facts_of_case([report_of([]), report_of(facts), report_of([])]) == expected


def test_the_facts_of_several_reports_add_up() -> None:
    several = (["category page"], ["category account", "danger yes"], ["type sex_tourism"])
    assert facts_of_case([report_of(facts) for facts in several]) == CaseFacts(
        danger_now=True,
        urgent=True,
        incident_types=frozenset({IncidentType.SEX_TOURISM}),
        categories=frozenset({"page", "account"}),
    )
