"""Seals the confidential part of a report with HPKE and AES-256-GCM, and opens it again.

The format is in docs/decisions/0010-sealing.md. Where the keys come from is no concern here.
"""

import os
import struct
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tipline.domain.errors import SealBrokenError
from tipline.gateways.padding import pad, unpad
from tipline.ports.sealing import Opened, Sealed

_VERSION: Final = b"\x01"
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12

_pack_info: Final = struct.Struct(">27sQ").pack
_pack_place: Final = struct.Struct(">18sQII").pack


def _info(number: int) -> bytes:
    """Return what the sealed data key is bound to: its purpose and the report's number."""
    return _pack_info(b"tipline report data key v1\n", number)


def _place(number: int, index: int, count: int) -> bytes:
    """Return what a ciphertext is bound to, so that none can be moved, left out or added.

    The body has index 0, the parts go on from 1; `count` is how many there are in all.
    """
    return _pack_place(b"tipline sealed v1\n", number, index, count)


class HpkeSealer:
    """Seals to the hotline's public key; cannot open what it sealed."""

    def __init__(self, public_key: X25519PublicKey) -> None:
        self._public_key = public_key

    def seal(self, number: int, body: bytes, parts: Sequence[bytes] = ()) -> Sealed:
        """Return body and parts sealed under a fresh data key bound to the report's number."""
        count = len(parts) + 1
        key = os.urandom(_KEY_BYTES)
        nonces = os.urandom(_NONCE_BYTES * count)
        encrypt = AESGCM(key).encrypt
        sealed: list[bytes] = []
        for index, plain in enumerate((body, *parts)):
            nonce = nonces[_NONCE_BYTES * index : _NONCE_BYTES * (index + 1)]
            hidden = encrypt(nonce, pad(plain), _place(number, index, count))
            sealed.append(_VERSION + nonce + hidden)
        return Sealed(
            key=_VERSION + _SUITE.encrypt(key, self._public_key, _info(number)),
            body=sealed[0],
            parts=tuple(sealed[1:]),
        )


class HpkeOpener:
    """Opens with the hotline's private key."""

    def __init__(self, private_key: X25519PrivateKey) -> None:
        self._private_key = private_key

    def open(self, number: int, sealed: Sealed) -> Opened:
        """Return what was sealed for this report's number.

        Raises:
            SealBrokenError: another key, another number, or a changed byte; never says which.
        """
        try:
            return self._open(number, sealed)
        except (InvalidTag, ValueError, struct.error):
            raise SealBrokenError from None

    def _open(self, number: int, sealed: Sealed) -> Opened:
        key = _SUITE.decrypt(_unversioned(sealed.key), self._private_key, _info(number))
        if len(key) != _KEY_BYTES:
            raise SealBrokenError
        cipher, count = AESGCM(key), len(sealed.parts) + 1
        opened: list[bytes] = []
        for index, hidden in enumerate((sealed.body, *sealed.parts)):
            blob = _unversioned(hidden)
            nonce, text = blob[:_NONCE_BYTES], blob[_NONCE_BYTES:]
            opened.append(unpad(cipher.decrypt(nonce, text, _place(number, index, count))))
        return Opened(body=opened[0], parts=tuple(opened[1:]))


def _unversioned(blob: bytes) -> bytes:
    if not blob.startswith(_VERSION):
        raise SealBrokenError
    return blob[1:]
