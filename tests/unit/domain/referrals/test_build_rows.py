"""One row per IP event and per identifier, with nothing left out and nothing made up."""

import pytest

from tests.unit import reports as made
from tests.unit.domain.referrals.dossiers import MADE_AT, dossier_of, full_dossier
from tipline.domain import report as r
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.build_rows import identifier_rows, in_utc, ip_rows
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role, find_sightings
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind


@pytest.mark.parametrize(
    ("stated", "utc"),
    [
        ("2026-01-31T13:45:00.123456789+02:00", "2026-01-31T11:45:00.123456789Z"),
        ("2026-01-31T13:45:00Z", "2026-01-31T13:45:00Z"),
        ("2026-01-31T13:45:00.5Z", "2026-01-31T13:45:00.5Z"),
        ("2026-01-31T23:45:00-01:30", "2026-02-01T01:15:00Z"),
        ("2026-01-31T23:45:00.000-01:30", "2026-02-01T01:15:00.000Z"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59.9-14:00", None),
    ],
)
def test_a_moment_in_utc_keeps_its_digits(stated: str, utc: str | None) -> None:
    assert in_utc(Timestamp(stated)) == utc


def test_every_ip_event_has_its_row() -> None:
    dossier = full_dossier()
    rows = ip_rows(dossier)
    events = [
        (held.number, at)
        for held in dossier.reports
        for at in made.places_of(r.IpEvent, held.report)
    ]
    assert {(row.report, row.path) for row in rows} == {
        (number, f"{at}/address") for number, at in events
    }
    assert len(rows) == len(events)


def test_a_row_says_all_that_is_known() -> None:
    report = r.Report(reported=made.full_report().reported)
    first, other = ip_rows(dossier_of(report))
    assert first == IpRow(
        report=17,
        role=Role.REPORTED,
        subject="/reported/0",
        path="/reported/0/ip_events/0/address",
        address="192.0.2.17",
        utc=Timestamp("2026-01-31T11:45:00.123456789Z"),
        stated_at=made.TIME,
        port=51_217,
        event=EventKind.LOGIN,
        maybe_proxy=False,
        service="Example Chat",
        account="id-17",
        registry_country="US",
        as_of=MADE_AT,
    )
    assert other.path == "/reported/0/associated_accounts/0/ip_events/0/address"
    assert other.subject == "/reported/0"


def test_addresses_are_in_normal_form_and_equal_events_each_a_row() -> None:
    events = (
        r.IpEvent(address="2001:DB8:0::1"),
        r.IpEvent(address="2001:db8::1"),
        r.IpEvent(address="no address"),
    )
    rows = ip_rows(dossier_of(r.Report(victims=(r.Victim(ip_events=events),))))
    assert [row.address for row in rows] == ["2001:db8::1", "2001:db8::1", "no address"]
    assert {(row.utc, row.registry_country, row.as_of) for row in rows} == {(None, None, None)}


EVENTS = (r.IpEvent(address="192.0.2.1"),)


@pytest.mark.parametrize(
    ("subject", "service", "account"),
    [
        (r.Reported(ip_events=EVENTS), "Chat", None),
        (r.Reported(ip_events=EVENTS, third_party=True), None, None),
        (r.Reported(ip_events=EVENTS, service="Own", screen_name="u"), "Own", "u"),
        (r.Reported(ip_events=EVENTS, account_id="1", screen_name="u"), "Chat", "1"),
    ],
)
def test_service_and_account_of_a_subject(
    subject: r.Reported, service: str | None, account: str | None
) -> None:
    report = r.Report(summary=r.Summary(platform="Chat"), reported=(subject,))
    (row,) = ip_rows(dossier_of(report))
    assert (row.service, row.account) == (service, account)


@pytest.mark.parametrize(
    ("other", "service"),
    [
        (r.AssociatedAccount(ip_events=EVENTS), "Chat"),
        (r.AssociatedAccount(ip_events=EVENTS, service="Own"), "Own"),
        (
            r.AssociatedAccount(ip_events=EVENTS, platform=r.AccountPlatform(name="Games")),
            "Games",
        ),
        (
            r.AssociatedAccount(
                ip_events=EVENTS, platform=r.AccountPlatform(name="", third_party=True)
            ),
            None,
        ),
        (r.AssociatedAccount(ip_events=EVENTS, platform=r.AccountPlatform(name="")), "Chat"),
    ],
)
def test_service_of_an_associated_account(other: r.AssociatedAccount, service: str | None) -> None:
    report = r.Report(
        summary=r.Summary(platform="Chat"), victims=(r.Victim(associated_accounts=(other,)),)
    )
    (row,) = ip_rows(dossier_of(report))
    assert row.service == service


def test_rows_of_identifiers_are_the_sightings() -> None:
    dossier = full_dossier()
    rows = identifier_rows(dossier)
    assert [(row.kind, row.value, row.stated, row.path) for row in rows] == [
        (seen.identifier.kind, seen.identifier.value, seen.display, seen.path)
        for held in dossier.reports
        for seen in find_sightings(held.report)
    ]
    email = next(row for row in rows if row.kind is IdentifierKind.EMAIL)
    assert email == IdentifierRow(
        report=17,
        role=Role.INCIDENT,
        subject="/incidents/1",
        path="/incidents/1/emails/0/address",
        kind=IdentifierKind.EMAIL,
        scope="",
        value="shared@example.org",
        stated="shared@example.org",
    )
