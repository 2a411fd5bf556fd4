"""Sealed files: whole, or refused."""

import io
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tipline.domain.errors import SealBrokenError
from tipline.gateways.sealed_stream import SealingWriter, new_file, open_stream

KEY = X25519PrivateKey.generate()


def sealed(*pieces: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, KEY.public_key())
    for piece in pieces:
        writer.write(piece)
    writer.close()
    return target.getvalue()


def opened(data: bytes, key: X25519PrivateKey = KEY) -> bytes:
    return b"".join(open_stream(io.BytesIO(data), key))


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_what_goes_in_comes_out(size: int) -> None:
    text = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(text[:size])) == text[:size]
    assert opened(sealed(text[: size // 3], text[size // 3 : size])) == text[:size]


def test_nothing_of_it_can_be_read_without_the_key() -> None:
    data = sealed(b"canary " * 1_000)
    assert b"canary" not in data
    with pytest.raises(SealBrokenError):
        opened(data, X25519PrivateKey.generate())


def test_a_change_anywhere_is_found() -> None:
    data = sealed(b"fact " * 40_000)
    for place in range(0, len(data), len(data) // 97):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(SealBrokenError):
            opened(bytes(changed))


def test_a_file_that_was_cut_off_or_added_to_is_refused() -> None:
    data = sealed(b"fact " * 40_000)
    for end in (0, 10, 30, 60, len(data) // 2, len(data) - 1):
        with pytest.raises(SealBrokenError):
            opened(data[:end])
    with pytest.raises(SealBrokenError):
        opened(data + b"\x00")


def test_pieces_cannot_change_places() -> None:
    data = sealed(b"fact " * 40_000)
    # The pieces begin after the first line and the sealed key with its length.
    start = 24 + 4 + int.from_bytes(data[24:28], "big")
    length = 4 + int.from_bytes(data[start : start + 4], "big")
    first, second = data[start : start + length], data[start + length : start + 2 * length]
    with pytest.raises(SealBrokenError):
        opened(data[:start] + second + first + data[start + 2 * length :])


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "copy"
    with pytest.raises(TypeError), new_file(path) as file:
        file.write("text")  # type: ignore[call-overload]
    assert list(tmp_path.iterdir()) == []
    with new_file(path) as file:
        file.write(b"whole")
    assert path.read_bytes() == b"whole"
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError), new_file(path):
        pass
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]
