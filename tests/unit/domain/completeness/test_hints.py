"""Hints: facts that are odd and yet no problem, each at its place; and facts that are not odd."""

import pytest

from tests.unit.reports import NOW, full_report, places_of, provider_report, put, value_at
from tipline.domain import report as r
from tipline.domain.checks import check_report
from tipline.domain.completeness import completeness

# Nobody's: the anycast address of a protocol that was given up. Documentation addresses will not
# do, since the hint is for them.
PUBLIC_IP = "192.88.99.1"
PUBLIC_HOST = "https://name.zz"
PUBLIC_MAIL = "user@name.zz"


def hinted(report: r.Report) -> list[tuple[str, str]]:
    return [(hint.path, hint.code) for hint in completeness(report).hints]


def plain() -> r.Report:
    """Return the full report without anything odd in it."""
    report = full_report()
    for kind, field, value in (
        (r.Email, "address", PUBLIC_MAIL),
        (r.IpEvent, "address", PUBLIC_IP),
        (r.Reporter, "legal_url", PUBLIC_HOST),
        (r.WebPageIncident, "urls", (PUBLIC_HOST,)),
        (r.Reported, "profile_urls", (PUBLIC_HOST, PUBLIC_HOST)),
        (r.Recipient, "profile_urls", (PUBLIC_HOST,)),
        (r.Victim, "profile_urls", (PUBLIC_HOST,)),
        (r.AssociatedAccount, "profile_urls", (PUBLIC_HOST,)),
    ):
        for at in places_of(kind, report):
            report = put(report, f"{at}/{field}", value)
    return report


PLAIN = plain()
EMAILS, PHONES, IPS = (places_of(kind, PLAIN) for kind in (r.Email, r.Phone, r.IpEvent))
URL_LISTS = (
    "/incidents/0/urls",
    "/reported/0/profile_urls",
    "/recipients/0/profile_urls",
    "/victims/0/profile_urls",
    "/reported/0/associated_accounts/0/profile_urls",
    "/victims/0/associated_accounts/0/profile_urls",
)


def test_nothing_is_odd_about_plain_facts() -> None:
    assert hinted(PLAIN) == []
    assert hinted(r.Report()) == []


SPECIAL_HOSTS = (
    *("example.org", "example.com", "example.net", "sub.example.org", "EXAMPLE.ORG"),
    *("service.onion", "service.test", "service.invalid", "service.example", "service.local"),
    *("service.internal", "1.168.192.in-addr.arpa", "service.alt", "sub.sub.localhost"),
)
PLAIN_HOSTS = ("name.zz", "example.org.zz", "notexample.org", "onion.zz", "myonion")


@pytest.mark.parametrize("host", [*SPECIAL_HOSTS, "localhost", "onion"])
def test_special_use_domains_are_hints_in_mail(host: str) -> None:
    for at in EMAILS:
        report = put(PLAIN, f"{at}/address", f"user@{host}")
        assert hinted(report) == [(f"{at}/address", "special_use_domain")]
    report = put(provider_report(), "/reporter/person/emails/0/address", f"user@{host}")
    assert check_report(report, NOW) == []


@pytest.mark.parametrize("host", PLAIN_HOSTS)
def test_other_domains_are_no_hints(host: str) -> None:
    assert hinted(put(PLAIN, f"{EMAILS[0]}/address", f"user@{host}")) == []
    assert hinted(put(PLAIN, "/incidents/0/urls/0", f"https://{host}/")) == []


@pytest.mark.parametrize("host", SPECIAL_HOSTS)
@pytest.mark.parametrize("pointer", URL_LISTS)
def test_special_use_domains_are_hints_in_addresses(pointer: str, host: str) -> None:
    report = put(PLAIN, pointer, (PUBLIC_HOST, f"https://user@{host}:8443/17?q#f", ""))
    assert hinted(report) == [(f"{pointer}/1", "special_use_domain")]
    assert check_report(report, NOW) == []


@pytest.mark.parametrize(
    "url", ["name.zz", "name.zz/17", "name.zz:8080/17", f"{PUBLIC_IP}:80", PUBLIC_IP]
)
@pytest.mark.parametrize("pointer", URL_LISTS)
def test_addresses_without_scheme_are_hints(pointer: str, url: str) -> None:
    report = put(PLAIN, pointer, (PUBLIC_HOST, url))
    assert hinted(report) == [(f"{pointer}/1", "url_without_scheme")]
    assert check_report(report, NOW) == []


