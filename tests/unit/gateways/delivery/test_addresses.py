"""Addresses of drops are taken apart; what no network takes is found before anything is sent."""

import pytest

from tipline.gateways.delivery.addresses import DropAddress, parse_address


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("https://Drop.example.org/In", ("https", "drop.example.org", None, None, "/In")),
        ("sftp://a@drop.example.org.:2222", ("sftp", "drop.example.org.", 2222, "a", "")),
        ("sftp://a@[2001:DB8::17]/", ("sftp", "2001:db8::17", None, "a", "/")),
        ("https://192.0.2.1:443/a%20b", ("https", "192.0.2.1", 443, None, "/a%20b")),
        (
            "https://b\u00fccher.example.org/",
            ("https", "xn--bcher-kva.example.org", None, None, "/"),
        ),
        (
            "https://xn--bcher-kva.example.org/",
            ("https", "xn--bcher-kva.example.org", None, None, "/"),
        ),
        ("sftp://a@drop_1:/", ("sftp", "drop_1", None, "a", "/")),
    ],
)
def test_parts_are_told(address: str, parts: tuple[str, str, int | None, str | None, str]) -> None:
    assert parse_address(address) == DropAddress(*parts)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nothing",
        "https:///in",
        "https://[::1/in",
        "https://[drop]/in",
        "https://[fe80::1%25eth0]/in",
        "https://drop.example.org:0/in",
        "https://drop.example.org:99999/in",
        "https://drop.example.org:x/in",
        "https://a:b@drop.example.org/in",
        "https://a:@drop.example.org/in",
        "https://drop.example.org/in?a",
        "https://drop.example.org/in#a",
        "https://drop.example.org/i n",
        "https://drop.example.org/i\nn",
        "https://drop\u00ad.example.org/in",
        "https://drop\u202e.example.org/in",
        "https://stra\u00dfe.example.org/in",
        "https://x\x00y.example.org/in",
        "https://a..example.org/in",
        "https://.example.org/in",
        "https://exa%mple.org/in",
        "https://-a.example.org/in",
        f"https://{'a' * 64}.example.org/in",
        f"https://{'a.' * 130}example.org/in",
    ],
)
def test_what_is_odd_is_none(address: str) -> None:
    assert parse_address(address) is None
