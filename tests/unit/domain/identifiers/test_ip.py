"""IP addresses: one spelling each, and what ranges they are in."""

import ipaddress

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, ip
from tipline.domain.identifiers.tables.ip_ranges import IP_RANGES, IpClass


def address(value: str) -> Identifier:
    return Identifier(IdentifierKind.IP, "", value)


@pytest.mark.parametrize(
    ("stated", "normal"),
    [
        ("198.51.100.17", "198.51.100.17"),
        (" 198.51.100.17\n", "198.51.100.17"),
        ("198.51.100[.]17", "198.51.100.17"),
        ("198.51.100.17:51234", "198.51.100.17"),
        ("2001:DB8:0:0:0:0:0:17", "2001:db8::17"),
        ("[2001:db8::17]", "2001:db8::17"),
        ("[2001:db8::17]:51234", "2001:db8::17"),
        ("2001:db8::17%eth0", "2001:db8::17"),
        ("::ffff:198.51.100.17", "198.51.100.17"),
        ("::FFFF:c633:6411", "198.51.100.17"),
        ("2001:db8::198.51.100.17", "2001:db8::c633:6411"),
        ("\uff11\uff19\uff18.51.100.17", "198.51.100.17"),
    ],
)
def test_normal_form(stated: str, normal: str) -> None:
    assert ip.normal_form(stated) == address(normal)


@pytest.mark.parametrize(
    "stated",
    ["", "17", "198.51.100", "198.51.100.256", "198.051.100.017", "198.51.100.0/24", "[]", "[]:1"],
)
def test_no_address(stated: str) -> None:
    assert ip.normal_form(stated) is None


def test_display_form_is_the_address() -> None:
    assert ip.display_form(address("198.51.100.17")) == "198.51.100.17"


@pytest.mark.parametrize(
    ("known", "block"), [(known, block) for known, blocks in IP_RANGES.items() for block in blocks]
)
def test_the_first_and_last_address_of_a_range_are_known(known: IpClass, block: str) -> None:
    network = ipaddress.ip_network(block)
    for edge in (network.network_address, network.broadcast_address):
        found = ip.normal_form(str(edge))
        assert found is not None
        # A range of reserve lies around narrower ones.
        assert ip.ip_class(found) in {known, *IP_RANGES} - {IpClass.PUBLIC}
        if known is not IpClass.RESERVED:
            assert ip.ip_class(found) is known


def test_what_is_in_no_range_is_public() -> None:
    after = {
        ipaddress.ip_network(block).broadcast_address + 1
        for block in (*IP_RANGES[IpClass.DOCUMENTATION], *IP_RANGES[IpClass.SHARED][:1])
    }
    assert {ip.ip_class(address(str(next_one))) for next_one in after} == {IpClass.PUBLIC}


def test_the_ranges_agree_with_the_standard_library() -> None:
    # Added in 2024, after some Pythons we run on; and deprecated, so that it is private no more.
    disputed = {"3fff::/20", "fec0::/10"}
    for known, blocks in IP_RANGES.items():
        for network in map(ipaddress.ip_network, {*blocks} - disputed):
            first = network.network_address
            assert first.is_multicast is (known is IpClass.MULTICAST)
            assert first.is_loopback is (known is IpClass.LOOPBACK)
            assert first.is_link_local is (known is IpClass.LINK_LOCAL)
            if known in {IpClass.PRIVATE, IpClass.DOCUMENTATION}:
                assert first.is_private


@pytest.mark.parametrize(
    ("known", "common"),
    [
        (IpClass.PRIVATE, True),
        (IpClass.SHARED, True),
        (IpClass.LOOPBACK, True),
        (IpClass.LINK_LOCAL, True),
        (IpClass.MULTICAST, True),
        (IpClass.ANYCAST, True),
        (IpClass.RESERVED, True),
        (IpClass.TUNNEL, False),
        (IpClass.DOCUMENTATION, False),
    ],
)
def test_known_common(known: IpClass, common: bool) -> None:
    first = str(ipaddress.ip_network(IP_RANGES[known][-1]).network_address)
    assert ip.known_common(address(first)) is common


def test_only_ordinary_ipv6_addresses_have_a_network() -> None:
    network = Identifier(IdentifierKind.IP_NETWORK, "", "2001:db8:0:17::/64")
    assert ip.weaker_keys(address("2001:db8:0:17::17")) == (network,)
    assert ip.weaker_keys(address("2001:db8:0:17:ffff::")) == (network,)
    assert ip.weaker_keys(address("198.51.100.17")) == ()
    for known in (IpClass.LINK_LOCAL, IpClass.TUNNEL):
        first = str(ipaddress.ip_network(IP_RANGES[known][-1]).network_address)
        assert ip.weaker_keys(address(first)) == ()


def test_a_network_has_the_class_of_its_addresses() -> None:
    network = Identifier(IdentifierKind.IP_NETWORK, "", "2001:db8::/64")
    assert ip.ip_class(network) is IpClass.DOCUMENTATION
