"""What the tables of cases do not show: paths, times, tables, bounds, and that nothing raises."""

from datetime import date

import pytest
from hypothesis import given

from tests.laws.strategies import public_reports, reports
from tests.places import AS_OF, DocumentationIpCountry
from tests.unit.domain.routing.fictional import TIME, report_of
from tests.unit.reports import full_report
from tipline.domain import report as r
from tipline.domain.places import Place
from tipline.domain.routing.find import find_findings
from tipline.domain.routing.finding import (
    MOST_EVIDENCE,
    Confidence,
    Evidence,
    EvidenceKind,
    Findings,
    Ground,
)
from tipline.domain.routing.lookups import IpAnswer
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind


def _of(*facts: str) -> Findings:
    return find_findings([(17, report_of(list(facts)))], DocumentationIpCountry())


def _evidence(*facts: str) -> list[Evidence]:
    return [one for finding in _of(*facts).findings for one in finding.evidence]


def test_an_ip_address_says_when_by_which_table_and_of_which_day() -> None:
    assert _evidence("suspect ip upload 192.0.2.7 timed") == [
        Evidence(
            kind=EvidenceKind.IP,
            report=17,
            path="/reported/0/ip_events/0/address",
            at=TIME,
            source="registry",
            as_of=AS_OF,
        )
    ]


def test_a_place_says_when_it_was_estimated() -> None:
    assert _evidence("victim place verified CA") == [
        Evidence(kind=EvidenceKind.ADDRESS, report=17, path="/victims/0/location", at=TIME)
    ]


def test_a_phone_says_when_it_was_verified() -> None:
    number = r.Phone(number="+447700900117", verified_at=TIME)
    report = r.Report(reported=(r.Reported(person=r.Person(phones=(number, number))),))
    (finding,) = find_findings([(17, report)], DocumentationIpCountry()).findings
    assert finding.evidence[1] == Evidence(
        kind=EvidenceKind.PHONE, report=17, path="/reported/0/person/phones/1/number", at=TIME
    )


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        (["chat", "page https://page.example.de/"], "/incidents/1/urls/0"),
        (["page http://192.0.2.7/"], "/incidents/0/urls/0"),
        (["call +1 702 555 0117"], "/incidents/0/phone/number"),
        (["offline - DE - -"], "/incidents/0/addresses/0"),
        (["peer - 192.0.2.7 timed"], "/incidents/0/ip_events/0/address"),
        (["reporter address - DE - -"], "/reporter/person/addresses/0"),
        (["desk address - DE - -"], "/reporter/contact/addresses/0"),
        (["suspect email someone@example.de"], "/reported/0/person/emails/0/address"),
        (["suspect email a@example.org", "second email a@example.de"],
         "/reported/1/person/emails/0/address"),
        (["recipient address - DE - -"], "/recipients/0/person/addresses/0"),
        (["linked address - DE - -"], "/reported/0/associated_accounts/0/addresses/0"),
        (["linked ip - 192.0.2.7"], "/reported/0/associated_accounts/0/ip_events/0/address"),
        (["suspect address - - - 89101"], "/reported/0/person/addresses/0/zip_code"),
        (["suspect address - A1 NV -"], "/reported/0/person/addresses/0"),
    ],
)  # fmt: skip
def test_evidence_leads_to_the_fact(facts: list[str], path: str) -> None:
    assert [(one.report, one.path) for one in _evidence(*facts)] == [(17, path)]


def test_a_state_beside_another_country_is_its_own_evidence() -> None:
    assert [one.path for one in _evidence("suspect address - DE NV -")] == [
        "/reported/0/person/addresses/0",
        "/reported/0/person/addresses/0/state",
    ]


def test_a_victims_other_account_counts_for_the_child() -> None:
    event = r.IpEvent(address="192.0.2.7", event=EventKind.UPLOAD, at=TIME)
    other = r.AssociatedAccount(ip_events=(event,))
    report = r.Report(victims=(r.Victim(associated_accounts=(other,)),))
    (finding,) = find_findings([(17, report)], DocumentationIpCountry()).findings
    assert (finding.ground, finding.confidence) == (Ground.VICTIM, Confidence.MEDIUM)


def test_a_recipient_without_a_person_is_read_all_the_same() -> None:
    event = r.IpEvent(address="192.0.2.7")
    report = r.Report(recipients=(r.Recipient(ip_events=(event,)),))
    (finding,) = find_findings([(17, report)], DocumentationIpCountry()).findings
    assert finding.evidence[0].path == "/recipients/0/ip_events/0/address"


def test_facts_of_two_reports_make_one_finding_and_name_their_reports() -> None:
    report = report_of(["suspect address home DE - -"])
    (found,) = find_findings([(17, report), (4, report)], DocumentationIpCountry()).findings
    assert [one.report for one in found.evidence] == [17, 4]


def test_a_thousand_reports_keep_the_strongest_evidence_and_ask_once_for_an_address() -> None:
    table = DocumentationIpCountry()
    weak = report_of(["suspect ip login 198.51.100.7 timed"])
    upload = report_of(["suspect ip upload 198.51.100.7 timed"])
    strong = report_of(["suspect address home DE - -"])
    case = [(number, weak) for number in range(1, 999)] + [(999, upload), (1_000, strong)]
    (found,) = find_findings(case, table).findings
    assert table.asked == 1
    assert len(found.evidence) == MOST_EVIDENCE == 20
    assert [one.report for one in found.evidence] == [1_000, 999, *range(1, 19)]
    assert found.confidence is Confidence.HIGH


