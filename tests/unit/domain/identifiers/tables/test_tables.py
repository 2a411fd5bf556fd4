"""The tables are in the form that the code compares by; else a line would never match."""

import ipaddress
from collections import Counter

import pytest

from tipline.domain.identifiers.tables import placeholders
from tipline.domain.identifiers.tables.device_types import DEVICE_TYPES, DIGITS_ONLY, TRAITS
from tipline.domain.identifiers.tables.ip_ranges import IP_RANGES, IpClass
from tipline.domain.identifiers.tables.mail_providers import MAIL_PROVIDERS
from tipline.domain.identifiers.tables.services import (
    ENTRANCES,
    SAME_SITES,
    SERVICES,
    SHARED_DOMAINS,
)
from tipline.domain.identifiers.tables.url_parameters import (
    TRACKING,
    TRACKING_AT,
    TRACKING_PREFIXES,
)
from tipline.domain.identifiers.text.folding import fold
from tipline.domain.identifiers.web.hosts import registrable_domain


def repeated(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def test_a_service_has_its_names_alone() -> None:
    names = [name for service in SERVICES for name in (service.name, *service.aliases)]
    assert repeated(names) == []
    assert names == [fold(name) for name in names]


def test_a_domain_belongs_to_one_service() -> None:
    domains = [*SHARED_DOMAINS, *(domain for service in SERVICES for domain in service.domains)]
    assert repeated(domains) == []
    assert [domain for domain in domains if registrable_domain(f"x.{domain}") is None] == []


def test_domains_of_one_site_are_of_one_service() -> None:
    for domain, kept in SAME_SITES.items():
        assert kept not in SAME_SITES
        (both,) = [service.domains for service in SERVICES if kept in service.domains]
        assert domain in both


def test_a_mail_domain_belongs_to_one_provider() -> None:
    assert repeated([domain for provider in MAIL_PROVIDERS for domain in provider.domains]) == []


def test_a_device_type_is_written_in_one_way_only() -> None:
    assert repeated([alias for aliases in DEVICE_TYPES.values() for alias in aliases]) == []
    assert {*DEVICE_TYPES} >= DIGITS_ONLY | TRAITS


@pytest.mark.parametrize(
    "words",
    [
        placeholders.NOBODY,
        placeholders.ROLE_MAILBOXES,
        placeholders.DEVICES,
        TRACKING,
        frozenset(TRACKING_PREFIXES),
        ENTRANCES,
        *TRACKING_AT.values(),
    ],
)
def test_words_are_folded(words: frozenset[str]) -> None:
    assert {word for word in words if fold(word) != word} == set()


def test_every_class_of_address_has_ranges_but_the_public() -> None:
    assert {*IpClass} - {*IP_RANGES} == {IpClass.PUBLIC}
    assert repeated([block for blocks in IP_RANGES.values() for block in blocks]) == []
    for blocks in IP_RANGES.values():
        assert [block for block in blocks if str(ipaddress.ip_network(block)) != block] == []
