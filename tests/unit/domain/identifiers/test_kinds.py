"""What holds for every kind: each has its rules, and weaker means weaker."""

import pytest

from tipline.domain.identifiers import (
    Identifier,
    IdentifierKind,
    Specificity,
    display_form,
    known_common,
    phone,
    reason,
    specificity,
    weaker_keys,
)
from tipline.domain.identifiers.tables.services import SERVICES

K, S = IdentifierKind, Specificity
CHAT = "example chat"
PLATFORM = SERVICES[0].domains[0]

ORDINARY = {
    K.EMAIL: Identifier(K.EMAIL, "", "user17@example.org"),
    K.PHONE: Identifier(K.PHONE, "", "+12025550117"),
    K.ACCOUNT: Identifier(K.ACCOUNT, CHAT, "1700017"),
    K.SCREEN_NAME: Identifier(K.SCREEN_NAME, CHAT, "user_17"),
    K.PROFILE_URL: Identifier(K.PROFILE_URL, "", "https://example.org/u/17"),
    K.URL: Identifier(K.URL, "", "https://example.org/17"),
    K.IP: Identifier(K.IP, "", "2001:db8::17"),
    K.DEVICE: Identifier(K.DEVICE, "imei", "000000000000017"),
    K.GROUP: Identifier(K.GROUP, CHAT, "room-17"),
    K.PRIOR_REPORT: Identifier(K.PRIOR_REPORT, "", "12345678"),
    K.EMAIL_VARIANT: Identifier(K.EMAIL_VARIANT, "", "user17@example.org"),
    K.SCREEN_NAME_VARIANT: Identifier(K.SCREEN_NAME_VARIANT, CHAT, "user_l7"),
    K.SCREEN_NAME_ANY: Identifier(K.SCREEN_NAME_ANY, "", "user_17"),
    K.URL_VARIANT: Identifier(K.URL_VARIANT, "", "example.org/17"),
    K.DOMAIN: Identifier(K.DOMAIN, "", "example.org"),
    K.IP_NETWORK: Identifier(K.IP_NETWORK, "", "2001:db8::/64"),
}


def test_every_kind_has_a_reason() -> None:
    assert {kind for kind in IdentifierKind if reason(kind)} == {*IdentifierKind}


@pytest.mark.parametrize("kind", IdentifierKind)
def test_an_ordinary_identifier_says_something(kind: IdentifierKind) -> None:
    identifier = ORDINARY[kind]
    assert not known_common(identifier)
    assert specificity(identifier) > S.NOBODY
    assert display_form(identifier)


@pytest.mark.parametrize("kind", IdentifierKind)
def test_derived_keys_are_weaker_and_final(kind: IdentifierKind) -> None:
    identifier = ORDINARY[kind]
    for key in weaker_keys(identifier):
        assert specificity(key) <= specificity(identifier)
        assert key != identifier
        assert weaker_keys(key) == ()


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (ORDINARY[K.EMAIL], S.ONE),
        (ORDINARY[K.ACCOUNT], S.ONE),
        (ORDINARY[K.DEVICE], S.ONE),
        (ORDINARY[K.PRIOR_REPORT], S.ONE),
        (ORDINARY[K.PHONE], S.HOLDER),
        (ORDINARY[K.SCREEN_NAME], S.HOLDER),
        (ORDINARY[K.PROFILE_URL], S.HOLDER),
        (ORDINARY[K.IP], S.CIRCLE),
        (ORDINARY[K.DOMAIN], S.CROWD),
        (Identifier(K.PHONE, phone.DIGITS, "5550117"), S.CROWD),
        (Identifier(K.ACCOUNT, "", "1700017"), S.CROWD),
        (Identifier(K.SCREEN_NAME, "", "user_17"), S.CROWD),
        (Identifier(K.GROUP, "", "room-17"), S.CROWD),
        (Identifier(K.DEVICE, "", "abc17"), S.CROWD),
        (Identifier(K.DEVICE, "ssid", "examplenetwork"), S.CROWD),
        (Identifier(K.URL, "", "https://example.org/"), S.CROWD),
        (Identifier(K.URL, "", f"https://{PLATFORM}/"), S.NOBODY),
        (Identifier(K.PROFILE_URL, "", "https://example.org/"), S.NOBODY),
        (Identifier(K.DOMAIN, "", PLATFORM), S.NOBODY),
        (Identifier(K.EMAIL, "", "noreply@example.org"), S.NOBODY),
        (Identifier(K.SCREEN_NAME, CHAT, "admin"), S.NOBODY),
    ],
)
def test_specificity(identifier: Identifier, expected: Specificity) -> None:
    assert specificity(identifier) is expected


def test_what_is_nobodys_has_no_weaker_keys() -> None:
    assert weaker_keys(Identifier(K.SCREEN_NAME, CHAT, "admin")) == ()
    assert weaker_keys(Identifier(K.URL, "", f"https://{PLATFORM}/")) == ()
