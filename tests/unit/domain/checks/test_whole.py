"""The rules for a report as a whole, and that the public is exempt from them."""

from typing import Any

import msgspec
import pytest

from tests.unit.reports import (
    NOW,
    SHARED,
    full_report,
    provider_report,
    public_report,
    put,
)
from tipline.domain import report as r
from tipline.domain.checks import check_report
from tipline.domain.checks.whole import WHOLE_RULES

OWNERS = ("/reported/0/person", "/recipients/0/person", "/victims/0/person")
STRANGERS = (
    "/reporter/person",
    "/reporter/contact",
    "/law_enforcement/officer",
    "/reported/0/associated_accounts/0",
    "/victims/0/associated_accounts/0",
)


def said(report: r.Report) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in check_report(report, NOW)]


def owned_only_by(owner: str | None) -> r.Report:
    """Return the full report in which one person at most has the incidents' address."""
    report = full_report()
    for at in (*OWNERS, *STRANGERS):
        if at != owner:
            report = put(report, f"{at}/emails/1/address", "other@example.org")
    return report


UNOWNED = [
    ("/incidents/1/emails/0", "incident_email_unowned"),
    ("/incidents/2/emails/0", "incident_email_unowned"),
]


def test_a_provider_needs_no_more_than_type_time_and_an_address() -> None:
    assert said(provider_report()) == []


def test_every_fact_a_provider_must_give_is_named_when_absent() -> None:
    assert said(r.Report()) == [
        ("/summary/incident_type", "type_missing"),
        ("/summary/incident_time", "time_missing"),
        ("/reporter/person/emails", "reporter_email_missing"),
    ]


@pytest.mark.parametrize(
    ("pointer", "code"),
    [("/summary/incident_type", "type_missing"), ("/summary/incident_time", "time_missing")],
)
def test_type_and_time_are_each_asked_for(pointer: str, code: str) -> None:
    for report in (full_report(), provider_report()):
        assert said(put(report, pointer, None)) == [(pointer, code)]


@pytest.mark.parametrize("text", ["", " "])
def test_a_blank_address_does_not_reach_the_reporter(text: str) -> None:
    report = put(full_report(), "/reporter/person/emails", (r.Email(address=text),))
    assert said(report) == [
        ("/reporter/person/emails/0/address", "not_an_email"),
        ("/reporter/person/emails", "reporter_email_missing"),
    ]


def test_the_contact_persons_address_is_not_the_reporters() -> None:
    report = put(full_report(), "/reporter/person/emails", ())
    assert said(report) == [("/reporter/person/emails", "reporter_email_missing")]


@pytest.mark.parametrize("owner", OWNERS)
def test_one_owner_of_an_incident_address_is_enough(owner: str) -> None:
    assert said(owned_only_by(owner)) == []


@pytest.mark.parametrize("owner", [None, *STRANGERS])
def test_an_incident_address_nobody_involved_has_is_named(owner: str | None) -> None:
    assert said(owned_only_by(owner)) == UNOWNED


@pytest.mark.parametrize("text", [SHARED.upper(), SHARED.title(), f" {SHARED}"])
def test_case_and_blanks_do_not_make_another_address(text: str) -> None:
    at = f"{OWNERS[0]}/emails/1/address"
    assert {code for _, code in said(put(owned_only_by(OWNERS[0]), at, text))} <= {"not_an_email"}


def test_each_address_of_an_incident_is_looked_at() -> None:
    emails = tuple(r.Email(address=f"{name}@example.org") for name in ("a", "shared", "b"))
    assert said(put(full_report(), "/incidents/2/emails", emails)) == [
        ("/incidents/2/emails/0", "incident_email_unowned"),
        ("/incidents/2/emails/2", "incident_email_unowned"),
    ]


def test_subjects_without_a_person_own_nothing() -> None:
    report = owned_only_by(None)
    for at in OWNERS[:2]:
        report = put(report, at, None)
    assert said(report) == UNOWNED


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_one_account_is_reported_at_a_time(count: int) -> None:
    report = put(full_report(), "/reported", full_report().reported * count)
    assert said(report) == [(f"/reported/{at}", "several_reported") for at in range(1, count)]


def test_a_public_report_is_exempt_from_every_whole_rule() -> None:
    everything: dict[str, Any] = {
        "incidents": (r.EmailIncident(emails=(r.Email(address=SHARED),)),),
        "reported": (r.Reported(), r.Reported()),
    }
    broken = msgspec.structs.replace(r.Report(), **everything)
    assert len({code for _, code in said(broken)}) == 5
    assert all([*rule(broken)] for rule in WHOLE_RULES)
    assert said(msgspec.structs.replace(broken, public=r.PublicAnswers())) == []
    assert said(public_report()) == []


def test_a_public_report_keeps_the_rules_for_its_parts() -> None:
    report = put(public_report(), "/incidents", (r.WebPageIncident(urls=("a b",)),))
    report = put(report, "/public/contact_times", "n" * 256)
    assert said(report) == [
        ("/incidents/0/urls/0", "not_a_url"),
        ("/public/contact_times", "too_long"),
    ]
