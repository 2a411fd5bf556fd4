"""What counts as an IP address, an e-mail address, a web address."""

import email_validator
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.checks import formats
from tipline.domain.checks.formats import is_bare_host, is_email, is_ip_address, is_url

IP_ADDRESSES = (
    *("192.0.2.17", "0.0.0.0", "255.255.255.255", "198.51.100.1", "203.0.113.254"),  # noqa: S104
    *("2001:db8::17", "2001:DB8:0:0:0:0:0:17", "::", "::1", "2001:0db8:0000::0017"),
    *("::ffff:192.0.2.17", "::FFFF:192.0.2.17", "::ffff:c000:211", "2001:db8::192.0.2.17"),
)
NO_IP_ADDRESSES = (
    *("", " ", "192.0.2", "192.0.2.17.1", "192.0.2.256", "192.0.2.-1", "192.0.2.017"),
    *("192.0.2.00", "0xC0000211", "3221225994", "192.0.2.17 ", " 192.0.2.17", "192.0.2.17\n"),
    *("192.0.2.17/24", "192.0.2.17:80", "192.0.2.x", "192,0,2,17", "\u0661\u0669\u0662.0.2.17"),
    *("2001:db8", "2001:db8:::17", "2001:db8::17::1", "[2001:db8::17]", "2001:db8::17%eth0"),
    *("fe80::1%1", "2001:db8::/32", "2001:db8::g", "2001:db8::00017", "1:2:3:4:5:6:7:8:9"),
    *("::ffff:192.0.2.256", "::ffff:192.0.2.017", "example.org", "unknown", "-"),
)

EMAILS = (
    *("user@example.org", "User.Name@Example.ORG", "a@b", "a@localhost", "user+tag@example.org"),
    *("_-+@example.org", "!#$%&'*+-/=?^_`{|}~@example.org", "1@1.example", "a.b.c@d.e.example"),
    *("user@service.onion", "user@service.test", "user@service.invalid", "user@service.local"),
    *(
        "user@xn--fsq.example",
        "\u4f8b@example.org",
        "user@\u4f8b.example",
        "\u00fc@\u00fc.example",
    ),
    *('"a b"@example.org', '"a@b"@example.org', '"a\\"b"@example.org', '" "@example.org'),
    *("user@[192.0.2.17]", "user@[IPv6:2001:db8::17]"),
    *("n" * 64 + "@example.org", "a@" + ".".join(["n" * 63] * 3) + ".example"),
)
NO_EMAILS = (
    *("", " ", "user", "@", "user@", "@example.org", "user@@example.org", "a@b@example.org"),
    *("user@example..org", "user@.example.org", ".user@example.org", "user.@example.org"),
    *("a..b@example.org", "a b@example.org", "user@exa mple.org", " user@example.org"),
    *("user@example.org ", "user@example.org\n", "user@example.org\nb@example.org"),
    *("user@example.org, b@example.org", "User <user@example.org>", "<user@example.org>"),
    *("mailto:user@example.org", "user@-example.org", "user@example-.org", "user@exa_mple.org"),
    *("user@example.org/17", "user@example.org:25", "user\x00@example.org", "user@192.0.2.17:25"),
    *("user@[192.0.2.256]", "user@[2001:db8::17]", '"user@example.org', "us\u202eer@example.org"),
    *("n" * 65 + "@example.org", "a@" + "n" * 64 + ".example", "reports at example.org"),
    "a@" + ".".join(["n" * 63] * 4) + ".example",
)

URLS = (
    *(
        "https://example.org/",
        "http://example.org",
        "HTTPS://EXAMPLE.ORG/",
        "ftp://example.org/17",
    ),
    *("https://user@example.org:8443/a/b?c=d&e=%20#f", "https://192.0.2.17/", "//example.org:80"),
    *("https://[2001:db8::17]:8080/", "https://\u4f8b.example/\u4f8b?\u4f8b#\u4f8b"),
    *("https://xn--fsq.example/", "https://service.onion/", "https://localhost/", "https://a"),
    *(
        "example.org",
        "www.example.org/path?x=y",
        "EXAMPLE.ORG",
        "example.org.",
        "example.org:80/a",
    ),
    *("192.0.2.17", "192.0.2.17:8080/17", "\u4f8b.example", "\u4f8b\u3002example", "a.b"),
    *("service.onion", "user@example.org/17", "tel:+12025550117", "magnet:?xt=17"),
    *("https://example.org/" + "n" * 3_000, "javascript:void(0)", "mailto:user@example.org"),
)
NO_URLS = (
    *("", " ", "example", "localhost", "17", "0x7f", "1.2", "1/2.3", "user@17", "...", "."),
    *("https://", "http:///", "https://exa mple.org/", "https://example.org/a b", " https://a.b"),
    *("https://example.org/\n", "https://example.org/\t", "https://example.org/\x00", "a.b\x7f"),
    *("https://example.org/\u00a0", "https://example.org/\u2003", "https://example.org/\u0085"),
    *("https://example.org:99999/", "https://[2001:db8::17/", "https://example.org:port/"),
    *("https://exa<mple.org/", "https://192.0.2.256/", "https://%00.example/", "a b.example"),
    *("[2001:db8::17]", "/path/only.html", "?query.x", "#fragment.x", "our legal page"),
)


@pytest.mark.parametrize("text", IP_ADDRESSES)
def test_ip_addresses(text: str) -> None:
    assert is_ip_address(text)


@pytest.mark.parametrize("text", NO_IP_ADDRESSES, ids=ascii)
def test_no_ip_addresses(text: str) -> None:
    assert not is_ip_address(text)


@pytest.mark.parametrize("text", EMAILS, ids=ascii)
def test_email_addresses(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize("text", NO_EMAILS, ids=ascii)
def test_no_email_addresses(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize("text", URLS, ids=ascii)
def test_web_addresses(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize("text", NO_URLS, ids=ascii)
def test_no_web_addresses(text: str) -> None:
    assert not is_url(text)


@pytest.mark.parametrize("text", ["example.org", "example.org/17", "192.0.2.17:80"])
def test_hosts_without_a_scheme(text: str) -> None:
    assert is_bare_host(text)


@pytest.mark.parametrize("text", ["", "example", "17", "[2001:db8::17]", "a b.example"])
def test_no_hosts(text: str) -> None:
    assert not is_bare_host(text)


@given(st.from_regex(formats._PLAIN_EMAIL, fullmatch=True))
def test_the_short_cut_takes_nothing_the_library_would_refuse(text: str) -> None:
    found = email_validator.validate_email(text, check_deliverability=False)
    assert found.original == text
    assert is_email(text)


@given(st.text() | st.from_regex(r"[ -~]{0,20}@?[ -~]{0,20}", fullmatch=True))
def test_no_text_breaks_the_libraries(text: str) -> None:
    for tell in (is_ip_address, is_email, is_url, is_bare_host):
        assert tell(text) in {True, False}


def test_the_special_names_are_those_of_the_library() -> None:
    assert all(
        formats._SPECIAL_USE.search(f"a@{name}")
        for name in email_validator.SPECIAL_USE_DOMAIN_NAMES
    )
    assert (
        formats._SPECIAL_USE.pattern.count("|")
        == len(email_validator.SPECIAL_USE_DOMAIN_NAMES) - 1
    )
