"""Profile addresses: the same profile over any protocol and on any screen."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.identifiers.web import profile_url, url


def profile(value: str) -> Identifier:
    return Identifier(IdentifierKind.PROFILE_URL, "", value)


@pytest.mark.parametrize(
    "stated",
    [
        "https://chat.example.org/u/17",
        "http://chat.example.org/u/17/",
        "chat.example.org/u/17",
        "hxxp://www.chat.example[.]org/u/17//",
        "https://m.chat.example.org/u/17?utm_source=x#top",
        "https://mobile.chat.example.org/u/17",
    ],
)
def test_one_profile(stated: str) -> None:
    assert profile_url.normal_form(stated) == profile("https://chat.example.org/u/17")


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/profile?id=17", "https://example.org/profile?id=17"),
        ("https://www.org/17", "https://www.org/17"),
        ("tg://resolve?domain=user17", "tg://resolve?domain=user17"),
        ("ftp://example.org/17", "ftp://example.org/17"),
    ],
)
def test_normal_form(stated: str, normal: str) -> None:
    assert profile_url.normal_form(stated) == profile(normal)


@pytest.mark.parametrize("stated", ["", "unknown", "user_17", "https://"])
def test_no_profile(stated: str) -> None:
    assert profile_url.normal_form(stated) is None


def test_display_form_is_the_address() -> None:
    assert profile_url.display_form(profile("https://example.org/u/17")) == (
        "https://example.org/u/17"
    )


@pytest.mark.parametrize(
    ("value", "common"),
    [
        ("https://example.org/", True),
        ("https://example.org/profile", True),
        ("https://example.org/u/17", False),
    ],
)
def test_known_common(value: str, common: bool) -> None:
    assert profile_url.known_common(profile(value)) is common


def test_a_profile_is_found_where_it_was_reported_as_a_page() -> None:
    as_profile = profile_url.normal_form("https://www.example.org/u/17/")
    as_page = url.normal_form("http://example.org/u/17")
    assert as_profile is not None
    assert as_page is not None
    assert profile_url.weaker_keys(as_profile) == url.weaker_keys(as_page)
