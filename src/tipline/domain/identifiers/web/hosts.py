"""Hosts of web addresses: who registered them, and whether strangers share them."""

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from tipline.domain.identifiers.identifier import Identifier
from tipline.domain.identifiers.tables.services import SERVICES, SHARED_DOMAINS

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_HOST: Final = re.compile(r"^[^/]*//(\[[^\]]*\]|[^/?#:]*)")
_ADDRESS: Final = re.compile(r"\[.*\]|[0-9]+(?:\.[0-9]+){3}")


def host_of(href: str) -> str:
    """Return the host of an address in normal form, without port."""
    found = _HOST.match(href)
    return "" if found is None else found[1]


def registrable_domain(host: str) -> str | None:
    """Return the part of a host that somebody has registered; None for numbers and bare suffixes.

    Source: publicsuffix.org, private section included, so that each customer of a hosting service
    counts as a registrant.
    """
    if _ADDRESS.fullmatch(host):
        return None
    return _suffixes().privatesuffix(host)


def is_shared_host(host: str) -> bool:
    """Tell whether a host belongs to a service on which strangers publish."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in _shared() for at in range(len(labels) - 1))


def known_common(identifier: Identifier) -> bool:
    """Tell whether a domain is one on which strangers publish."""
    return is_shared_host(identifier.value)


@cache
def _suffixes() -> "PublicSuffixList":
    """Load the list once, when it is first needed: it takes some 30 ms."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - imports stay cheap

    return PublicSuffixList()


@cache
def _shared() -> frozenset[str]:
    return frozenset(SHARED_DOMAINS).union(*(service.domains for service in SERVICES))