def test_a_table_may_answer_with_a_code_that_is_no_country() -> None:
    class Satellite:
        def find(self, address: str) -> IpAnswer | None:
            return IpAnswer("A2", f"table of {len(address)}", date(2026, 11, 1))

    report = report_of(["suspect ip upload 192.0.2.7 timed", "page http://192.0.2.7/"])
    assert find_findings([(17, report)], Satellite()) == Findings(unknown=tuple(Ground))


def test_the_full_report_speaks_of_every_ground_but_a_host() -> None:
    found = find_findings([(17, full_report())], DocumentationIpCountry())
    assert found.unknown == (Ground.HOST,)
    assert Place(country="US", subdivision="US-NY") in {one.place for one in found.findings}


def test_nothing_known_is_an_answer() -> None:
    assert find_findings([], DocumentationIpCountry()) == Findings(unknown=tuple(Ground))


@given(reports())
def test_no_report_of_a_provider_makes_it_raise(report: r.Report) -> None:
    table = DocumentationIpCountry()
    found = find_findings([(17, report)], table)
    assert found == find_findings([(17, report)], table)
    keys = [(one.ground, one.place) for one in found.findings]
    assert len({*keys}) == len(keys)
    assert {one.ground for one in found.findings} == {*Ground} - {*found.unknown}


@given(public_reports())
def test_no_report_of_the_public_makes_it_raise(report: r.Report) -> None:
    found = find_findings([(17, report), (18, report)], DocumentationIpCountry())
    assert all(one.evidence for one in found.findings)


def test_a_reason_repeats_no_fact() -> None:
    report = full_report()
    for one in find_findings([(17, report)], DocumentationIpCountry()).findings:
        assert "Example" not in one.reason
        assert not any(letter.isdigit() for letter in one.reason)


def test_times_are_kept_letter_by_letter() -> None:
    at = Timestamp("2026-01-31T13:45:00.1234567890+02:00")
    event = r.IpEvent(address="192.0.2.7", at=at)
    report = r.Report(reported=(r.Reported(ip_events=(event,)),))
    (finding,) = find_findings([(17, report)], DocumentationIpCountry()).findings
    assert finding.evidence[0].at == at


class _Disagreeing:
    """Two tables that have different countries for an address."""

    def __init__(self, *countries: str) -> None:
        sources = ("operator", "registry", "registry")
        self._answers = tuple(map(IpAnswer, countries, sources))

    def find(self, address: str) -> IpAnswer | None:
        return self.find_all(address)[0]

    def find_all(self, address: str) -> tuple[IpAnswer, ...]:
        return self._answers if address else ()


@pytest.mark.parametrize(
    ("fact", "whom"),
    [
        ("suspect ip upload 192.0.2.7 timed", "the reported person"),
        ("page http://192.0.2.7/", "the page"),
    ],
)
def test_tables_that_disagree_are_a_conflict(fact: str, whom: str) -> None:
    found = find_findings([(17, report_of([fact]))], _Disagreeing("FR", "DE"))
    assert [(one.place.country, one.evidence[0].source, one.reason) for one in found.findings] == [
        ("DE", "registry", f"An IP address seen for {whom} was given out to this country."),
        (
            "FR",
            "operator",
            f"The hotline's own table has an IP address seen for {whom} in this country.",
        ),
    ]
    (conflict,) = found.conflicts
    assert conflict.reason == f"The facts speak for more than one country as to {whom}."


def test_tables_that_agree_are_one_piece_of_evidence_of_the_first() -> None:
    report = report_of(["suspect ip upload 192.0.2.7 timed"])
    (found,) = find_findings([(17, report)], _Disagreeing("FR", "FR", "FR")).findings
    assert [one.source for one in found.evidence] == ["operator"]


def test_an_address_says_whether_it_may_be_a_proxys_and_others_stand_before_it() -> None:
    proxy, none = "suspect ip login 192.0.2.7 timed proxy", "suspect ip login 192.0.2.8 timed"
    assert [one.proxy for one in _evidence(proxy, none)] == [False, True]
    assert [one.path for one in _evidence(proxy, none)] == [
        "/reported/0/ip_events/1/address",
        "/reported/0/ip_events/0/address",
    ]


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("/reported/0/person/addresses/0/state", "/reported/0"),
        ("/reported/10/associated_accounts/0/phones/0/number", "/reported/10"),
        ("/victims/0/location", "/victims/0"),
        ("/incidents/1/addresses/0", "/incidents/1"),
        ("/incidents/1/urls/0", "/incidents/1/urls/0"),
        ("/reporter/person/phones/0/number", "/reporter"),
        ("/reporter/contact/phones/0/number", "/reporter"),
    ],
)
def test_evidence_tells_whose_fact_it_is(path: str, subject: str) -> None:
    evidence = Evidence(kind=EvidenceKind.PHONE, report=17, path=path)
    assert evidence.subject == (17, subject)


def test_people_of_two_reports_neither_raise_nor_contradict_each_other() -> None:
    phone = report_of(["suspect phone +49 30 23125 117"])
    upload = report_of(["suspect ip upload 198.51.100.7 timed"])
    other = report_of(["suspect phone +44 7700 900117"])
    found = find_findings([(1, phone), (2, upload), (3, other)], DocumentationIpCountry())
    assert {one.confidence for one in found.findings} == {Confidence.MEDIUM}
    assert len(found.findings) == 2
    assert found.conflicts == ()
