"""Grades and sides: how far each kind links, and that the store's numbers never change."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, phone
from tipline.domain.identifiers.tables.services import SERVICES
from tipline.domain.linking.grades import (
    KIND_CODES,
    ROLE_CODES,
    Grade,
    Side,
    grade_of,
    joins,
    side_of,
)
from tipline.domain.sightings import Role

K = IdentifierKind
CHAT = "example chat"
PLATFORM = SERVICES[0].domains[0]


@pytest.mark.parametrize(
    ("role", "side"),
    [
        (Role.REPORTED, Side.INVOLVED),
        (Role.RECIPIENT, Side.INVOLVED),
        (Role.INCIDENT, Side.INVOLVED),
        (Role.VICTIM, Side.VICTIM),
        (Role.REPORTER, Side.REPORTER),
    ],
)
def test_sides(role: Role, side: Side) -> None:
    assert side_of(role) is side


@pytest.mark.parametrize(
    ("kind", "scope", "value", "grade"),
    [
        (K.EMAIL, "", "user17@example.org", Grade.STRONG),
        (K.EMAIL, "", "noreply@example.org", Grade.NONE),
        (K.EMAIL, "", "unknown@example.org", Grade.NONE),
        (K.PHONE, "", "+12025550117", Grade.RECYCLED),
        (K.PHONE, phone.DIGITS, "2025550117", Grade.WEAK),
        (K.PHONE, "", "+12025555555", Grade.RECYCLED),
        (K.PHONE, "", "+15555555555", Grade.NONE),
        (K.ACCOUNT, CHAT, "1700017", Grade.STRONG),
        (K.ACCOUNT, "", "1700017", Grade.WEAK),
        (K.ACCOUNT, CHAT, "0", Grade.NONE),
        (K.SCREEN_NAME, CHAT, "user_17", Grade.RECYCLED),
        (K.SCREEN_NAME, "", "user_17", Grade.WEAK),
        (K.SCREEN_NAME, CHAT, "admin", Grade.NONE),
        (K.PROFILE_URL, "", "https://example.org/u/17", Grade.RECYCLED),
        (K.PROFILE_URL, "", "https://example.org/", Grade.NONE),
        (K.URL, "", "https://example.org/17", Grade.PAGE),
        (K.URL, "", "https://example.org/", Grade.WEAK),
        (K.URL, "", f"https://{PLATFORM}/", Grade.NONE),
        (K.IP, "", "198.51.100.17", Grade.TIMED),
        (K.IP, "", "10.0.0.17", Grade.NONE),
        (K.IP, "", "100.64.0.17", Grade.NONE),
        (K.DEVICE, "imei", "356938035643809", Grade.STRONG),
        (K.DEVICE, "os", "exampleos", Grade.WEAK),
        (K.DEVICE, "", "abc17", Grade.WEAK),
        (K.DEVICE, "imei", "000000000000000", Grade.NONE),
        (K.GROUP, CHAT, "room-17", Grade.WEAK),
        (K.GROUP, CHAT, "lobby", Grade.NONE),
        (K.PRIOR_REPORT, "", "12345678", Grade.STRONG),
        (K.PRIOR_REPORT, "", "99999999", Grade.NONE),
        (K.EMAIL_VARIANT, "", "user17@example.org", Grade.WEAK),
        (K.SCREEN_NAME_VARIANT, CHAT, "user_l7", Grade.WEAK),
        (K.SCREEN_NAME_ANY, "", "user_17", Grade.WEAK),
        (K.URL_VARIANT, "", "example.org/17", Grade.WEAK),
        (K.IP_NETWORK, "", "2001:db8::/64", Grade.WEAK),
        (K.IP_NETWORK, "", "fe80::/64", Grade.NONE),
        (K.DOMAIN, "", "example.org", Grade.NONE),
    ],
)
def test_grades(kind: IdentifierKind, scope: str, value: str, grade: Grade) -> None:
    assert grade_of(Identifier(kind, scope, value)) is grade


def test_only_what_is_somebodys_joins() -> None:
    assert {grade for grade in Grade if joins(grade)} == {Grade.RECYCLED, Grade.STRONG}


def test_the_numbers_that_the_store_keeps_stay_what_they_are() -> None:
    assert {kind.value: code for kind, code in KIND_CODES.items()} == {
        "email": 1,
        "phone": 2,
        "account": 3,
        "screen_name": 4,
        "profile_url": 5,
        "url": 6,
        "ip": 7,
        "device": 8,
        "group": 9,
        "prior_report": 10,
        "email_variant": 11,
        "screen_name_variant": 12,
        "screen_name_any": 13,
        "url_variant": 14,
        "domain": 15,
        "ip_network": 16,
    }
    assert {role.value: code for role, code in ROLE_CODES.items()} == {
        "reported": 1,
        "recipient": 2,
        "victim": 3,
        "incident": 4,
        "reporter": 5,
    }
    assert [(grade.name, grade.value) for grade in Grade] == [
        ("NONE", 0),
        ("WEAK", 1),
        ("TIMED", 2),
        ("PAGE", 3),
        ("RECYCLED", 4),
        ("STRONG", 5),
    ]
    assert [side.value for side in Side] == [0, 1, 2]
    assert {*KIND_CODES} == {*IdentifierKind}
    assert {*ROLE_CODES} == {*Role}
