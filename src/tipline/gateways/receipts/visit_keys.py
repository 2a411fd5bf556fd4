"""Derives keys from what only a visitor holds; nothing derived tells what it came from.

The format is in docs/decisions/0022-receipts.md.
"""

import os
from functools import cached_property
from threading import Lock
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tipline.domain.errors import SealBrokenError
from tipline.domain.public.receipt import receipt_code
from tipline.gateways.padding import pad, unpad
from tipline.gateways.sealing import HpkeOpener
from tipline.ports.operations import SealedNote
from tipline.ports.sealing import Sealed

_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_ID_BYTES: Final = 32
_KEY_BYTES: Final = 32
_CODE_BYTES: Final = 10
_SALT_BYTES: Final = 16

_PASSES: Final = 2
_KIBIBYTES: Final = 19_456
_LANES: Final = 1
"""Argon2id for receipts: the smallest cost OWASP recommends, because a code has 80 random bits."""

_TURN: Final = Lock()
"""One at a time, so that visitors cannot fill memory."""


class HkdfDraftKey:
    """What one token opens: the id, the key and the receipt code all follow from it."""

    def __init__(self, token: bytes) -> None:
        self._token = token

    @cached_property
    def id(self) -> bytes:
        """The 32 bytes by which the draft is found."""
        return _derived(self._token, b"tipline draft id v1", _ID_BYTES)

    @cached_property
    def code(self) -> str:
        """The receipt code of this visit; it need not be stored to be shown again."""
        return receipt_code(_derived(self._token, b"tipline draft receipt v1", _CODE_BYTES))

    def seal(self, revision: int, plain: bytes) -> bytes:
        """Return a draft sealed for this visitor and this revision."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, pad(plain), _place(revision))

    def open(self, revision: int, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            SealBrokenError: another token, another revision, or a changed byte.
        """
        if not sealed.startswith(_VERSION):
            raise SealBrokenError
        nonce, hidden = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return unpad(self._cipher.decrypt(nonce, hidden, _place(revision)))
        except (InvalidTag, ValueError):
            raise SealBrokenError from None

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(_derived(self._token, b"tipline draft key v1", _KEY_BYTES))


class X25519ReceiptKey:
    """What one stretched receipt opens: the id of its thread, and a key pair."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def id(self) -> bytes:
        """The 32 bytes by which the thread is found."""
        return _derived(self._secret, b"tipline receipt id v1", _ID_BYTES)

    @property
    def public_key(self) -> bytes:
        """The key to seal to this reporter: X25519, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def open(self, number: int, note: SealedNote) -> bytes:
        """Return a message that was sealed to this reporter under its number.

        Raises:
            SealBrokenError: sealed to somebody else, another number, or a changed byte.
        """
        sealed = Sealed(key=note.key, body=note.body)
        return HpkeOpener(self._private).open(number, sealed).body

    @cached_property
    def _private(self) -> X25519PrivateKey:
        key = _derived(self._secret, b"tipline receipt key v1", _KEY_BYTES)
        return X25519PrivateKey.from_private_bytes(key)


class Argon2VisitKeys:
    """Makes keys; codes are stretched with a salt that only this installation has."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    def draft_key(self, token: bytes) -> HkdfDraftKey:
        """Return what a visitor's token opens."""
        return HkdfDraftKey(token)

    def stretch(self, code: str) -> bytes:
        """Return the secret a receipt code stands for, 32 bytes; slow on purpose (RFC 9106)."""
        with _TURN:
            return hash_secret_raw(
                code.encode("ascii", "replace"),
                self._salt,
                time_cost=_PASSES,
                memory_cost=_KIBIBYTES,
                parallelism=_LANES,
                hash_len=_KEY_BYTES,
                type=Type.ID,
            )

    def receipt_key(self, secret: bytes) -> X25519ReceiptKey:
        """Return what a stretched receipt opens."""
        return X25519ReceiptKey(secret)


def visit_keys(index_key: bytes) -> Argon2VisitKeys:
    """Return what makes keys in an installation with this index key.

    That key is in every export and never replaced, and without it a stolen database lets nobody
    even try codes.
    """
    return Argon2VisitKeys(_derived(index_key, b"tipline receipt salt v1", _SALT_BYTES))


def page_key(index_key: bytes) -> bytes:
    """Return the key that signs what the public pages hand out: form tokens and ways back."""
    return _derived(index_key, b"tipline public pages v1", _KEY_BYTES)


def _derived(secret: bytes, purpose: bytes, length: int) -> bytes:
    """Return bytes for one purpose, from which no others follow (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret)


def _place(revision: int) -> bytes:
    return b"tipline draft v1\n%d" % revision
