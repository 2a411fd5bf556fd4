"""Equal identifiers become equal bytes; everything else becomes something else."""

import hashlib
import hmac
from itertools import product

import pytest

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.ports.sealing import Blinder

KEY = bytes(range(32))
INDEX: Blinder = HmacBlindIndex(KEY)


def test_equal_is_equal_and_short() -> None:
    blind = INDEX.blind("email", "", "somebody@example.org")
    assert blind == HmacBlindIndex(KEY).blind("email", "", "somebody@example.org")
    assert len(blind) == 16
    port = INDEX.blind_port("ip", "", "192.0.2.17", 51234)
    assert port == INDEX.blind_port("ip", "", "192.0.2.17", 51234)
    assert len(port) == 8


def test_the_digests_are_those_written_down() -> None:
    """Stored digests must be found by every later version."""
    text = b"tipline identifier v1\n7,11,2:accountexample.org17"
    expected = hmac.new(KEY, text, hashlib.sha256).digest()[:16]
    assert INDEX.blind("account", "example.org", "17") == expected
    text = b"tipline test identifier v1\n7,11,2:accountexample.org17"
    expected = hmac.new(KEY, text, hashlib.sha256).digest()[:16]
    assert INDEX.blind("account", "example.org", "17", is_test=True) == expected
    text = b"tipline port v1\n443;2,0,10:ip192.0.2.17"
    expected = hmac.new(KEY, text, hashlib.sha256).digest()[:8]
    assert INDEX.blind_port("ip", "", "192.0.2.17", 443) == expected


def test_no_two_identifiers_are_taken_for_each_other() -> None:
    pieces = ["", "a", "ab", "b", "1", "1,1", ":", "1:a", "\u0660", "\ud800", "\x00"]
    triples = [*product(pieces, pieces, pieces)]
    blinds = {INDEX.blind(*triple, is_test=test) for triple in triples for test in (False, True)}
    assert len(blinds) == 2 * len(triples)
    ports = {INDEX.blind_port(*triple, port) for triple in triples for port in (1, 11)}
    assert len(ports) == 2 * len(triples)


def test_a_port_counts_only_with_its_identifier() -> None:
    ports = {INDEX.blind_port("ip", "", "192.0.2.17", port) for port in range(2_000)}
    assert len(ports) == 2_000
    assert INDEX.blind_port("ip", "", "192.0.2.18", 7) not in ports
    assert not any(INDEX.blind("ip", "", "192.0.2.17").startswith(port) for port in ports)


def test_another_key_gives_other_digests() -> None:
    other = HmacBlindIndex(bytes(32))
    assert other.blind("ip", "", "192.0.2.17") != INDEX.blind("ip", "", "192.0.2.17")


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(KeysUnusableError, match="32 bytes"):
        HmacBlindIndex(bytes(length))


def test_the_key_is_not_kept_in_sight() -> None:
    assert KEY.hex() not in repr(INDEX)
    assert KEY not in vars(INDEX).values()
