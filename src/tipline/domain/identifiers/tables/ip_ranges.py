"""Ranges of IP addresses that are not one connection of one customer.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890); for resolvers, what their
operators publish. The first match counts.
"""

from enum import StrEnum
from typing import Final


class IpClass(StrEnum):
    """What an IP address is for."""

    PUBLIC = "public"
    PRIVATE = "private"
    SHARED = "shared"
    LOOPBACK = "loopback"
    LINK_LOCAL = "link_local"
    MULTICAST = "multicast"
    DOCUMENTATION = "documentation"
    ANYCAST = "anycast"
    TUNNEL = "tunnel"
    RESERVED = "reserved"


IP_RANGES: Final = {
    IpClass.PRIVATE: (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "fc00::/7",
        "fec0::/10",
    ),
    IpClass.SHARED: ("100.64.0.0/10", "192.0.0.0/29"),  # carriers' translation, DS-Lite
    IpClass.LOOPBACK: ("127.0.0.0/8", "::1/128"),
    IpClass.LINK_LOCAL: ("169.254.0.0/16", "fe80::/10"),
    IpClass.MULTICAST: ("224.0.0.0/4", "ff00::/8"),
    IpClass.DOCUMENTATION: (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001:db8::/32",
        "3fff::/20",
    ),
    IpClass.ANYCAST: (
        # public resolvers
        "1.0.0.0/24",
        "1.1.1.0/24",
        "8.8.4.0/24",
        "8.8.8.0/24",
        "9.9.9.0/24",
        "76.76.2.0/24",
        "94.140.14.0/24",
        "149.112.112.0/24",
        "208.67.220.0/24",
        "208.67.222.0/24",
        "2001:4860:4860::/48",
        "2606:4700:4700::/48",
        "2620:fe::/48",
        "2620:119:35::/48",
        "2620:119:53::/48",
        # AS112, AMT, relays
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "2001:4:112::/48",
        "2620:4f:8000::/48",
    ),
    IpClass.TUNNEL: ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"),
    IpClass.RESERVED: (
        "0.0.0.0/8",
        "192.0.0.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/128",
        "::/8",
        "100::/64",
        "2001::/23",
        "5f00::/16",
    ),
}
"""CIDR ranges by class; whatever is in none of them is public."""
