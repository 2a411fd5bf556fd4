"""Made-up dossiers for tests: one with every fact, and whatever reports one likes."""

from datetime import date

import msgspec

from tests.unit import reports as made
from tipline.domain import report as r
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.places import Place
from tipline.domain.referrals.dossier import (
    Addressee,
    Change,
    Connection,
    Dossier,
    ReferredReport,
    RegistryCountry,
    Sender,
)
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.routing.finding import (
    Confidence,
    Evidence,
    EvidenceKind,
    Finding,
    Ground,
)
from tipline.domain.timestamp import Timestamp

MADE_AT = Timestamp("2026-06-01T12:00:00Z")


def referred(*reports: r.Report) -> tuple[ReferredReport, ...]:
    """Return reports as they go to an agency, numbered from 17."""
    return tuple(
        ReferredReport(
            number=17 + index, received_at=MADE_AT, source="Example Service", report=report
        )
        for index, report in enumerate(reports)
    )


def dossier_of(*reports: r.Report) -> Dossier:
    """Return a dossier of these reports, with everything else that one can say."""
    place = Place(country="US", subdivision="US-NV", county="32003")
    evidence = Evidence(
        kind=EvidenceKind.IP,
        report=17,
        path="/reported/0/ip_events/0/address",
        at=MADE_AT,
        source="registry",
        as_of=date(2026, 5, 31),
    )
    return Dossier(
        referral=7,
        version=2,
        made_at=MADE_AT,
        is_test=True,
        sender=Sender(
            name="Example Hotline",
            email="desk@hotline.example.org",
            phone="+1 202 555 0100",
            page="https://hotline.example.org/",
        ),
        addressee=Addressee(id="agency-a", name="Agency A of Example", kind=AgencyKind.TASK_FORCE),
        groups=tuple(FactGroup),
        legal_gate="Synthetic law, section 17.",
        urgency=("The reporting service marked it as urgent.",),
        reasons=("It covers the place.",),
        findings=(
            Finding(
                ground=Ground.SUSPECT,
                place=place,
                evidence=(evidence,),
                confidence=Confidence.LOW,
                reason="An address was given out in this country.",
            ),
        ),
        reports=referred(*reports),
        connections=(Connection(one=17, other=18, reason="Both name the same account."),),
        registry=(
            RegistryCountry(address="192.0.2.17", country="US", source="registry", as_of=MADE_AT),
        ),
        changes=(Change(kind="added", report=18),),
        answer_at="https://hotline.example.org/answer/token",
    )


def full_dossier() -> Dossier:
    """Return a dossier with a provider's report, a public one, and a supplement."""
    public = msgspec.structs.replace(made.full_report(), public=made.public_report().public)
    dossier = dossier_of(made.full_report(), public, made.provider_report())
    first, second, third = dossier.reports
    return msgspec.structs.replace(
        dossier,
        reports=(
            first,
            msgspec.structs.replace(second, source="public"),
            msgspec.structs.replace(third, supplement_to=17),
        ),
    )
