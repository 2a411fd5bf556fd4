"""A file sealed to the hotline's public key, written and read in pieces of bounded size.

Whoever runs the back-up needs no key that opens it. Each piece is bound to its place, and the last
is marked, so that none can be changed, moved, left out or cut off.
Format: version, length and bytes of the HPKE-sealed data key, then pieces of length and AES-GCM.
"""

import errno
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tipline.domain.errors import SealBrokenError

_MAGIC: Final = b"tipline sealed stream 1\n"
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LENGTH: Final = struct.Struct(">I")
_PLACE: Final = struct.Struct(">4xQ")
_PIECE_BYTES: Final = 65_536
_MORE: Final = b"\x00"
_LAST: Final = b"\x01"


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that must not exist; it takes its name only when all is written and on disk.

    Raises:
        FileExistsError: there is a file of this name; it is left alone.
    """
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            partial.chmod(0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)  # unlike a rename, never replaces a file that came meanwhile
    finally:
        partial.unlink(missing_ok=True)


class SealingWriter:
    """Seals what is written; only `close` makes the file whole."""

    def __init__(self, target: BinaryIO, public_key: X25519PublicKey) -> None:
        key = os.urandom(32)
        self._cipher = AESGCM(key)
        self._target = target
        self._buffer = bytearray()
        self._piece = 0
        sealed_key = _SUITE.encrypt(key, public_key, _MAGIC)
        target.write(_MAGIC + _LENGTH.pack(len(sealed_key)) + sealed_key)

    def write(self, data: bytes) -> None:
        """Add bytes; memory stays bounded."""
        self._buffer += data
        while len(self._buffer) > _PIECE_BYTES:
            self._seal(bytes(self._buffer[:_PIECE_BYTES]), _MORE)
            del self._buffer[:_PIECE_BYTES]

    def close(self) -> None:
        """Write the last piece; the target stays open."""
        self._seal(bytes(self._buffer), _LAST)

    def _seal(self, plain: bytes, mark: bytes) -> None:
        # The key is used for this file only, so a counter is a nonce that never comes twice.
        hidden = self._cipher.encrypt(_PLACE.pack(self._piece), mark + plain, _MAGIC)
        self._target.write(_LENGTH.pack(len(hidden)) + hidden)
        self._piece += 1


def open_stream(source: BinaryIO, private_key: X25519PrivateKey) -> Iterator[bytes]:
    """Yield the bytes of a sealed file, piece by piece.

    Raises:
        SealBrokenError: another key, or the file was changed or cut off; raised at the piece
            concerned, so nothing may be trusted before the end.
    """
    if source.read(len(_MAGIC)) != _MAGIC:
        raise SealBrokenError("This is not a sealed back-up.")
    try:
        key = _SUITE.decrypt(_read_block(source), private_key, _MAGIC)
        cipher, piece, mark = AESGCM(key), 0, _MORE
        while mark == _MORE:
            plain = cipher.decrypt(_PLACE.pack(piece), _read_block(source), _MAGIC)
            mark, piece = plain[:1], piece + 1
            yield plain[1:]
    except (InvalidTag, ValueError):
        raise SealBrokenError from None
    if source.read(1):
        raise SealBrokenError("Something follows after the end of the back-up.")


def _read_block(source: BinaryIO) -> bytes:
    head = source.read(_LENGTH.size)
    if len(head) != _LENGTH.size:
        raise SealBrokenError("The file was cut off.")
    (length,) = _LENGTH.unpack(head)
    if length > _PIECE_BYTES + 64:
        raise SealBrokenError
    block = source.read(length)
    if len(block) != length:
        raise SealBrokenError("The file was cut off.")
    return block
