"""Sealing for any content: it comes back, it hides its length, and no change passes."""

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tipline.domain.errors import SealBrokenError
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.padding import bucket_of, pad, unpad
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports.sealing import Opened, Sealed

PRIVATE = X25519PrivateKey.generate()
SEALER = HpkeSealer(PRIVATE.public_key())
OPENER = HpkeOpener(PRIVATE)
INDEX = HmacBlindIndex(bytes(32))

numbers = st.integers(min_value=0, max_value=2**64 - 1)
contents = st.binary(max_size=300) | st.integers(0, 5_000).map(bytes)
texts = st.text(st.characters())


@st.composite
def damages(draw: DrawFn, data: bytes) -> bytes:
    """Change, cut, lengthen or replace some bytes."""
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 4)))
    damaged = data[:start] + draw(st.binary(max_size=4)) + data[end:]
    assume(damaged != data)
    return damaged


@given(numbers, contents, st.lists(contents, max_size=4))
def test_what_was_sealed_opens(number: int, body: bytes, parts: list[bytes]) -> None:
    sealed = SEALER.seal(number, body, parts)
    assert OPENER.open(number, sealed) == Opened(body=body, parts=tuple(parts))
    assert len(sealed.body) == bucket_of(len(body) + 1) + 29


@given(st.data(), contents, contents)
def test_no_damage_passes(data: st.DataObject, body: bytes, part: bytes) -> None:
    sealed = SEALER.seal(17, body, (part,))
    field = data.draw(st.sampled_from(("key", "body", "part")))
    if field == "part":
        damaged = Sealed(
            key=sealed.key, body=sealed.body, parts=(data.draw(damages(sealed.parts[0])),)
        )
    else:
        changed = {field: data.draw(damages(getattr(sealed, field)))}
        damaged = msgspec.structs.replace(sealed, **changed)
    try:
        OPENER.open(17, damaged)
    except SealBrokenError:
        return
    raise AssertionError(field)


@given(contents)
def test_padding_is_undone(data: bytes) -> None:
    padded = pad(data)
    assert unpad(padded) == data
    assert len(padded) == bucket_of(len(padded))


@given(st.tuples(texts, texts, texts), st.tuples(texts, texts, texts))
def test_only_equal_identifiers_are_equal(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert (INDEX.blind(*one) == INDEX.blind(*other)) == (one == other)
    assert (INDEX.blind_port(*one, 17) == INDEX.blind_port(*other, 17)) == (one == other)
