"""Web addresses: the page itself, however it was written down and wherever it was found."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.services import SERVICES
from tipline.domain.identifiers.tables.url_parameters import TRACKING, TRACKING_AT
from tipline.domain.identifiers.web import url


def page(value: str) -> Identifier:
    return Identifier(IdentifierKind.URL, "", value)


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        ("https://example.org/17", "https://example.org/17"),
        (" HTTPS://EXAMPLE.org:443/17\n", "https://example.org/17"),
        ("http://example.org", "http://example.org/"),
        ("example.org/17", "https://example.org/17"),
        ("//example.org/17", "https://example.org/17"),
        ("example.org:8080/17", "https://example.org:8080/17"),
        ("www.example.org", "https://www.example.org/"),
        ("hxxps://example[.]org/17", "https://example.org/17"),
        ("<https://example.org/17>", "https://example.org/17"),
        ("<URL:hxxps://example.org/17>\n", "https://example.org/17"),
        ("https://example.org/a/../17#part", "https://example.org/17"),
        ("https://example.org/?#", "https://example.org/"),
        ("https://example.org./17", "https://example.org/17"),
        ("https://user:secret@example.org/17", "https://example.org/17"),
        ("https://user@example.org/17", "https://example.org/17"),
        ("https://example.org/17?utm_source=x&id=17&FBCLID=y", "https://example.org/17?id=17"),
        ("https://example.org/17?utm_source=x", "https://example.org/17"),
        ("https://example.org/17?b=2&&a=1", "https://example.org/17?b=2&a=1"),
        ("https://example.org/17?s=1&t=2", "https://example.org/17?s=1&t=2"),
        ("https://b\u00fccher.example.org/\u00e9", "https://xn--bcher-kva.example.org/%C3%A9"),
        ("https://[2001:DB8::17]:8443/", "https://[2001:db8::17]:8443/"),
        ("http://192.0.2.17/17", "http://192.0.2.17/17"),
        ("192.0.2.17/17", "https://192.0.2.17/17"),
        ("ftp://example.org/17", "ftp://example.org/17"),
        ("https:\\\\example.org\\17", "https://example.org/17"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://localhost/17", "https://localhost/17"),
    ],
)
def test_normal_form(stated: str, normal: str) -> None:
    assert url.normal_form(stated) == page(normal)


@pytest.mark.parametrize(
    "stated",
    [
        "",
        " ",
        "n/a",
        "unknown",
        "17",
        "3221226001",
        "see the chat",
        "https://",
        "https:///",
        "http://exa mple.org/",
        "https://example.org:99999/",
        "mailto:user17@example.org",
        "user17@example.org",
        "tel:+12025550117",
        "javascript:alert(17)",
        "about:blank",
        "file:///17",
        "[.]0..",
        f"https://{'a.' * 130}org/",
        "https://\ud800/",
    ],
)
def test_no_page(stated: str) -> None:
    assert url.normal_form(stated) is None


@pytest.mark.parametrize("name", sorted(TRACKING))
def test_a_tracking_parameter_says_nothing(name: str) -> None:
    assert url.normal_form(f"https://example.org/?{name}=17&id=17") == page(
        "https://example.org/?id=17"
    )


@pytest.mark.parametrize(
    ("domain", "name"),
    [(domain, name) for domain, names in TRACKING_AT.items() for name in sorted(names)],
)
def test_some_parameters_say_nothing_at_one_service_only(domain: str, name: str) -> None:
    for host in (domain, f"www.{domain}"):
        assert url.normal_form(f"https://{host}/17?{name}=17") == page(f"https://{host}/17")
    assert url.normal_form(f"https://not{domain}/17?{name}=17") != page(f"https://not{domain}/17")


def test_display_form_is_the_address() -> None:
    assert url.display_form(page("https://example.org/17")) == "https://example.org/17"


@pytest.mark.parametrize(
    ("value", "entrance"),
    [
        ("https://example.org/", True),
        ("tg://example", True),
        ("https://example.org/login", True),
        ("https://example.org/17", False),
        ("https://example.org/watch?v=17", False),
    ],
)
def test_is_entrance(value: str, entrance: bool) -> None:
    assert url.is_entrance(page(value)) is entrance


@pytest.mark.parametrize("domain", [domain for service in SERVICES for domain in service.domains])
def test_the_front_door_of_a_service_is_common(domain: str) -> None:
    assert url.known_common(page(f"https://{domain}/"))
    assert url.known_common(page(f"https://www.{domain}/login"))
    assert not url.known_common(page(f"https://{domain}/u/17"))


def test_any_other_front_door_is_not() -> None:
    assert not url.known_common(page("https://example.org/"))


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("https://www.example.org/17/", ("example.org/17", "example.org")),
        ("http://m.chat.example.org/17", ("chat.example.org/17", "example.org")),
        ("https://example.org/?b=2&a=1", ("example.org?a=1&b=2", "example.org")),
        ("https://example.org/User17?v=Ab", ("example.org/user17?v=Ab", "example.org")),
        ("https://www.x.com/User17", ("twitter.com/user17", "x.com")),
        ("https://www.org/17", ("www.org/17", "www.org")),
        ("https://chat.example.co.uk/17", ("chat.example.co.uk/17", "example.co.uk")),
        ("https://192.0.2.17/17", ("192.0.2.17/17",)),
        ("https://[2001:db8::17]:8443/17", ("[2001:db8::17]:8443/17",)),
        ("https://localhost/17", ("localhost/17",)),
        ("https://co.uk/17", ("co.uk/17",)),
    ],
)
def test_weaker_keys(value: str, keys: tuple[str, ...]) -> None:
    kinds = (IdentifierKind.URL_VARIANT, IdentifierKind.DOMAIN)
    assert url.weaker_keys(page(value)) == tuple(
        Identifier(kind, "", key) for kind, key in zip(kinds, keys, strict=False)
    )
