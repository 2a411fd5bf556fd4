"""Keeps what is filed unreadable: a data key for each report, under two others.

The working key, on the machine that files, opens what still has to be sent. The preservation
key opens what was sent, for legal process; its private half is used for nothing else and belongs
on another machine. Once a report is filed its copy under the working key is deleted.
"""

import os
import secrets
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tipline.domain.errors import KeysUnusableError, SealBrokenError

WORKING: Final = "working.key"
PUBLIC: Final = "preservation.public"
PRIVATE: Final = "preservation.private"

_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PURPOSE: Final = b"tipline outbox data key v1\n"
_VERSION: Final = b"\x01"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_HEAD_BYTES: Final = 1 + 32 + _KEY_BYTES + 16
"""Version, and a key under HPKE: its encapsulation, itself and a tag (RFC 9180)."""
_WRAPPED_AT_MOST: Final = 1_000
_MARK_BYTES: Final = 16
_OTHERS: Final = 0o077


class DataKey(NamedTuple):
    """The key of one report: itself, and as it is stored under the other two."""

    key: bytes
    preserved: bytes
    working: bytes

    def __repr__(self) -> str:
        return "DataKey(...)"


class Vault:
    """Has the keys of one outbox, but not the private half of the preservation key."""

    def __init__(self, working: bytes, public: X25519PublicKey) -> None:
        self._secret = working
        self._working = AESGCM(working)
        self._public = public
        self._now_wrapping = _Wrapping(public)

    def mark(self, plain: bytes) -> bytes:
        """Return 16 bytes by which equal contents are known, and nothing else, to this outbox."""
        return blake2b(plain, digest_size=_MARK_BYTES, key=self._secret).digest()

    def new_key(self, name: bytes) -> DataKey:
        """Return a fresh data key for the report with this name."""
        key = secrets.token_bytes(_KEY_BYTES)
        return DataKey(
            key=key,
            preserved=self._wrapping().wrap(key, name),
            working=_encrypt(self._working, key, name),
        )

    def _wrapping(self) -> "_Wrapping":
        """Return what wraps data keys; the dear half of it is made anew every thousand reports."""
        wrapping = self._now_wrapping
        if wrapping.left <= 0:
            wrapping = self._now_wrapping = _Wrapping(self._public)
        return wrapping

    def data_key(self, working: bytes, name: bytes) -> bytes:
        """Return a data key that was stored under the working key.

        Raises:
            SealBrokenError: another key, another report, or a changed byte.
        """
        return _decrypt(self._working, working, name)


class _Wrapping:
    """Wraps data keys for whoever has the private half, and keeps nothing that opens them again.

    HPKE seals one key; that one, which is in memory only, seals the data keys. Each wrapped key
    brings along all it takes to open it with the private half.
    """

    def __init__(self, public: X25519PublicKey) -> None:
        key = secrets.token_bytes(_KEY_BYTES)
        self._sealed = _SUITE.encrypt(key, public, _PURPOSE)
        self._cipher = AESGCM(key)
        self.left = _WRAPPED_AT_MOST

    def wrap(self, key: bytes, name: bytes) -> bytes:
        """Return a data key, wrapped and bound to the name of its report."""
        self.left -= 1
        return _VERSION + self._sealed + _encrypt(self._cipher, key, name)


class Preserver:
    """Opens what was filed, with the private half of the preservation key."""

    def __init__(self, private: X25519PrivateKey) -> None:
        self._private = private

    def data_key(self, preserved: bytes, name: bytes) -> bytes:
        """Return the data key of a report.

        Raises:
            SealBrokenError: another key, another report, or a changed byte.
        """
        sealed, wrapped = preserved[1:_HEAD_BYTES], preserved[_HEAD_BYTES:]
        if not preserved.startswith(_VERSION):
            raise SealBrokenError
        try:
            key = _SUITE.decrypt(sealed, self._private, _PURPOSE)
        except (InvalidTag, ValueError):
            raise SealBrokenError from None
        return _decrypt(AESGCM(key), wrapped, name)


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """Return plain bytes sealed with a data key and bound to a place."""
    return _encrypt(AESGCM(key), plain, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        SealBrokenError: another key, another place, or a changed byte.
    """
    return _decrypt(AESGCM(key), sealed, place)


def create_keys(folder: Path) -> None:
    """Make the keys of an outbox that has none yet; a crash leaves none half made."""
    if (folder / WORKING).exists() and (folder / PUBLIC).exists():
        return
    private = X25519PrivateKey.generate()
    encoded = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    _write(folder / PRIVATE, encoded)
    _write(folder / PUBLIC, public)
    _write(folder / WORKING, secrets.token_bytes(_KEY_BYTES))


def load_vault(folder: Path) -> Vault:
    """Return the vault of an outbox.

    Raises:
        KeysUnusableError: a key is missing, damaged, or open to others.
    """
    working = _read(folder / WORKING)
    if len(working) != _KEY_BYTES:
        raise KeysUnusableError(f"{WORKING} is damaged.")
    try:
        public = serialization.load_pem_public_key(_read(folder / PUBLIC, secret=False))
    except (ValueError, UnsupportedAlgorithm):
        raise KeysUnusableError(f"{PUBLIC} is damaged.") from None
    if not isinstance(public, X25519PublicKey):
        raise KeysUnusableError(f"{PUBLIC} is of another kind.")
    return Vault(working, public)


def load_preserver(file: Path, passphrase: str | None = None) -> Preserver:
    """Return what opens filed reports.

    Raises:
        KeysUnusableError: no such key, damaged, open to others, or under another passphrase.
    """
    secret = None if passphrase is None else passphrase.encode()
    try:
        private = serialization.load_pem_private_key(_read(file), secret)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeysUnusableError(
            "The preservation key is damaged, or another passphrase opens it."
        ) from None
    if not isinstance(private, X25519PrivateKey):
        raise KeysUnusableError("This is no preservation key.")
    return Preserver(private)


def is_locked(file: Path) -> bool:
    """Tell whether a private key asks for a passphrase."""
    return b"ENCRYPTED" in _read(file)


def _read(file: Path, *, secret: bool = True) -> bytes:
    try:
        if secret and file.stat().st_mode & _OTHERS:
            raise KeysUnusableError(f"{file.name} can be read by others: chmod 600 {file.name}")
        return file.read_bytes()
    except OSError:
        raise KeysUnusableError(f"{file.name} is missing or cannot be read.") from None


def _write(file: Path, data: bytes) -> None:
    """Write a new file whole and on disk, or not at all."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    Path(name).rename(file)
    place = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _encrypt(cipher: AESGCM, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + cipher.encrypt(nonce, plain, place)


def _decrypt(cipher: AESGCM, sealed: bytes, place: bytes) -> bytes:
    blob = sealed.removeprefix(_VERSION)
    if len(blob) == len(sealed) or len(blob) <= _NONCE_BYTES:
        raise SealBrokenError
    try:
        return cipher.decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], place)
    except InvalidTag:
        raise SealBrokenError from None
