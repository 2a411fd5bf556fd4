"""IP addresses: where something came from. Port and time belong to the sighting."""

import ipaddress
import re
from functools import cache
from typing import Final

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.ip_ranges import IP_RANGES, IpClass
from tipline.domain.identifiers.text.folding import fold
from tipline.domain.identifiers.text.refang import refang

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_WITH_PORT: Final = re.compile(r"\[([^\]]*)\](?::[0-9]*)?|([0-9]+(?:\.[0-9]+){3}):[0-9]*")
_BYTE: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PLAIN_IPV4: Final = re.compile(f"{_BYTE}(?:[.]{_BYTE}){{3}}")
"""What is in its standard form already; spares the library's thorough walk."""
_TELLING: Final = frozenset({IpClass.PUBLIC, IpClass.DOCUMENTATION, IpClass.TUNNEL})
"""Documentation ranges are ordinary here: tests and demonstrations live in them."""
_NETWORK_BITS: Final = 64


def normal_form(text: str) -> Identifier | None:
    """Return the address in its shortest standard form; IPv4 inside IPv6 becomes IPv4.

    Port and zone id are left out; None if it is no address. Source: RFC 5952; RFC 4291, 2.5.5.2.
    """
    if _PLAIN_IPV4.fullmatch(text):
        return Identifier(IdentifierKind.IP, "", text)
    address = _parse(text) or _parse(_bare(text))
    return None if address is None else Identifier(IdentifierKind.IP, "", str(address))


def display_form(identifier: Identifier) -> str:
    """Return the address."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the address is in use by many at once, or by none: private, shared, anycast."""
    return ip_class(identifier) not in _TELLING


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return the /64 of an IPv6 address: one household or one phone, while the rest changes."""
    if ":" not in identifier.value:
        return ()
    if ip_class(identifier) not in {IpClass.PUBLIC, IpClass.DOCUMENTATION}:
        return ()
    network = ipaddress.IPv6Network((identifier.value, _NETWORK_BITS), strict=False)
    return (Identifier(IdentifierKind.IP_NETWORK, "", str(network)),)


def ip_class(identifier: Identifier) -> IpClass:
    """Return what an IP address or its network is for."""
    address = ipaddress.ip_address(identifier.value.partition("/")[0])
    number = int(address)
    for first, last, known in _ranges()[address.version]:
        if first <= number <= last:
            return known
    return IpClass.PUBLIC


def _parse(text: str) -> _Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 4:  # noqa: PLR2004 - the version's own name
        return address
    # Made anew, because a zone id is part of the address and says nothing outside its network.
    return address.ipv4_mapped or ipaddress.IPv6Address(int(address))


def _bare(text: str) -> str:
    text = refang(fold(text))
    with_port = _WITH_PORT.fullmatch(text)
    return text if with_port is None else with_port[1] or with_port[2] or ""


@cache
def _ranges() -> dict[int, list[tuple[int, int, IpClass]]]:
    """Return first and last address of every range by IP version, in the order of the table."""
    ranges: dict[int, list[tuple[int, int, IpClass]]] = {4: [], 6: []}
    for known, blocks in IP_RANGES.items():
        for network in map(ipaddress.ip_network, blocks):
            first, last = int(network.network_address), int(network.broadcast_address)
            ranges[network.version].append((first, last, known))
    return ranges
