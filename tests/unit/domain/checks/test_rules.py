"""Every rule for a part, broken once in every place a report has such a part, and nothing else."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
import pytest

from tests.unit.reports import (
    LATER,
    NOW,
    TIME,
    full_report,
    part_types,
    places_of,
    put,
    value_at,
)
from tipline.domain import report as r
from tipline.domain.checks import check_report
from tipline.domain.checks.rules import RULES, disabled_in_order
from tipline.domain.timestamp import Timestamp

SUBJECTS = ("/reported/0", "/recipients/0", "/victims/0")
ASSOCIATED = tuple(f"/{who}/0/associated_accounts/0" for who in ("reported", "victims"))
PERSONS = ("/reporter/person", *(f"{subject}/person" for subject in SUBJECTS))
CONTACTS = ("/law_enforcement/officer", "/reporter/contact", *PERSONS, *ASSOCIATED)
ACCOUNTS = (*SUBJECTS, *ASSOCIATED)

PLACES: dict[type[r.Part], set[str]] = {
    r.Summary: {"/summary"},
    r.Reporter: {"/reporter"},
    r.LawEnforcement: {"/law_enforcement"},
    r.ForeignLegalProcess: {"/law_enforcement/foreign_process"},
    r.Person: {*PERSONS},
    r.Phone: {"/incidents/5/phone", *(f"{at}/phones/0" for at in CONTACTS)},
    r.Email: {
        "/incidents/1/emails/0",
        "/incidents/2/emails/0",
        *(f"{at}/emails/{index}" for at in CONTACTS for index in (0, 1)),
    },
    r.Address: {"/incidents/6/addresses/0", *(f"{at}/addresses/0" for at in CONTACTS)},
    r.IpEvent: {"/incidents/7/ip_events/0", *(f"{at}/ip_events/0" for at in ACCOUNTS)},
    r.Device: {f"{at}/devices/0" for at in ACCOUNTS},
    r.EstimatedLocation: {f"{at}/location" for at in SUBJECTS},
    r.Disabling: {f"{at}/permanently_disabled" for at in ACCOUNTS},
    r.TemporaryDisabling: {f"{at}/temporarily_disabled" for at in ACCOUNTS},
    r.Reported: {"/reported/0"},
    r.Recipient: {"/recipients/0"},
    r.Victim: {"/victims/0"},
    r.AssociatedAccount: {*ASSOCIATED},
    r.WebPageIncident: {"/incidents/0"},
    r.PhoneIncident: {"/incidents/5"},
}
"""Where the full report has a part that some rule is about."""


class Break(NamedTuple):
    """One rule broken in one way: in which kinds of part, by which facts, and what is said."""

    rule: str
    kinds: tuple[type[r.Part], ...]
    facts: dict[str, Any]
    said: str
    code: str


_DATED = {"verified_at": TIME}
_STATE = (r.Address, r.ForeignLegalProcess, r.EstimatedLocation)
_DISABLING = (r.Disabling, r.TemporaryDisabling)
_SUBJECT = (r.Reported, r.Recipient, r.Victim)
_ACCOUNT = (*_SUBJECT, r.AssociatedAccount)
_AGED = (r.Person, r.AssociatedAccount)
_BEFORE = Timestamp("2026-01-31T13:45:00.123456788+02:00")
_URL = "https://example.org/"
_PORT = 1_700

BREAKS = (
    Break("R3", (r.Phone, r.Email), _DATED | {"verified": False}, "verified", "verified_missing"),
    Break("R3", (r.Phone, r.Email), _DATED | {"verified": None}, "verified", "verified_missing"),
    *(
        Break("R4", (r.Phone,), {"calling_code": code}, "calling_code", "not_a_calling_code")
        for code in ("1", "+", "+1234", "001", "+1a", " +1", "+1 ", "+\u0661", "++1", "x", "+1\n")
    ),
    *(
        Break(
            "R4",
            (r.Phone,),
            {"calling_code": "+44", "number": number},
            "number",
            "calling_code_repeated",
        )
        for number in ("+44 20 7946 0017", "+442079460017", "+44", " +44 20 7946 0017")
    ),
    *(
        Break("R4", (r.Phone,), {"extension": text}, "extension", "not_an_extension")
        for text in ("x17", "1-7", "17 ", "+17", "\u0661", "\u00b2", "1\n")
    ),
    *(
        Break("section 2.10", (r.Email,), {"address": text}, "address", "not_an_email")
        for text in ("", " ", "example.org", "a b@example.org", "a@", "@example.org", "a@b@c")
    ),
    *(
        Break("section 2.10", _STATE, {"country": code}, "country", "not_in_list")
        for code in ("us", "USA", "UK", "XX", " US", "Germany", "\u0410\u0422", "ZZ")
    ),
    *(
        Break("section 2.10", (r.Address,), {"state": code}, "state", "not_in_list")
        for code in ("ny", "XX", "AS", "MP", "AE", "New York", " ")
    ),
    Break("R5", (r.EstimatedLocation,), {"country": None}, "country", "country_missing"),
    Break("R5", (r.EstimatedLocation,), {"country": ""}, "country", "country_missing"),
    *(
        Break(
            "R5",
            (r.EstimatedLocation,),
            {"country": "US", "region": region},
            "region",
            "region_not_a_state",
        )
        for region in ("New York", "ny", " NY", "NY ", "XX", "AS")
    ),
    *(
        Break(
            "R5",
            (r.EstimatedLocation,),
            {"country": "US", "region": region},
            "region",
            "region_missing",
        )
        for region in (None, "", " ")
    ),
    *(
        Break("R6", _DISABLING, facts, "user_notified_at", "notified_before_disabled")
        for facts in (
            {"user_notified_at": _BEFORE},
            {"user_notified_at": Timestamp("2026-01-31T11:45:00.1234567889Z")},
            {"user_notified_at": Timestamp("2025-01-31T13:45:00Z"), "user_notified": False},
        )
    ),
    *(
        Break(
            "R6",
            (r.TemporaryDisabling,),
            {"reenabled_at": Timestamp(text)},
            "reenabled_at",
            "reenabled_before_disabled",
        )
        for text in (
            TIME,
            _BEFORE,
            "2026-01-31T11:45:00.123456789Z",
            "2026-01-31T11:45:00.1234567890000Z",
            "2025-01-31T13:45:00Z",
        )
    ),
    Break(
        "R7",
        (r.AssociatedAccount,),
        {"age": 17, "born": date(2009, 1, 31)},
        "age",
        "age_and_birth_date",
    ),
    Break(
        "R7",
        (r.AssociatedAccount,),
        {"age": 0, "born": date(2009, 1, 31)},
        "age",
        "age_and_birth_date",
    ),
    *(
        Break("section 2.9", _AGED, {"age": age}, "age", "out_of_range")
        for age in (-1, 151, 2009, -(10**20), 10**20)
    ),
    *(
        Break("R8", (r.IpEvent,), {"address": text}, "address", "not_an_ip_address")
        for text in ("", " ", "192.0.2.256", "192.0.2", "example.org", "192.0.2.17:80", "2001:db8")
    ),
    *(
        Break("section 2.10", (r.IpEvent,), {"port": port}, "port", "out_of_range")
        for port in (0, -1, 65_536, 10**20)
    ),
    *(
        Break("R11", (r.Device,), {field: text}, field, "blank")
        for field in ("kind", "value")
        for text in ("", " ", "\t\r\n", "\u00a0")
    ),
    *(
        Break("R11", (r.Summary,), {"urgency_reason": text}, "urgency_reason", "blank")
        for text in ("", " ", "\n")
    ),
    *(
        Break("section 2.4", (r.LawEnforcement,), {"agency": text}, "agency", "blank")
        for text in ("", " ")
    ),
    *(
        Break("R12", _ACCOUNT, {"profile_urls": (_URL, text)}, "profile_urls/1", "not_a_url")
        for text in (" ", "https://a b/", "https://", "example", "https://example.org/\n", "17")
    ),
    Break("R12", (r.WebPageIncident,), {"urls": (_URL, _URL, "a b")}, "urls/2", "not_a_url"),
    Break("R12", (r.Reporter,), {"legal_url": "our legal page"}, "legal_url", "not_a_url"),
    *(
        Break(
            "R13",
            _ACCOUNT,
            {"prior_reports": (1, 2, number, 4)},
            "prior_reports/2",
            "not_a_report_number",
        )
        for number in (0, -1, -12_345_678, 10**18, 10**30)
    ),
    *(
        Break("section 2.3", (r.PhoneIncident,), {name: Decimal(text)}, name, "not_a_number")
        for name in ("latitude", "longitude")
        for text in ("NaN", "sNaN", "Infinity", "-Infinity", "1E+1000", "1E-1000", "-1E+9999")
    ),
)


def broken() -> list[Any]:
    """List every break with every kind of part, as parameters with a readable name."""
    return [
        pytest.param(kind, entry, id=f"{entry.rule} {kind.__name__}/{entry.said} {number}")
        for number, entry in enumerate(BREAKS)
        for kind in entry.kinds
        if entry.facts.keys() <= {*kind.__struct_fields__}
    ]


def replaced(at: str, facts: dict[str, Any]) -> r.Report:
    """Return the full report with other facts in one of its parts."""
    report = full_report()
    part = msgspec.structs.replace(value_at(report, at), **facts)
    return put(report, at, part)  # type: ignore[no-any-return]


def said_about(report: r.Report) -> set[tuple[str, str]]:
    """Return path and code of each problem, none of them twice."""
    problems = check_report(report, NOW)
    said = [(problem.path, problem.code) for problem in problems]
    assert len(said) == len(set(said))
    return set(said)


def test_the_full_report_is_right() -> None:
    assert check_report(full_report(), NOW) == []


def test_the_full_report_has_every_place() -> None:
    assert {kind: {*places_of(kind)} for kind in PLACES} == PLACES


def test_rules_are_for_parts_a_report_can_have_and_all_are_broken_here() -> None:
    assert set(RULES) <= part_types()
    assert set(RULES) == set(PLACES) == {kind for entry in BREAKS for kind in entry.kinds}


@pytest.mark.parametrize(("kind", "entry"), broken())
def test_every_break_is_said_at_its_place_and_nothing_else(
    kind: type[r.Part], entry: Break
) -> None:
    for at in sorted(PLACES[kind]):
        expected = {(f"{at}/{entry.said}", entry.code)}
        if at.startswith("/incidents/") and entry.code == "not_an_email":
            expected.add((at, "incident_email_unowned"))
        assert said_about(replaced(at, entry.facts)) == expected


ALLOWED: tuple[tuple[type[r.Part], dict[str, Any]], ...] = (
    *((kind, {"verified": True, "verified_at": None}) for kind in (r.Phone, r.Email)),
    *((kind, {"verified": False, "verified_at": None}) for kind in (r.Phone, r.Email)),
    *((kind, {"verified": None, "verified_at": None}) for kind in (r.Phone, r.Email)),
    *((r.Phone, {"calling_code": code}) for code in (None, "", "+0", "+44", "+999")),
    (r.Phone, {"calling_code": None, "number": "+44 20 7946 0017"}),
    (r.Phone, {"calling_code": "+44", "number": "44 20 7946 0017"}),
    (r.Phone, {"calling_code": "+44", "number": "(+44) 20 7946 0017"}),
    (r.Phone, {"number": "555 01.."}),
    (r.Phone, {"number": ""}),
    *((r.Phone, {"extension": text}) for text in (None, "", "0", "0123456789")),
    *((kind, {"country": code}) for kind in _STATE[:2] for code in (None, "", "US", "XK", "A1")),
    *((r.Address, {"state": code}) for code in (None, "", "DC", "GU", "PR", "VI", "WY")),
    (r.EstimatedLocation, {"country": "US", "region": "NY"}),
    (r.EstimatedLocation, {"country": "US", "region": "NY", "city": None}),
    (r.EstimatedLocation, {"country": "US", "region": None, "city": None}),
    (r.EstimatedLocation, {"country": "US", "region": "", "city": " "}),
    (r.EstimatedLocation, {"country": "GU", "region": None}),
    (r.EstimatedLocation, {"country": "CA", "region": "Example Province"}),
    *((kind, {"user_notified_at": TIME}) for kind in _DISABLING),
    *((kind, {"disabled_at": None, "user_notified_at": _BEFORE}) for kind in _DISABLING),
    (r.TemporaryDisabling, {"disabled_at": None, "reenabled_at": _BEFORE}),
    (
        r.TemporaryDisabling,
        {"reenabled_at": Timestamp("2026-01-31T11:45:00.1234567890001Z")},
    ),
    (r.TemporaryDisabling, {"reenabled_at": Timestamp("2126-01-31T11:45:00Z")}),
    (r.TemporaryDisabling, {"reenabled_at": LATER, "user_notified_at": None}),
    (r.AssociatedAccount, {"age": None, "born": date(2009, 1, 31)}),
    (r.AssociatedAccount, {"age": None}),
    (r.Person, {"age": 17, "born": date(2009, 1, 31)}),
    *((kind, {"age": age}) for kind in _AGED for age in (0, 1, 150)),
    *((r.IpEvent, {"port": port}) for port in (None, 1, 65_535)),
    (r.IpEvent, {"address": "::ffff:192.0.2.17"}),
    (r.Summary, {"urgency_reason": None}),
    *((kind, {"profile_urls": ()}) for kind in _ACCOUNT),
    *((kind, {"profile_urls": ("", "example.org")}) for kind in _ACCOUNT),
    (r.WebPageIncident, {"urls": ("", "example.org/17")}),
    *((r.Reporter, {"legal_url": url}) for url in (None, "", "example.org/legal")),
    *((kind, {"prior_reports": (1, 10**18 - 1)}) for kind in _ACCOUNT),
    *(
        (r.PhoneIncident, {"latitude": Decimal(text), "longitude": None})
        for text in ("0", "-0.0", "91", "1E+999", "1E-999", "-181.000000000000000000001")
    ),
)


@pytest.mark.parametrize(("kind", "facts"), ALLOWED)
def test_what_is_just_within_a_rule_passes(kind: type[r.Part], facts: dict[str, Any]) -> None:
    for at in sorted(PLACES[kind]):
        assert said_about(replaced(at, facts)) == set()


def test_what_was_never_disabled_is_in_order() -> None:
    """The walk does not ask this rule then; alone it says the same."""
    assert [*disabled_in_order("", r.TemporaryDisabling(disabled=True, reenabled_at=TIME))] == []


def test_all_violations_are_returned_at_once_in_the_order_of_the_report() -> None:
    report, expected = full_report(), []
    facts: dict[str, dict[str, Any]] = {}
    for entry in BREAKS:
        for kind in entry.kinds:
            at = max(sorted(PLACES[kind]), key=lambda place: place.startswith("/victims"))
            if entry.facts.keys() & facts.get(at, {}).keys():
                continue
            if kind in {r.Disabling, r.EstimatedLocation} or not (
                entry.facts.keys() <= {*kind.__struct_fields__}
            ):
                continue
            facts.setdefault(at, {}).update(entry.facts)
            expected.append((f"{at}/{entry.said}", entry.code))
    for at, changed in facts.items():
        report = put(report, at, msgspec.structs.replace(value_at(report, at), **changed))
    said = [(problem.path, problem.code) for problem in check_report(report, NOW)]
    assert sorted(said) == sorted(expected)
    assert len(said) > 25
    heads = [path.split("/")[1] for path, _ in said]
    order = [name for name in r.Report.__struct_fields__ if name in heads]
    assert [name for at, name in enumerate(heads) if at == 0 or heads[at - 1] != name] == order


def test_both_reasons_why_an_order_is_wrong_are_said_together() -> None:
    at = "/reported/0/temporarily_disabled"
    report = replaced(at, {"user_notified_at": _BEFORE, "reenabled_at": _BEFORE})
    assert said_about(report) == {
        (f"{at}/user_notified_at", "notified_before_disabled"),
        (f"{at}/reenabled_at", "reenabled_before_disabled"),
    }


def test_messages_never_repeat_what_the_report_says() -> None:
    for entry in BREAKS:
        for kind in entry.kinds:
            if not entry.facts.keys() <= {*kind.__struct_fields__}:
                continue
            for problem in check_report(replaced(min(PLACES[kind]), entry.facts), NOW):
                for fact in entry.facts.values():
                    if isinstance(fact, str) and len(fact.strip()) > 3:
                        assert fact.strip() not in problem.message
