"""Account ids compare within their service."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, account


def account_of(service: str, value: str) -> Identifier:
    return Identifier(IdentifierKind.ACCOUNT, service, value)


@pytest.mark.parametrize(
    ("stated", "service", "scope", "normal"),
    [
        ("1700017", "Example Chat", "example chat", "1700017"),
        (" 1700017\t", " EXAMPLE  chat ", "example chat", "1700017"),
        ("Ab-17_x", "Example-Chat", "example chat", "ab-17_x"),
        ("\uff11\uff17", "Example Chat", "example chat", "17"),
        ("1700017", None, "", "1700017"),
        ("1700017", "", "", "1700017"),
    ],
)
def test_normal_form(stated: str, service: str | None, scope: str, normal: str) -> None:
    assert account.normal_form(stated, service) == account_of(scope, normal)


@pytest.mark.parametrize("stated", ["", " \u200b", "\x00"])
def test_no_account(stated: str) -> None:
    assert account.normal_form(stated, "Example Chat") is None


def test_display_form_is_the_id() -> None:
    assert account.display_form(account_of("example chat", "1700017")) == "1700017"


@pytest.mark.parametrize(
    ("value", "common"),
    [
        ("0", True),
        ("0000000", True),
        ("----", True),
        ("unknown", True),
        ("[deleted]", True),
        ("n/a", True),
        ("-.-", True),
        ("1700017", False),
        ("unknown17", False),
    ],
)
def test_known_common(value: str, common: bool) -> None:
    assert account.known_common(account_of("example chat", value)) is common
