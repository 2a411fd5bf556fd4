"""A dossier says what was released, why it cannot wait, and nothing else."""

import msgspec

from tests.unit import reports as made
from tests.unit.services.referrals.cases import SERVICES, opened, registry, release
from tipline.domain import report as r
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.places import Place
from tipline.domain.public.draft import ReporterContact
from tipline.domain.referrals.dossier import Change, Connection
from tipline.domain.referrals.groups import FactGroup as G
from tipline.domain.routing.finding import (
    Confidence,
    Evidence,
    EvidenceKind,
    Finding,
    Ground,
)
from tipline.domain.vocabulary import Answer
from tipline.services.desk.open_report import OpenedReport
from tipline.services.referrals.compose_dossier import MOST_REASONS, Material, compose_dossier


def material(*reports: OpenedReport) -> Material:
    return Material(reports=reports, services=SERVICES, registry=registry)


def full() -> Material:
    return material(opened(17, made.full_report()))


def finding(*paths: str, report: int = 17, reason: str = "A reason.") -> Finding:
    return Finding(
        ground=Ground.SUSPECT,
        place=Place(country="US"),
        evidence=tuple(
            Evidence(kind=EvidenceKind.STATED, report=report, path=path) for path in paths
        ),
        confidence=Confidence.HIGH,
        reason=reason,
    )


def public(*, agreed: bool = True, danger: Answer = Answer.YES) -> r.Report:
    answers = made.public_report().public
    assert answers is not None
    answers = msgspec.structs.replace(
        answers, contact_may_go_to_police=agreed, danger_now=danger, seen=()
    )
    return r.Report(public=answers)


def test_who_says_what_to_whom() -> None:
    dossier = compose_dossier(release(), full())
    assert (dossier.referral, dossier.version, dossier.made_at) == (
        7,
        1,
        "2026-06-01T12:00:00+00:00",
    )
    assert dossier.addressee.id == "agency-a"
    assert dossier.groups == tuple(G)
    (held,) = dossier.reports
    assert (held.number, held.source) == (17, "Example Service")
    assert held.received_at == "2026-05-28T20:26:40+00:00"
    assert held.report == made.full_report()


def test_supplements_stand_after_their_report() -> None:
    dossier = compose_dossier(
        release(), material(opened(17, made.full_report(), r.Report()), opened(30, r.Report()))
    )
    assert [(held.number, held.supplement_to) for held in dossier.reports] == [
        (17, None),
        (18, 17),
        (30, None),
    ]


def test_only_released_groups_are_in_it() -> None:
    dossier = compose_dossier(release({G.WEB_ADDRESSES}), full())
    (held,) = dossier.reports
    assert held.report.victims == ()
    assert dossier.registry == ()


def test_a_kind_of_agency_never_gets_what_it_may_not() -> None:
    report = opened(17, public(), provider=None)
    whole = msgspec.structs.replace(
        material(report), contacts={17: ReporterContact(email="reader@example.org")}
    )
    assert (
        G.REPORTER_CONTACT not in compose_dossier(release(kind=AgencyKind.HOTLINE), whole).groups
    )
    assert compose_dossier(release(kind=AgencyKind.HOTLINE), whole).reports[0].report.reporter == (
        r.Reporter()
    )


def test_a_contact_goes_with_consent_only() -> None:
    contact = ReporterContact(email="reader@example.org", phone="+1 202 555 0117")
    for agreed, person in (
        (False, r.Person()),
        (
            True,
            r.Person(
                emails=(r.Email(address="reader@example.org"),),
                phones=(r.Phone(number="+1 202 555 0117"),),
            ),
        ),
    ):
        whole = material(opened(17, public(agreed=agreed), provider=None))
        whole = msgspec.structs.replace(whole, contacts={17: contact})
        (held,) = compose_dossier(release(), whole).reports
        assert (held.source, held.report.reporter.person) == ("public", person)


def test_a_contact_is_put_into_public_reports_only() -> None:
    whole = msgspec.structs.replace(full(), contacts={17: ReporterContact(email="x@example.org")})
    assert compose_dossier(release(), whole).reports[0].report == made.full_report()


def test_an_empty_contact_adds_nothing() -> None:
    whole = material(opened(17, public(), provider=None))
    whole = msgspec.structs.replace(whole, contacts={17: ReporterContact()})
    assert compose_dossier(release(), whole).reports[0].report == public()


def test_urgency_is_what_the_reporter_declared() -> None:
    assert compose_dossier(release(), full()).urgency == (
        "The reporting service marked it as urgent.",
        "Synthetic narrative 1.",
    )
    assert compose_dossier(release({G.VICTIMS}), full()).urgency == ()
    danger = material(opened(17, public(), provider=None))
    assert compose_dossier(release(), danger).urgency == (
        "The reporter said that somebody is in danger now.",
    )
    assert compose_dossier(release({G.ANSWERS}), danger).urgency != ()
    assert compose_dossier(release({G.VICTIMS}), danger).urgency == ()
    calm = material(
        opened(17, public(danger=Answer.UNKNOWN), provider=None), opened(18, r.Report())
    )
    assert compose_dossier(release(), calm).urgency == ()


