"""Screen names compare within their service; look-alikes and other services are weaker keys."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, screen_name


def name_on(service: str, value: str) -> Identifier:
    return Identifier(IdentifierKind.SCREEN_NAME, service, value)


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        ("user_17", "user_17"),
        (" User_17 ", "user_17"),
        ("@user_17", "user_17"),
        ("@@user_17", "user_17"),
        ("@ user_17", "user_17"),
        ("\uff20user_17", "user_17"),
        ("\u200euser_17\u200f", "user_17"),
        ("\uff35ser\u2081\u2087", "user17"),
        ("user@17", "user@17"),
        ("User Seventeen", "user seventeen"),
        ("user#0017", "user#0017"),
    ],
)
def test_normal_form(stated: str, normal: str) -> None:
    assert screen_name.normal_form(stated, "Example Chat") == name_on("example chat", normal)


@pytest.mark.parametrize("stated", ["", "@", " @ ", "\u200b", "@\u200b@"])
def test_no_name(stated: str) -> None:
    assert screen_name.normal_form(stated, "Example Chat") is None


def test_display_form_has_an_at() -> None:
    assert screen_name.display_form(name_on("example chat", "user_17")) == "@user_17"


@pytest.mark.parametrize(
    ("value", "common"),
    [("admin", True), ("[deleted]", True), ("unknown", True), ("xxx", True), ("user_17", False)],
)
def test_known_common(value: str, common: bool) -> None:
    assert screen_name.known_common(name_on("example chat", value)) is common


def test_weaker_keys_are_the_look_and_the_name_on_any_service() -> None:
    assert screen_name.weaker_keys(name_on("example chat", "user_17")) == (
        Identifier(IdentifierKind.SCREEN_NAME_VARIANT, "example chat", "user_l7"),
        Identifier(IdentifierKind.SCREEN_NAME_ANY, "", "user_17"),
    )


def test_a_short_name_says_nothing_about_other_services() -> None:
    assert screen_name.weaker_keys(name_on("example chat", "u17")) == (
        Identifier(IdentifierKind.SCREEN_NAME_VARIANT, "example chat", "ul7"),
    )


def test_a_name_that_cannot_be_seen_looks_like_nothing() -> None:
    assert screen_name.weaker_keys(name_on("example chat", "\u0301")) == ()
