"""Hosts: who registered them, and which ones strangers share."""

import subprocess
import sys

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.services import SHARED_DOMAINS
from tipline.domain.identifiers.web import hosts


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://example.org/17", "example.org"),
        ("https://example.org:8443/17", "example.org"),
        ("https://[2001:db8::17]:8443/", "[2001:db8::17]"),
        ("tg://example?domain=17", "example"),
        ("no address", ""),
    ],
)
def test_host_of(href: str, host: str) -> None:
    assert hosts.host_of(href) == host


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.org", "example.org"),
        ("www.chat.example.org", "example.org"),
        ("chat.example.co.uk", "example.co.uk"),
        ("xn--bcher-kva.example.org", "example.org"),
        ("co.uk", None),
        ("localhost", None),
        ("192.0.2.17", None),
        ("[2001:db8::17]", None),
        ("", None),
    ],
)
def test_registrable_domain(host: str, domain: str | None) -> None:
    assert hosts.registrable_domain(host) == domain


def test_strangers_share_a_domain_and_all_below_it() -> None:
    shared = SHARED_DOMAINS[0]
    assert hosts.is_shared_host(shared)
    assert hosts.is_shared_host(f"user17.{shared}")
    assert not hosts.is_shared_host(f"not{shared}")
    assert not hosts.is_shared_host("example.org")
    assert hosts.known_common(Identifier(IdentifierKind.DOMAIN, "", shared))
    assert not hosts.known_common(Identifier(IdentifierKind.DOMAIN, "", "example.org"))


def test_the_suffix_list_is_loaded_only_when_needed() -> None:
    code = "import sys, tipline.domain.sightings; sys.exit('publicsuffixlist' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
