"""Composes what one version of a referral says, from opened reports and what was decided.

Only facts of the released groups are in it, and of the desk nothing at all. Everything is given;
nothing is opened, looked up or written here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from tipline.domain.directory.agency import Agency
from tipline.domain.identifiers import ip
from tipline.domain.moments import from_microseconds
from tipline.domain.public.draft import ReporterContact
from tipline.domain.referrals.build_rows import ip_rows
from tipline.domain.referrals.changes import changes_between
from tipline.domain.referrals.dossier import (
    Addressee,
    Connection,
    Dossier,
    ReferredReport,
    RegistryCountry,
    Sender,
)
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release import keep_groups, may_get, released_path
from tipline.domain.report import Email, Phone, Report
from tipline.domain.routing.finding import Finding
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import Answer
from tipline.ports.stores import ReportRow
from tipline.services.desk.open_report import OpenedReport

PUBLIC: Final = "public"
"""Where a report came from that a member of the public sent."""
IMPORTED: Final = "imported"
"""Where a report came from that neither they sent nor a service that files here."""
MOST_REASONS: Final = 10
"""Reports whose reason for urgency is told in its own words; the rest is in the reports."""

Registry = Callable[[str], RegistryCountry | None]
"""Returns to which country a registry gave an IP address (normal form); None if unknown."""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided: what goes to whom, why, and under which law; see `Dossier`.

    `rests_on` are the findings that `reasons` rest on, by their place in `Material.findings`.
    """

    referral: int
    version: int
    made_at: datetime
    is_test: bool
    sender: Sender
    agency: Agency
    groups: frozenset[FactGroup]
    legal_gate: str
    reasons: tuple[str, ...] = ()
    rests_on: tuple[int, ...] = ()
    answer_at: str | None = None


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What it is made of.

    `services` has the name of each provider by its id. `contacts` has how reporters can be
    reached, by report, where somebody was allowed to see that; without their consent it goes
    nowhere. `findings` and `connections` are those of the whole case.
    """

    reports: Sequence[OpenedReport]
    services: Mapping[int, str]
    registry: Registry
    findings: Sequence[Finding] = ()
    connections: Sequence[Connection] = ()
    contacts: Mapping[int, ReporterContact] = {}

    def __repr__(self) -> str:
        return f"Material({len(self.reports)})"


class _Whole(msgspec.Struct, frozen=True):
    """A report or supplement before anything is withheld."""

    row: ReportRow
    report: Report


def compose_dossier(
    release: Release, material: Material, previous: Dossier | None = None
) -> Dossier:
    """Return the dossier of a version, with its changes against the previous one.

    Groups that this kind of agency can never get are left out. How urgent it is goes
    with the groups that say so. A finding goes if all it rests on goes, and
    its sentence is no reason any more if it does not; nor is what the rules say of it. Connections
    go with the reported, on whom most of them rest.
    """
    groups = release.groups & may_get(release.agency.kind)
    whole = {one.row.number: one for one in _all(material)}
    findings = _findings(material.findings, whole, groups)
    dossier = Dossier(
        referral=release.referral,
        version=release.version,
        made_at=Timestamp.of(release.made_at),
        is_test=release.is_test,
        sender=release.sender,
        addressee=Addressee(
            id=release.agency.id, name=release.agency.name, kind=release.agency.kind
        ),
        groups=tuple(group for group in FactGroup if group in groups),
        legal_gate=release.legal_gate,
        urgency=tuple(_urgency(list(whole.values()), groups)),
        reasons=_reasons(release, material.findings, findings),
        findings=tuple(findings.values()),
        reports=tuple(_referred(one, groups, material.services) for one in whole.values()),
        connections=tuple(_connections(material.connections, whole, groups)),
        answer_at=release.answer_at,
    )
    dossier = msgspec.structs.replace(dossier, registry=_countries(dossier, material.registry))
    changes = () if previous is None else changes_between(previous, dossier)
    return msgspec.structs.replace(dossier, changes=changes)


def _all(material: Material) -> Iterator[_Whole]:
    """Yield reports and what was added to them, each once, by their order."""
    for opened in material.reports:
        report = opened.report
        contact = material.contacts.get(opened.row.number)
        yield _Whole(opened.row, report if contact is None else _with_contact(report, contact))
        for added in opened.supplements:
            yield _Whole(added.row, added.report)


def _with_contact(report: Report, contact: ReporterContact) -> Report:
    """Return a public report with the way to its reporter; consent is looked at later."""
    if report.public is None:
        return report
    person = report.reporter.person
    emails = (Email(address=contact.email),) if contact.email else ()
    phones = (Phone(number=contact.phone),) if contact.phone else ()
    person = msgspec.structs.replace(
        person, emails=(*person.emails, *emails), phones=(*person.phones, *phones)
    )
    reporter = msgspec.structs.replace(report.reporter, person=person)
    return msgspec.structs.replace(report, reporter=reporter)


def _referred(
    whole: _Whole, groups: frozenset[FactGroup], services: Mapping[int, str]
) -> ReferredReport:
    row = whole.row
    other = IMPORTED if whole.report.public is None else PUBLIC
    return ReferredReport(
        number=row.number,
        received_at=Timestamp.of(from_microseconds(row.finished_at or row.opened_at)),
        source=other if row.provider is None else services[row.provider],
        report=keep_groups(whole.report, groups),
        supplement_to=row.supplements,
    )


def _urgency(whole: Sequence[_Whole], groups: frozenset[FactGroup]) -> Iterator[str]:
    """Yield why it cannot wait, only by what reporters declared, the child in danger first."""
    danger = [one for one in whole if _says_danger(one.report)]
    if danger and groups & {FactGroup.ANSWERS, FactGroup.SUMMARY}:
        yield f"The reporter said that somebody is in danger now{_in_which(danger, whole)}."
    marked = [one for one in whole if one.report.summary.urgency_reason is not None]
    if marked and FactGroup.SUMMARY in groups:
        yield f"The reporting service marked it as urgent{_in_which(marked, whole)}."
    if FactGroup.SUMMARY in groups:
        for one in marked[:MOST_REASONS]:
            prefix = f"Report {one.row.number}: " if len(whole) > 1 else ""
            yield f"{prefix}{one.report.summary.urgency_reason}"


def _says_danger(report: Report) -> bool:
    return report.public is not None and report.public.danger_now is Answer.YES


def _in_which(some: Sequence[_Whole], whole: Sequence[_Whole]) -> str:
    """Return in which reports it says so, unless there is only one."""
    if len(whole) == 1:
        return ""
    numbers = ", ".join(str(one.row.number) for one in some[:MOST_REASONS])
    more = f" and {len(some) - MOST_REASONS} more" if len(some) > MOST_REASONS else ""
    return f", in {'report' if len(some) == 1 else 'reports'} {numbers}{more}"


def _findings(
    findings: Sequence[Finding], whole: Mapping[int, _Whole], groups: frozenset[FactGroup]
) -> dict[int, Finding]:
    """Return findings whose whole evidence goes, with the places where it stands then."""
    going = {}
    for place, finding in enumerate(findings):
        evidence = []
        for one in finding.evidence:
            report = whole.get(one.report)
            path = None if report is None else released_path(report.report, groups, one.path)
            if path is not None:
                evidence.append(msgspec.structs.replace(one, path=path))
        if len(evidence) == len(finding.evidence):
            going[place] = msgspec.structs.replace(finding, evidence=tuple(evidence))
    return going


def _reasons(
    release: Release, findings: Sequence[Finding], going: Mapping[int, Finding]
) -> tuple[str, ...]:
    """Return why it goes there, without a word of what is withheld.

    Sentences of the rules do not tell which finding they are of. So where one of those they rest
    on is withheld, only the findings that go speak for themselves.
    """
    said = {one.reason for one in going.values()}
    unsaid = {one.reason for one in findings} - said
    if not going.keys() >= set(release.rests_on):
        return tuple(reason for reason in release.reasons if reason in said)
    return tuple(reason for reason in release.reasons if reason not in unsaid)


def _connections(
    connections: Sequence[Connection],
    whole: Mapping[int, _Whole],
    groups: frozenset[FactGroup],
) -> Iterator[Connection]:
    if FactGroup.REPORTED in groups:
        yield from (one for one in connections if one.one in whole and one.other in whole)


def _countries(dossier: Dossier, registry: Registry) -> tuple[RegistryCountry, ...]:
    """Return what the registry says of each address of the dossier, once."""
    addresses = dict.fromkeys(row.address for row in ip_rows(dossier))
    found = (registry(address) for address in addresses if ip.normal_form(address) is not None)
    return tuple(one for one in found if one is not None)
