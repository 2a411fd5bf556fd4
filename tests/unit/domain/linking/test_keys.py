"""Keys: what a report is linked by, weaker ones included, each once for its side and time."""

from tests.unit.reports import TIME, full_report
from tipline.domain import report as r
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.identifiers.tables.mail_providers import MAIL_PROVIDERS
from tipline.domain.linking.grades import Grade, Side
from tipline.domain.linking.keys import Key, link_keys
from tipline.domain.sightings import Role, find_sightings
from tipline.domain.timestamp import Timestamp

K = IdentifierKind
DOTTED = f"user.17@{MAIL_PROVIDERS[0].domains[0]}"
LATER = Timestamp("2026-01-31T15:45:00+02:00")


def keys_of(report: r.Report) -> tuple[Key, ...]:
    return link_keys(find_sightings(report))


def told(keys: tuple[Key, ...]) -> list[tuple[IdentifierKind, str, Side, Grade]]:
    return [(key.identifier.kind, key.identifier.value, key.side, key.grade) for key in keys]


def named(name: str, *, service: str = "Example Chat") -> r.Reported:
    return r.Reported(screen_name=name, service=service)


def test_a_report_without_identifiers_has_no_keys() -> None:
    assert keys_of(r.Report()) == ()


def test_weaker_keys_come_with_the_identifier_and_point_to_its_sighting() -> None:
    keys = keys_of(r.Report(reported=(r.Reported(account_id="1700017"), named("User_17"))))
    assert told(keys) == [
        (K.ACCOUNT, "1700017", Side.INVOLVED, Grade.WEAK),
        (K.SCREEN_NAME, "user_17", Side.INVOLVED, Grade.RECYCLED),
        (K.SCREEN_NAME_VARIANT, "user_l7", Side.INVOLVED, Grade.WEAK),
        (K.SCREEN_NAME_ANY, "user_17", Side.INVOLVED, Grade.WEAK),
    ]
    assert [key.place for key in keys] == [0, 1, 1, 1]


def test_a_site_is_no_key() -> None:
    incident = r.WebPageIncident(urls=("https://example.org/17",))
    assert [key.identifier.kind for key in keys_of(r.Report(incidents=(incident,)))] == [
        K.URL,
        K.URL_VARIANT,
    ]


def test_each_key_comes_once_on_each_side_with_the_role_that_was_first() -> None:
    report = r.Report(
        reported=(named("user_17"), named("user_17")),
        recipients=(r.Recipient(screen_name="user_17", service="Example Chat"),),
        victims=(r.Victim(screen_name="user_17", service="Example Chat"),),
    )
    names = [key for key in keys_of(report) if key.identifier.kind is K.SCREEN_NAME]
    assert [(key.side, key.role, key.place) for key in names] == [
        (Side.INVOLVED, Role.REPORTED, 0),
        (Side.VICTIM, Role.VICTIM, 3),
    ]


def test_only_an_ip_address_keeps_each_time_and_port() -> None:
    events = (
        r.IpEvent(address="2001:db8::17", at=TIME, port=51_217),
        r.IpEvent(address="2001:db8::17", at=TIME, port=51_218),
        r.IpEvent(address="2001:db8::17", at=LATER, port=51_218),
        r.IpEvent(address="2001:db8::17"),
    )
    device = r.Device(kind="IMEI", value="356938035643809", at=TIME)
    keys = keys_of(r.Report(reported=(r.Reported(ip_events=events, devices=(device,)),)))
    assert [(key.identifier.kind, key.at, key.port, key.place) for key in keys] == [
        (K.IP, TIME, 51_217, 0),
        (K.IP_NETWORK, TIME, None, 0),
        (K.IP, TIME, 51_218, 1),
        (K.IP, LATER, 51_218, 2),
        (K.IP_NETWORK, LATER, None, 2),
        (K.IP, None, None, 3),
        (K.IP_NETWORK, None, None, 3),
        (K.DEVICE, None, None, 4),
    ]


def test_one_moment_is_one_key_however_it_is_written() -> None:
    written = ("2026-10-02T12:00:00Z", "2026-10-02T12:00:00.000Z", "2026-10-02T14:00:00+02:00")
    events = tuple(r.IpEvent(address="192.0.2.17", at=Timestamp(at)) for at in written)
    keys = keys_of(r.Report(reported=(r.Reported(ip_events=events),)))
    assert [(key.identifier.kind, key.at) for key in keys] == [(K.IP, written[0])]


def test_how_a_reporter_can_be_reached_is_a_key_that_links_nothing() -> None:
    person = r.Person(emails=(r.Email(address=DOTTED),), phones=(r.Phone(number="+12025550117"),))
    keys = keys_of(r.Report(reporter=r.Reporter(person=person)))
    assert told(keys) == [
        (K.PHONE, "+12025550117", Side.REPORTER, Grade.NONE),
        (K.EMAIL, DOTTED, Side.REPORTER, Grade.NONE),
    ]


def test_every_key_of_a_full_report_points_to_a_sighting_of_its_side() -> None:
    sightings = find_sightings(full_report())
    keys = link_keys(sightings)
    assert {key.side for key in keys} == {*Side}
    assert {sightings[key.place].role for key in keys} == {key.role for key in keys}
    assert {key.grade for key in keys if key.side is Side.REPORTER} == {Grade.NONE}