def test_urgency_of_many_reports_is_told_together() -> None:
    urgent = r.Report(summary=r.Summary(urgency_reason="Synthetic narrative 1."))
    reports = [opened(number, urgent) for number in range(1, MOST_REASONS + 3)]
    danger = opened(50, public(), provider=None)
    said = compose_dossier(release(), material(*reports, danger)).urgency
    numbers = ", ".join(map(str, range(1, MOST_REASONS + 1)))
    assert said[:3] == (
        "The reporter said that somebody is in danger now, in report 50.",
        f"The reporting service marked it as urgent, in reports {numbers} and 2 more.",
        "Report 1: Synthetic narrative 1.",
    )
    assert len(said) == 2 + MOST_REASONS


def test_a_finding_goes_if_all_it_rests_on_goes() -> None:
    both = finding("/incidents/0/urls/0", "/victims/0/location", reason="About both.")
    host = finding("/incidents/0/urls/1", reason="About the page.")
    gone = finding("/incidents/0/urls/0", report=99, reason="About another.")
    whole = msgspec.structs.replace(full(), findings=(both, host, gone))
    reasons = ("About both.", "About the page.", "It covers the place.")
    dossier = compose_dossier(release({G.WEB_ADDRESSES}, reasons=reasons), whole)
    assert dossier.findings == (host,)
    assert dossier.reasons == ("About the page.", "It covers the place.")
    assert compose_dossier(release(), whole).findings == (both, host)


def test_what_rules_say_of_a_withheld_finding_does_not_go() -> None:
    suspect = finding("/victims/0/location", reason="About the suspect.")
    host = finding("/incidents/0/urls/1", reason="About the page.")
    whole = msgspec.structs.replace(full(), findings=(suspect, host))
    said = ("The rule of suspects.", "About the suspect.", "About the page.", "It covers the US.")
    for rests_on, groups, expected in (
        ((0,), {G.WEB_ADDRESSES}, ("About the page.",)),
        ((0, 1), {G.WEB_ADDRESSES}, ("About the page.",)),
        ((1,), {G.WEB_ADDRESSES}, (said[0], said[2], said[3])),
        ((0,), {G.SUMMARY}, ()),
        ((0, 1), frozenset(G), said),
    ):
        decided = msgspec.structs.replace(release(groups, reasons=said), rests_on=rests_on)
        assert compose_dossier(decided, whole).reasons == expected


def test_evidence_points_to_where_the_fact_stands_now() -> None:
    incidents = (r.ChatIncident(room="17"), r.WebPageIncident(urls=("https://example.org/1",)))
    whole = material(opened(17, r.Report(incidents=incidents)))
    whole = msgspec.structs.replace(whole, findings=(finding("/incidents/1/urls/0"),))
    (found,) = compose_dossier(release({G.WEB_ADDRESSES}), whole).findings
    assert found.evidence[0].path == "/incidents/0/urls/0"


def test_connections_are_between_reports_of_the_package_and_go_with_the_reported() -> None:
    inside = Connection(one=17, other=18, reason="Both name the same account.")
    outside = Connection(one=17, other=99, reason="Both name the same account.")
    whole = material(opened(17, r.Report()), opened(18, r.Report()))
    whole = msgspec.structs.replace(whole, connections=(inside, outside))
    assert compose_dossier(release(), whole).connections == (inside,)
    assert compose_dossier(release({G.SUMMARY}), whole).connections == ()


def test_countries_are_looked_up_once_for_each_address() -> None:
    events = tuple(
        r.IpEvent(address=address) for address in ("192.0.2.1", "192.0.2.1", "198.51.100.1")
    )
    whole = material(opened(17, r.Report(victims=(r.Victim(ip_events=events),))))
    assert [one.address for one in compose_dossier(release(), whole).registry] == ["192.0.2.1"]


def test_a_report_that_was_imported_says_so() -> None:
    (held,) = compose_dossier(release(), material(opened(17, r.Report(), provider=None))).reports
    assert held.source == "imported"


def test_what_is_no_address_is_not_looked_up() -> None:
    asked: list[str] = []
    event = r.IpEvent(address="no address")
    whole = material(opened(17, r.Report(victims=(r.Victim(ip_events=(event,)),))))
    whole = msgspec.structs.replace(whole, registry=asked.append)
    assert compose_dossier(release(), whole).registry == ()
    assert asked == []


def test_a_version_names_its_changes() -> None:
    old = compose_dossier(release({G.SUMMARY}), full())
    new = compose_dossier(release({G.SUMMARY, G.LAW_ENFORCEMENT}), full(), old)
    assert old.changes == ()
    assert new.changes == (Change(kind="added", report=17, path="/law_enforcement"),)


def test_nothing_is_printed() -> None:
    assert repr(full()) == "Material(1)"
