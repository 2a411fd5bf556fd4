"""Every identifier of a report is seen, on whom and when; and nothing else is."""

import msgspec
import pytest

from tests.unit.reports import LATER, TIME, full_report, public_report, value_at
from tipline.domain import report as r
from tipline.domain import vocabulary as v
from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.sightings import Role, Sighting, find_sightings

K = IdentifierKind

ACCOUNT_PATHS = [
    "account_id",
    "screen_name",
    "profile_urls/0",
    "profile_urls/1",
    "ip_events/0/address",
    "devices/0/value",
    "prior_reports/0",
    "prior_reports/1",
]
CONTACT_PATHS = ["phones/0/number", "emails/0/address", "emails/1/address"]


def paths(found: tuple[Sighting, ...], subject: str, *, associated: bool = False) -> list[str]:
    """Name what was seen on a subject, by the rest of the path."""
    return [
        sighting.path.removeprefix(f"{subject}/")
        for sighting in found
        if sighting.subject == subject and sighting.associated is associated
    ]


def seen(report: r.Report) -> list[tuple[Role, IdentifierKind, str, str]]:
    """Tell role, kind, scope and value of everything seen in a report."""
    return [
        (found.role, found.identifier.kind, found.identifier.scope, found.identifier.value)
        for found in find_sightings(report)
    ]


def reported(subject: r.Reported, platform: str | None = None) -> r.Report:
    return r.Report(summary=r.Summary(platform=platform), reported=(subject,))


def scopes(report: r.Report) -> list[str]:
    return [scope for *_, scope, _ in seen(report)]


def test_an_empty_report_shows_nothing() -> None:
    assert find_sightings(r.Report()) == ()
    assert find_sightings(public_report()) == ()


def test_everything_in_a_full_report_is_seen() -> None:
    found = find_sightings(full_report())
    person = [f"person/{path}" for path in CONTACT_PATHS]
    incidents = [path for index in range(8) for path in paths(found, f"/incidents/{index}")]
    assert incidents == [
        "urls/0",
        "urls/1",
        "emails/0/address",
        "name",
        "emails/0/address",
        "room",
        "phone/number",
        "ip_events/0/address",
    ]
    assert paths(found, "/reporter") == [*person, "contact/emails/0/address"]
    assert paths(found, "/reported/0") == [*person, *ACCOUNT_PATHS, "group"]
    assert paths(found, "/recipients/0") == [*person, *ACCOUNT_PATHS, "group"]
    assert paths(found, "/victims/0") == [*person, *ACCOUNT_PATHS]
    # What the other account has in common with the subject was seen on the subject already.
    assert paths(found, "/reported/0", associated=True) == [
        "associated_accounts/0/emails/0/address"
    ]
    assert paths(found, "/victims/0", associated=True) == [
        "associated_accounts/0/emails/0/address",
        "associated_accounts/0/group",
    ]


def test_a_path_leads_to_the_fact_as_stated() -> None:
    report = full_report()
    for found in find_sightings(report):
        stated = str(value_at(report, found.path))
        assert found.display.endswith(stated)
        assert found.path.startswith(f"{found.subject}/")


def test_roles() -> None:
    found = find_sightings(full_report())
    roles = {(sighting.subject.split("/")[1], sighting.role) for sighting in found}
    assert roles == {
        ("incidents", Role.INCIDENT),
        ("reporter", Role.REPORTER),
        ("reported", Role.REPORTED),
        ("recipients", Role.RECIPIENT),
        ("victims", Role.VICTIM),
    }


def test_the_officer_and_the_standing_texts_are_left_out() -> None:
    found = find_sightings(full_report())
    assert not [path for path in (s.path for s in found) if "law_enforcement" in path]
    assert not [path for path in (s.path for s in found) if "legal_url" in path]


def test_time_port_and_event_come_along() -> None:
    (found,) = find_sightings(
        reported(
            r.Reported(
                ip_events=(
                    r.IpEvent(
                        address="::ffff:192.0.2.17", event=v.EventKind.LOGIN, at=TIME, port=51_217
                    ),
                )
            )
        )
    )
    assert found == Sighting(
        identifier=Identifier(K.IP, "", "192.0.2.17"),
        role=Role.REPORTED,
        subject="/reported/0",
        path="/reported/0/ip_events/0/address",
        display="::ffff:192.0.2.17",
        at=TIME,
        port=51_217,
        event=v.EventKind.LOGIN,
    )


def test_a_device_has_its_time_and_event() -> None:
    (found,) = find_sightings(
        reported(
            r.Reported(
                devices=(r.Device(kind="IMEI", value="17", event=v.EventKind.UPLOAD, at=LATER),)
            )
        )
    )
    assert (found.at, found.port, found.event) == (LATER, None, v.EventKind.UPLOAD)


def test_the_same_is_seen_once_at_a_time_and_port() -> None:
    event = r.IpEvent(address="192.0.2.17", at=TIME, port=1)
    again = [
        event,
        msgspec.structs.replace(event, address="::ffff:192.0.2.17"),
        msgspec.structs.replace(event, port=2),
        msgspec.structs.replace(event, at=LATER),
    ]
    found = find_sightings(reported(r.Reported(ip_events=tuple(again))))
    assert [sighting.path for sighting in found] == [
        f"/reported/0/ip_events/{index}/address" for index in (0, 2, 3)
    ]


