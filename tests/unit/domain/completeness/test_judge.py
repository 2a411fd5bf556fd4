"""The judgement as a whole: groups in order, the next best fact, and never a word of urgency."""

from collections.abc import Callable
from typing import get_type_hints

import msgspec
import pytest

from tests.unit.reports import (
    TIME,
    full_report,
    leaves,
    places_of,
    provider_report,
    public_report,
    put,
    value_at,
)
from tipline.domain import report as r
from tipline.domain import vocabulary as v
from tipline.domain.completeness import NextFact, State, completeness, group_states
from tipline.domain.completeness.groups import GROUPS
from tipline.domain.completeness.reasons import REASONS

NARRATIVES = ("content", "additional_info", "profile_bio", "urgency_reason", "vehicle", "school")


def test_reasons_and_judgements_are_for_the_same_groups_in_the_same_order() -> None:
    assert [*REASONS] == [*GROUPS]
    assert len(GROUPS) == 10


def test_every_reason_is_a_sentence_with_a_source() -> None:
    assert len({reason.title for reason in REASONS.values()}) == len(REASONS)
    for reason in REASONS.values():
        assert reason.why.endswith(".")
        assert reason.source
        assert not reason.title.endswith(".")


def test_a_finding_carries_its_reason() -> None:
    for report in (r.Report(), full_report(), public_report()):
        for group in completeness(report).groups:
            reason = REASONS[group.group]
            assert (group.title, group.why, group.source) == reason


def test_states_alone_are_the_same() -> None:
    for report in (r.Report(), full_report(), public_report(), provider_report()):
        states = tuple(group.state for group in completeness(report).groups)
        assert group_states(report) == states


def filled(*pointers: str) -> r.Report:
    """Return an empty report with these parts of the full one."""
    report = r.Report()
    for pointer in pointers:
        report = put(report, pointer, value_at(full_report(), pointer))
    return report


WITHOUT_PERSON = put(full_report(), "/reported/0/person", None)
UNSAID = put(full_report(), "/summary/incident_time_meaning", None)


@pytest.mark.parametrize(
    ("report", "group", "add"),
    [
        (r.Report(), "time", "when it happened: date, time and zone"),
        (filled("/summary"), "reported_account", "the account's unique ID in the service"),
        (
            put(filled("/summary"), "/reported", (r.Reported(account_id="17"),)),
            "ip_events",
            "an IP address the account used",
        ),
        (filled("/summary", "/reported"), "victim", "anything that identifies the child:"),
        (
            filled("/summary", "/reported", "/incidents", "/victims"),
            "reporter_contact",
            "an e-mail",
        ),
        (UNSAID, "time", "what the time means:"),
        (
            put(UNSAID, "/victims", ()),
            "victim",
            "anything that identifies the child: account, name, contact",
        ),
    ],
)
def test_the_next_fact_is_from_an_absent_group_or_else_from_one_not_whole(
    report: r.Report, group: str, add: str
) -> None:
    fact = completeness(report).next_fact
    assert fact is not None
    assert fact.group == group
    assert fact.add.startswith(add)


@pytest.mark.parametrize("pointer", ["/summary/urgency_reason", "/reported/0/prior_reports"])
def test_what_is_rightly_empty_is_never_asked_for(pointer: str) -> None:
    report = full_report()
    for kind in (r.Reported, r.Recipient, r.Victim, r.AssociatedAccount):
        for at in places_of(kind):
            report = put(report, f"{at}/prior_reports", ())
    report = put(report, pointer, () if pointer.endswith("reports") else None)
    found = completeness(report)
    assert State.ABSENT in {group.state for group in found.groups}
    assert found.next_fact is None


def test_nothing_is_asked_of_a_full_report() -> None:
    assert completeness(full_report()).next_fact is None


def test_the_next_fact_of_a_public_report() -> None:
    report = put(filled("/summary", "/reported", "/incidents", "/victims"), "/public", None)
    report = msgspec.structs.replace(report, public=r.PublicAnswers())
    wish = "a way to reach the reporter, if the reporter wants that"
    assert completeness(report).next_fact == NextFact(group="reporter_contact", add=wish)


def _words(report: r.Report, change: Callable[[str], str]) -> r.Report:
    """Return a report with other words in every narrative."""
    for pointer, value in leaves(report):
        if any(f"/{name}" in pointer for name in NARRATIVES) and isinstance(value, str):
            report = put(report, pointer, change(value))
    return report


@pytest.mark.parametrize(
    "report",
    [full_report(), put(full_report(), "/public", public_report().public)],
    ids=["provider", "public"],
)
@pytest.mark.parametrize(
    "change",
    [
        lambda _text: "x",
        lambda text: text * 1_000,
        lambda text: text.upper() + "!",
        lambda _text: "Synthetic narrative 99. It is very urgent, and it happens now.",
        lambda _text: "Nothing of importance.",
    ],
)
def test_what_a_narrative_says_changes_nothing(
    report: r.Report, change: Callable[[str], str]
) -> None:
    assert completeness(_words(report, change)) == completeness(report)


@pytest.mark.parametrize("kind", v.IncidentType)
def test_what_kind_of_incident_it_is_changes_nothing(kind: v.IncidentType) -> None:
    for report in (full_report(), provider_report()):
        other = put(report, "/summary/incident_type", kind)
        assert completeness(other) == completeness(report)


def test_marks_and_answers_of_danger_change_nothing() -> None:
    report = full_report()
    for name in r.Annotations.__struct_fields__:
        marked = put(report, f"/summary/annotations/{name}", True)
        assert completeness(marked) == completeness(report)
    asked = public_report()
    for name, hint in get_type_hints(r.PublicAnswers).items():
        if hint == v.Answer | None:
            for answer in (*v.Answer, None):
                other = put(asked, f"/public/{name}", answer)
                assert completeness(other) == completeness(asked)


def test_more_of_the_same_facts_makes_no_difference() -> None:
    report = full_report()
    twice = put(report, "/victims", report.victims * 2)
    assert completeness(twice).groups == completeness(report).groups
    later = put(report, "/summary/incident_time", TIME)
    assert completeness(later) == completeness(report)


def test_every_fact_but_the_flags_counts_as_one() -> None:
    """A part with any one fact says something; with none it says nothing."""
    whole = full_report()
    for incident in whole.incidents:
        for name in incident.__struct_fields__:
            only = type(incident)(**{name: getattr(incident, name)})
            found = completeness(r.Report(incidents=(only,)))
            channel = next(group for group in found.groups if group.group == "channel")
            assert not any(lack.startswith("what identifies") for lack in channel.missing)
