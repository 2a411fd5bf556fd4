"""E-mail addresses: one normal form a mailbox, and weaker keys where the provider folds more."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, email
from tipline.domain.identifiers.tables.mail_providers import MAIL_PROVIDERS


def address(value: str) -> Identifier:
    return Identifier(IdentifierKind.EMAIL, "", value)


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        ("user17@example.org", "user17@example.org"),
        ("  User17@Example.ORG \n", "user17@example.org"),
        ("user.17+tag@example.org", "user.17+tag@example.org"),
        ("user17@example.org.", "user17@example.org"),
        ("mailto:user17@example.org", "user17@example.org"),
        ("User Seventeen <user17@example.org>", "user17@example.org"),
        ("<user17@example.org>", "user17@example.org"),
        ("(user17@example.org),", "user17@example.org"),
        ("'user17@example.org'", "user17@example.org"),
        ('"user17@example.org"', "user17@example.org"),
        ("'user17@example.org", "'user17@example.org"),
        ("mailto:user17@example.org?subject=17", "user17@example.org"),
        ("user17[at]example[dot]org", "user17@example.org"),
        ("user17 (at) example(.)org", "user17@example.org"),
        ("user17@localhost", "user17@localhost"),
        ("user17@[192.0.2.17]", "user17@[192.0.2.17]"),
        ('"user17"@example.org', "user17@example.org"),
        ('"user 17"@example.org', '"user 17"@example.org'),
        ("a@b@example.org", "a@b@example.org"),
        ("\uff55ser17\uff20example\uff0eorg", "user17@example.org"),
        ("user17@b\u00fccher.example.org", "user17@xn--bcher-kva.example.org"),
        ("user17@XN--BCHER-KVA.example.org", "user17@xn--bcher-kva.example.org"),
        ("user17@stra\u00dfe.example.org", "user17@xn--strae-oqa.example.org"),
        ("us\u00e9r@example.org", "us\u00e9r@example.org"),
        ("use\u0301r@example.org", "us\u00e9r@example.org"),
    ],
)
def test_normal_form(stated: str, normal: str) -> None:
    assert email.normal_form(stated) == address(normal)


@pytest.mark.parametrize(
    "stated",
    ["", "  ", "@", "user17", "user17@", "@example.org", "ask me @ home", "a@exam ple.org", "<>"],
)
def test_no_mailbox(stated: str) -> None:
    assert email.normal_form(stated) is None


def test_a_domain_that_cannot_be_put_in_ascii_is_folded() -> None:
    found = email.normal_form("user17@\u00e9\u2028.EXAMPLE.org")
    assert found is None
    found = email.normal_form("user17@\ufffd\u00c9.example.org")
    assert found is not None
    assert found == email.normal_form(found.value)


def test_display_form_is_the_address() -> None:
    assert email.display_form(address("user17@example.org")) == "user17@example.org"


@pytest.mark.parametrize(
    ("value", "common"),
    [
        ("noreply@example.org", True),
        ("support+17@example.org", True),
        ("unknown@example.org", True),
        ("user17@example.org", False),
        ("noreply17@example.org", False),
    ],
)
def test_known_common(value: str, common: bool) -> None:
    assert email.known_common(address(value)) is common


@pytest.mark.parametrize("provider", MAIL_PROVIDERS, ids=lambda provider: provider.domains[0])
def test_a_provider_delivers_variants_to_one_mailbox(provider: object) -> None:
    assert isinstance(provider, tuple)
    domains, ignored, tag = provider
    plain = email.weaker_keys(address(f"user17@{domains[0]}"))
    assert plain == (Identifier(IdentifierKind.EMAIL_VARIANT, "", f"user17@{domains[0]}"),)
    for domain in domains:
        for sign in ["", *ignored]:
            varied = address(f"user{sign}17{tag}anything@{domain}")
            assert email.weaker_keys(varied) == plain


def test_elsewhere_every_spelling_is_a_mailbox_of_its_own() -> None:
    assert email.weaker_keys(address("user.17+tag@example.org")) == ()


def test_a_tag_alone_has_no_variant() -> None:
    domain = MAIL_PROVIDERS[0].domains[0]
    assert email.weaker_keys(address(f"+tag@{domain}")) == ()