def test_the_same_on_two_subjects_is_seen_on_both() -> None:
    same = r.Reported(profile_urls=("https://example.org/u/17",))
    found = find_sightings(r.Report(reported=(same, same)))
    assert [sighting.subject for sighting in found] == ["/reported/0", "/reported/1"]


def test_what_says_nothing_is_no_sighting() -> None:
    nothing = r.Reported(
        account_id=" ",
        screen_name="@",
        profile_urls=("n/a",),
        ip_events=(r.IpEvent(address="unknown"),),
        devices=(r.Device(kind="IMEI", value="none"),),
        group="",
        person=r.Person(phones=(r.Phone(number="-"),), emails=(r.Email(address="none"),)),
    )
    assert find_sightings(reported(nothing)) == ()


@pytest.mark.parametrize(
    ("subject", "platform", "scope"),
    [
        (r.Reported(account_id="17", service="Example Mail"), "Example Chat", "example mail"),
        (r.Reported(account_id="17"), "Example Chat", "example chat"),
        (r.Reported(account_id="17"), None, ""),
        (r.Reported(account_id="17", third_party=True), "Example Chat", ""),
        (r.Reported(account_id="17", third_party=False), "Example Chat", "example chat"),
    ],
)
def test_the_service_of_an_account(subject: r.Reported, platform: str | None, scope: str) -> None:
    assert scopes(reported(subject, platform)) == [scope]


@pytest.mark.parametrize(
    ("other", "scope"),
    [
        (r.AssociatedAccount(screen_name="user17"), "example chat"),
        (r.AssociatedAccount(screen_name="user17", service="Example Mail"), "example mail"),
        (
            r.AssociatedAccount(
                screen_name="user17", platform=r.AccountPlatform(name="Example Mail")
            ),
            "example mail",
        ),
        (
            r.AssociatedAccount(
                screen_name="user17", platform=r.AccountPlatform(name="", third_party=True)
            ),
            "",
        ),
        (
            r.AssociatedAccount(screen_name="user17", platform=r.AccountPlatform(name="")),
            "example chat",
        ),
    ],
)
def test_the_service_of_an_associated_account(other: r.AssociatedAccount, scope: str) -> None:
    report = reported(r.Reported(associated_accounts=(other,)), "Example Chat")
    (found,) = find_sightings(report)
    assert found.associated
    assert found.identifier == Identifier(K.SCREEN_NAME, scope, "user17")


@pytest.mark.parametrize(
    ("incident", "platform", "scope"),
    [
        (r.ChatIncident(room="room-17", client="Example Mail"), "Example Chat", "example mail"),
        (r.ChatIncident(room="room-17"), "Example Chat", "example chat"),
        (r.NewsgroupIncident(name="example.group"), "Example Chat", "usenet"),
    ],
)
def test_the_service_of_a_group(incident: r.Incident, platform: str, scope: str) -> None:
    report = r.Report(summary=r.Summary(platform=platform), incidents=(incident,))
    assert scopes(report) == [scope]


def test_incidents_without_identifiers() -> None:
    incidents = (
        r.PhoneIncident(),
        r.ChatIncident(),
        r.NewsgroupIncident(),
        r.GameIncident(game="Example Quest"),
        r.OfflineIncident(),
    )
    assert find_sightings(r.Report(incidents=incidents)) == ()


HOME = r.Address(country="GB")


@pytest.mark.parametrize(
    ("addresses", "location", "value"),
    [
        ((HOME,), None, "+441632960017"),
        ((HOME, r.Address(country="GB")), None, "+441632960017"),
        ((HOME,), r.EstimatedLocation(country="US"), "+441632960017"),
        ((), r.EstimatedLocation(country="GB"), "+441632960017"),
        ((HOME, r.Address(country="US")), r.EstimatedLocation(country="GB"), "+441632960017"),
        ((r.Address(country=""),), None, "1632960017"),
        ((), None, "1632960017"),
    ],
)
def test_a_number_is_read_as_of_the_country_that_is_stated(
    addresses: tuple[r.Address, ...], location: r.EstimatedLocation | None, value: str
) -> None:
    person = r.Person(phones=(r.Phone(number="01632 960017"),), addresses=addresses)
    (found,) = find_sightings(reported(r.Reported(person=person, location=location)))
    assert found.identifier.value == value


def test_a_number_is_shown_with_its_calling_code() -> None:
    person = r.Person(phones=(r.Phone(number="202 555 0117", calling_code="+1"),))
    (found,) = find_sightings(reported(r.Reported(person=person)))
    assert (found.display, found.identifier.value) == ("+1 202 555 0117", "+12025550117")


def test_what_is_shown_can_be_encoded() -> None:
    (found,) = find_sightings(reported(r.Reported(account_id="17\ud800")))
    assert found.display == "17\ufffd"


def test_the_repr_names_kind_and_role_only() -> None:
    (found,) = find_sightings(reported(r.Reported(account_id="1700017")))
    assert repr(found) == "Sighting(account, reported, ...)"