def test_an_address_can_be_odd_twice() -> None:
    for url in ("example.org", "example.org:8080/17"):
        at = "/incidents/0/urls/0"
        expected = [(at, "url_without_scheme"), (at, "special_use_domain")]
        assert hinted(put(PLAIN, at, url)) == expected


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("https://example.org/legal", ["special_use_domain"]),
        ("name.zz/legal", ["url_without_scheme"]),
        (PUBLIC_HOST, []),
        ("", []),
        (None, []),
    ],
)
def test_the_legal_page_is_looked_at_too(url: str | None, codes: list[str]) -> None:
    report = put(PLAIN, "/reporter/legal_url", url)
    assert hinted(report) == [("/reporter/legal_url", code) for code in codes]


@pytest.mark.parametrize("url", ["", " ", "a b", "https://", "tel:+12025550117", "mailto:a@b"])
def test_what_is_no_web_address_is_not_hinted_at(url: str) -> None:
    assert hinted(put(PLAIN, "/incidents/0/urls/0", url)) == []


@pytest.mark.parametrize(
    "address",
    [
        *("192.0.2.17", "198.51.100.17", "203.0.113.17", "10.1.2.3", "192.168.17.1", "172.16.0.1"),
        *("100.64.0.17", "127.0.0.1", "169.254.17.1", "0.0.0.0", "255.255.255.255"),  # noqa: S104
        *("224.0.0.1", "239.1.2.3", "240.0.0.17", "2001:db8::17", "fe80::17", "fd00::17", "::1"),
        *("::", "ff02::1", "::ffff:192.0.2.17", "::ffff:10.1.2.3", "fe80::1%eth0"),
    ],
)
def test_addresses_that_identify_no_connection_are_hints(address: str) -> None:
    for at in IPS:
        report = put(PLAIN, f"{at}/address", address)
        assert hinted(report) == [(f"{at}/address", "special_use_ip")]


@pytest.mark.parametrize("address", [PUBLIC_IP, f"::ffff:{PUBLIC_IP}", "", "unknown", "192.0.2"])
def test_public_addresses_and_none_are_no_hints(address: str) -> None:
    assert hinted(put(PLAIN, f"{IPS[0]}/address", address)) == []


@pytest.mark.parametrize(
    ("calling_code", "number"),
    [
        (None, "555 0117"),
        (None, "202 555 0117"),
        (None, "2025550117"),
        (None, "17"),
        (None, "+1 555 0117"),
        (None, "+1 202 555 01.."),
        (None, "unknown"),
        ("+1", "0117"),
        ("+1", "202 555 0117 0117 0117"),
        ("+999", "202 555 0117"),
        ("", "202 555 0117"),
        (None, "1" * 300),
        (None, "\u0661\u0667"),
    ],
)
def test_partial_numbers_are_hints(calling_code: str | None, number: str) -> None:
    for at in PHONES:
        report = put(put(PLAIN, f"{at}/calling_code", calling_code), f"{at}/number", number)
        assert hinted(report) == [(f"{at}/number", "phone_partial")]


@pytest.mark.parametrize(
    ("calling_code", "number"),
    [
        ("+1", "202 555 0117"),
        ("+1", "(202) 555-0117"),
        ("+1", "2025550117"),
        (None, "+1 202 555 0117"),
        (None, "+12025550117"),
        ("", "+1-202-555-0117"),
        ("+1", "202 555 0117 ext. 17"),
        (None, ""),
        ("+1", " "),
    ],
)
def test_complete_numbers_and_none_are_no_hints(calling_code: str | None, number: str) -> None:
    for at in PHONES:
        report = put(put(PLAIN, f"{at}/calling_code", calling_code), f"{at}/number", number)
        assert hinted(report) == []


def test_hints_come_in_the_order_of_the_report_and_say_nothing_of_it() -> None:
    report = full_report()
    hints = completeness(report).hints
    heads = [hint.path.split("/")[1] for hint in hints]
    assert sorted(heads, key=r.Report.__struct_fields__.index) == heads
    assert {hint.code for hint in hints} == {
        "special_use_domain",
        "special_use_ip",
        "url_without_scheme",
    }
    for hint in hints:
        assert value_at(report, hint.path) not in hint.message.replace("example.org, ...", "")
        assert hint.message.endswith(".")
