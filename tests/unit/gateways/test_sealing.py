"""What is sealed can be opened with the right key, as it was, for its report, or not at all."""

import base64
from collections.abc import Iterator

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tipline.domain.errors import SealBrokenError
from tipline.gateways import sealing
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports.sealing import Opened, Opener, Sealed, Sealer

NUMBER = 1017
BODY = b"Synthetic narrative 17."
PARTS = (b"somebody@example.org", b"", b"192.0.2.17")

PRIVATE = X25519PrivateKey.generate()
SEALER: Sealer = HpkeSealer(PRIVATE.public_key())
OPENER: Opener = HpkeOpener(PRIVATE)
SEALED = SEALER.seal(NUMBER, BODY, PARTS)

# Sealed by the first version, for the private key 00 01 02 ... 1f.
STORED_KEY = base64.b64decode(
    "AfPi5Ruk1HKWXNnptYxLrCR1+/UFz/G8U/I1YE/yMMFe9mZA+QBaylMIVQ76Ve+wPvVL7ShFptII2Nxn"
    "smecgzF9BLLBXslLKYTg0a7tDIgL"
)
STORED_BODY = base64.b64decode(
    "AaOJzRa7tWJaX8Ie0AXyr1kIWtirvJA4q6wgri7Kezr/lGpH/UqoDiu+8D583Sjqic0syhT22NaambQJ"
    "6hbzCqlRdJG118V2Y67tjJS7WrGiyv4J0XYKAHA3oJJA"
)
STORED_PART = base64.b64decode(
    "AfkSUYD+vA5sNBolFyW1eSQdMZkTPelPDNOa6b86TSsHdpCX8322bL3OSjPVUA7uWKejCVMJsxt9y0H+"
    "rvHWHS7Kd2EM+HGRnVpz5IDxu7jobg6BhBwNo1u6gxPO"
)


def refused(sealed: Sealed, number: int = NUMBER, opener: Opener = OPENER) -> bool:
    try:
        opener.open(number, sealed)
    except SealBrokenError as error:
        return str(error) == str(SealBrokenError())
    return False


def flips(data: bytes) -> Iterator[bytes]:
    for place in range(len(data)):
        yield data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_what_was_sealed_opens() -> None:
    assert OPENER.open(NUMBER, SEALED) == Opened(body=BODY, parts=PARTS)
    assert OPENER.open(0, SEALER.seal(0, b"")) == Opened(body=b"")


def test_what_was_sealed_by_the_first_version_opens_forever() -> None:
    opener = HpkeOpener(X25519PrivateKey.from_private_bytes(bytes(range(32))))
    stored = Sealed(key=STORED_KEY, body=STORED_BODY, parts=(STORED_PART,))
    assert opener.open(1017, stored) == Opened(body=BODY, parts=(b"192.0.2.17",))


def test_nothing_of_it_shows() -> None:
    everything = b"".join((SEALED.key, SEALED.body, *SEALED.parts))
    assert BODY not in everything
    assert PARTS[0] not in everything
    assert {len(part) for part in SEALED.parts} == {len(SEALED.body)} == {1 + 12 + 64 + 16}
    assert len(SEALED.key) == 1 + 32 + 32 + 16


def test_the_same_is_never_sealed_the_same() -> None:
    again = SEALER.seal(NUMBER, BODY, PARTS)
    assert not {SEALED.key, SEALED.body, *SEALED.parts} & {again.key, again.body, *again.parts}


def test_every_byte_counts() -> None:
    change = msgspec.structs.replace
    assert all(refused(change(SEALED, key=key)) for key in flips(SEALED.key))
    assert all(refused(change(SEALED, body=body)) for body in flips(SEALED.body))
    for place, part in enumerate(SEALED.parts):
        before, after = SEALED.parts[:place], SEALED.parts[place + 1 :]
        assert all(refused(change(SEALED, parts=(*before, x, *after))) for x in flips(part))


@pytest.mark.parametrize("length", [0, 1, 5, 12, 13, 28, 29, 50])
def test_what_is_cut_short_or_too_long_is_refused(length: int) -> None:
    change = msgspec.structs.replace
    assert refused(change(SEALED, key=SEALED.key[:length]))
    assert refused(change(SEALED, body=SEALED.body[:length]))
    assert refused(change(SEALED, body=SEALED.body + bytes(length + 1)))
    assert refused(change(SEALED, key=SEALED.key + bytes(length + 1)))


def test_parts_stay_where_and_as_many_as_they_are() -> None:
    change = msgspec.structs.replace
    first, second, third = SEALED.parts
    assert refused(change(SEALED, parts=(second, first, third)))
    assert refused(change(SEALED, parts=(first, first, third)))
    assert refused(change(SEALED, parts=(first, second)))
    assert refused(change(SEALED, parts=()))
    assert refused(change(SEALED, parts=(*SEALED.parts, third)))
    assert refused(change(SEALED, body=first, parts=(SEALED.body, second, third)))


def test_another_report_cannot_lend_a_thing() -> None:
    change = msgspec.structs.replace
    other = SEALER.seal(NUMBER, BODY, PARTS)
    assert refused(change(SEALED, key=other.key))
    assert refused(change(SEALED, body=other.body))
    assert refused(change(SEALED, parts=other.parts))


@pytest.mark.parametrize("number", [NUMBER + 1, NUMBER + (1 << 32), 0, -1, 1 << 64])
def test_another_number_is_refused(number: int) -> None:
    assert refused(SEALED, number)


def test_the_number_is_bound_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_info", lambda _: b"the same for all")
    sealed = SEALER.seal(NUMBER, BODY)
    assert OPENER.open(NUMBER, sealed).body == BODY
    assert refused(sealed, NUMBER + 1)


def test_another_key_is_refused() -> None:
    assert refused(SEALED, opener=HpkeOpener(X25519PrivateKey.generate()))


@pytest.mark.parametrize("key", [b"", bytes(16), bytes(33)])
def test_a_data_key_of_another_length_is_refused(key: bytes) -> None:
    locked = sealing._SUITE.encrypt(key, PRIVATE.public_key(), sealing._info(NUMBER))
    assert refused(msgspec.structs.replace(SEALED, key=b"\x01" + locked))


def test_what_was_not_padded_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "pad", bytes)
    assert refused(SEALER.seal(NUMBER, BODY))


def test_nothing_says_a_secret() -> None:
    secret = PRIVATE.private_bytes_raw().hex()
    for thing in (SEALER, OPENER, OPENER.open(NUMBER, SEALED)):
        assert secret not in repr(thing)
        assert "narrative" not in repr(thing)
        assert "example" not in repr(thing)
