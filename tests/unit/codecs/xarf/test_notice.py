"""Which notices a referral makes, and above all which it does not."""

import msgspec
import pytest

from tests.golden.full_referral import BY_A_SERVICE, BY_THE_PUBLIC, FULL_REFERRAL
from tipline.codecs.xarf import (
    MOST_NOTICES,
    Exploitation,
    encode_xarf,
    has_more_notices,
    notices,
)
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.report import (
    Annotations,
    ChatIncident,
    PublicAnswers,
    Report,
    Seen,
    Summary,
    WebPageIncident,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType

NOON = Timestamp("2026-01-31T12:00:00Z")
ENTICEMENT = Summary(incident_type=IncidentType.ONLINE_ENTICEMENT, incident_time=NOON)
PAGE = (WebPageIncident(urls=("https://example.org/17",)),)


def about(report: Report) -> Dossier:
    held = msgspec.structs.replace(FULL_REFERRAL.reports[0], report=report)
    return msgspec.structs.replace(FULL_REFERRAL, reports=(held,))


def declared(**summary: object) -> Report:
    return Report(summary=msgspec.structs.replace(ENTICEMENT, **summary), incidents=PAGE)


def test_every_web_address_makes_a_notice() -> None:
    found = [(one.report, one.incident, one.address, one.url) for one in notices(FULL_REFERRAL)]
    assert found == [
        (17, 0, 0, "https://example.org/17?a=1&b=2"),
        (17, 0, 1, "https://example.com/"),
        (18, 0, 0, "https://example.net/18?a=1"),
        (18, 0, 1, "https://192.0.2.18/"),
    ]


@pytest.mark.parametrize("kind", sorted(set(AgencyKind) - {AgencyKind.HOSTER}))
def test_nobody_else_is_sent_one(kind: AgencyKind) -> None:
    addressee = msgspec.structs.replace(FULL_REFERRAL.addressee, kind=kind)
    assert notices(msgspec.structs.replace(FULL_REFERRAL, addressee=addressee)) == ()


@pytest.mark.parametrize("email", [None, "", "desk", "desk@localhost", "a b@example.org"])
def test_a_hotline_without_a_mailbox_sends_none(email: str | None) -> None:
    sender = msgspec.structs.replace(FULL_REFERRAL.sender, email=email)
    assert notices(msgspec.structs.replace(FULL_REFERRAL, sender=sender)) == ()


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ({}, Exploitation.SOLICITATION),
        ({"incident_type": IncidentType.SEX_TRAFFICKING}, Exploitation.TRAFFICKING),
        ({"annotations": Annotations(sextortion=True)}, Exploitation.SEXTORTION),
        (
            {
                "incident_type": IncidentType.ABUSE_MATERIAL,
                "annotations": Annotations(csam_solicitation=True),
            },
            Exploitation.SOLICITATION,
        ),
    ],
)
def test_what_it_is_comes_from_the_declaration(
    summary: dict[str, object], expected: Exploitation
) -> None:
    (one,) = notices(about(declared(**summary)))
    assert one.exploitation is expected


@pytest.mark.parametrize(
    "kind",
    [
        None,
        *sorted(
            set(IncidentType) - {IncidentType.ONLINE_ENTICEMENT, IncidentType.SEX_TRAFFICKING}
        ),
    ],
)
def test_a_declaration_that_does_not_say_which_makes_none(kind: IncidentType | None) -> None:
    assert notices(about(declared(incident_type=kind))) == ()


def test_without_a_time_there_is_none() -> None:
    assert notices(about(declared(incident_time=None))) == ()


@pytest.mark.parametrize("text", ["ftp://example.org/17", "no address", "example"])
def test_what_leads_to_no_page_makes_none(text: str) -> None:
    incidents = (ChatIncident(room="https://example.org/"), WebPageIncident(urls=(text,)))
    assert notices(about(Report(summary=ENTICEMENT, incidents=incidents))) == ()


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({}, "2026-01-30T09:05:00+02:00"),
        ({"of": "/incidents/0/urls/0", "time": "23:59"}, "2026-01-30T23:59:00+02:00"),
        ({"of": "/incidents/1"}, NOON),
        ({"of": "/incidents/0/urls/00"}, NOON),
        ({"about": True}, None),
        ({"day": "2026-01"}, None),
        ({"day": None}, None),
        ({"time": None}, None),
        ({"time": "evening"}, None),
        ({"time": "25:00"}, None),
        ({"zone": None}, None),
    ],
)
def test_the_time_is_when_it_was_seen_there_if_that_is_exact(
    seen: dict[str, object], expected: str | None
) -> None:
    first = Seen(of="/incidents/0", day="2026-01-30", time="9:05", zone="+02:00")
    public = PublicAnswers(seen=(msgspec.structs.replace(first, **seen),))
    report = msgspec.structs.replace(declared(), public=public)
    assert [one.at for one in notices(about(report))] == ([] if expected is None else [expected])


def test_the_source_is_the_host() -> None:
    urls = ("http://[2001:db8::17]:8080/", "https://B\u00fccher.example/17", "https://192.0.2.18/")
    report = Report(summary=ENTICEMENT, incidents=(WebPageIncident(urls=urls),))
    assert [one.host for one in notices(about(report))] == [
        "2001:db8::17",
        "xn--bcher-kva.example",
        "192.0.2.18",
    ]


def test_the_examples_are_what_they_say() -> None:
    assert BY_A_SERVICE.public is None
    assert BY_THE_PUBLIC.summary.incident_time is None


def test_there_is_an_end_to_notices_and_it_is_told() -> None:
    def dossier(count: int) -> Dossier:
        urls = tuple(f"https://example.org/{number}" for number in range(count))
        return about(Report(summary=ENTICEMENT, incidents=(WebPageIncident(urls=urls),)))

    enough, more = dossier(MOST_NOTICES), dossier(MOST_NOTICES + 1)
    assert (len(notices(enough)), has_more_notices(enough)) == (MOST_NOTICES, False)
    assert (len(encode_xarf(more)), has_more_notices(more)) == (MOST_NOTICES, True)
