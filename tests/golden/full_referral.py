"""One made-up referral to a hoster with every kind of identifier; the exchange files are of it."""

from collections.abc import Callable
from datetime import date
from typing import Final

import msgspec

from tests.golden.full_report import FULL_REPORT, IP_EVENT
from tipline.codecs.case_uco import encode_case
from tipline.codecs.stix import encode_stix
from tipline.codecs.xarf import encode_xarf
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.places import Place
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
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
from tipline.domain.report import (
    PublicAnswers,
    Report,
    Reported,
    Seen,
    Summary,
    Victim,
    WebPageIncident,
)
from tipline.domain.routing.finding import (
    Confidence,
    Evidence,
    EvidenceKind,
    Finding,
    Ground,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType

BY_A_SERVICE: Final = msgspec.structs.replace(
    FULL_REPORT,
    incidents=tuple(FULL_REPORT.incidents[index] for index in (0, 2, 3, 5, 7)),
    law_enforcement=None,
    reported=(msgspec.structs.replace(FULL_REPORT.reported[0], associated_accounts=()),),
    recipients=(),
    victims=(Victim(school="Example School", ip_events=(IP_EVENT,)),),
)

BY_THE_PUBLIC: Final = Report(
    summary=Summary(incident_type=IncidentType.ONLINE_ENTICEMENT),
    incidents=(WebPageIncident(urls=("https://example.net/18?a=1", "https://192.0.2.18/")),),
    reported=(Reported(display_names=("\u0645\u062b\u0627\u0644",)),),
    additional_info="Synthetic narrative 18.",
    public=PublicAnswers(
        seen=(Seen(of="/incidents/0", day="2026-01-30", time="9:05", zone="+02:00"),)
    ),
)

FULL_REFERRAL: Final = Dossier(
    referral=17,
    version=2,
    made_at=Timestamp("2026-02-01T09:00:00.5+00:00"),
    is_test=True,
    sender=Sender(
        name="Hotline of Example",
        email="desk@hotline.example.org",
        page="https://hotline.example.org/",
    ),
    addressee=Addressee(id="hoster-a", name="Hoster A of Example", kind=AgencyKind.HOSTER),
    groups=tuple(FactGroup),
    legal_gate="Synthetic law 17.",
    urgency=("Synthetic urgency 17.",),
    reasons=("Synthetic reason 17.",),
    findings=(
        Finding(
            ground=Ground.SUSPECT,
            place=Place(country="US", subdivision="US-NV", county="32003"),
            evidence=(
                Evidence(
                    kind=EvidenceKind.IP,
                    report=17,
                    path="/reported/0/ip_events/0/address",
                    at=Timestamp("2026-01-31T13:45:00.5+02:00"),
                    source="registry",
                    as_of=date(2026, 1, 1),
                ),
            ),
            confidence=Confidence.LOW,
            reason="Synthetic reason 18.",
        ),
    ),
    reports=(
        ReferredReport(
            number=17,
            received_at=Timestamp("2026-01-31T16:00:00Z"),
            source="Example Service",
            report=BY_A_SERVICE,
        ),
        ReferredReport(
            number=18,
            received_at=Timestamp("2026-01-31T17:00:00Z"),
            source="public",
            report=BY_THE_PUBLIC,
            supplement_to=17,
        ),
    ),
    connections=(Connection(one=17, other=18, reason="Synthetic reason 19."),),
    registry=(
        RegistryCountry(
            address="192.0.2.17",
            country="US",
            source="registry",
            as_of=Timestamp("2026-01-01T00:00:00Z"),
        ),
    ),
    changes=(Change(kind="added", report=18),),
    answer_at="https://hotline.example.org/answer/17",
)


def case_file() -> bytes:
    """Return the referral as CASE/UCO."""
    rows = ip_rows(FULL_REFERRAL), identifier_rows(FULL_REFERRAL)
    return encode_case(FULL_REFERRAL, *rows, indent=True)


def stix_file() -> bytes:
    """Return the referral as STIX."""
    rows = ip_rows(FULL_REFERRAL), identifier_rows(FULL_REFERRAL)
    return encode_stix(FULL_REFERRAL, *rows, indent=True)


def xarf_file() -> bytes:
    """Return the first notice of the referral."""
    return encode_xarf(FULL_REFERRAL, indent=True)[0]


REFERRALS: Final[tuple[tuple[str, Callable[[], bytes]], ...]] = (
    ("tests/golden/full.case.jsonld", case_file),
    ("tests/golden/full.stix.json", stix_file),
    ("tests/golden/full.xarf.json", xarf_file),
)
"""Each file with what makes it."""
