"""What stands in each key file: PEM for key pairs, an armoured block for the rest; no I/O.

Every `decode_*` takes the file's name for its message, and raises `KeysUnusableError`.
"""

import hashlib
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.blind_index import KEY_BYTES
from tipline.gateways.key_files.armour import armour, lock, unarmour, unlock

PrivateKey = X25519PrivateKey | Ed25519PrivateKey
PublicKey = X25519PublicKey | Ed25519PublicKey

_INDEX: Final = "TIPLINE INDEX KEY"
_LOCKED: Final = "TIPLINE LOCKED KEY"
_FINGERPRINT_DIGITS: Final = 32


def fingerprint(key: PublicKey) -> str:
    """Return the first half of the SHA-256 of a raw public key, in hexadecimal, to compare."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:_FINGERPRINT_DIGITS]


def is_locked(text: bytes) -> bool:
    """Tell whether a private key's file needs a passphrase."""
    return f"-----BEGIN {_LOCKED}-----".encode() in text


def encode_index(key: bytes) -> bytes:
    """Return the text of an index key's file."""
    return armour(_INDEX, key)


def decode_index(name: str, text: bytes) -> bytes:
    """Return the index key."""
    try:
        key = unarmour(_INDEX, text)
    except ValueError:
        raise _malformed(name) from None
    if len(key) != KEY_BYTES:
        raise _malformed(name)
    return key


def decode_desk(name: str, text: bytes) -> bytes:
    """Return the desk's key, which stands in its file in hexadecimal."""
    try:
        key = bytes.fromhex(text.decode("ascii", "replace").strip())
    except ValueError:
        raise _malformed(name) from None
    if len(key) != KEY_BYTES:
        raise _malformed(name)
    return key


def encode_public(key: PublicKey) -> bytes:
    """Return the text of a public key's file."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def decode_hotline_public(name: str, text: bytes) -> X25519PublicKey:
    """Return the key that seals reports."""
    key = _public(name, text)
    if not isinstance(key, X25519PublicKey):
        raise _malformed(name)
    return key


def decode_audit_public(name: str, text: bytes) -> Ed25519PublicKey:
    """Return the key that checks checkpoints."""
    key = _public(name, text)
    if not isinstance(key, Ed25519PublicKey):
        raise _malformed(name)
    return key


def encode_private(key: PrivateKey, passphrase: str | None = None) -> bytes:
    """Return the text of a private key's file, locked if there is a passphrase."""
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return plain if passphrase is None else armour(_LOCKED, lock(_LOCKED, plain, passphrase))


def decode_hotline_private(
    name: str, text: bytes, passphrase: str | None = None
) -> X25519PrivateKey:
    """Return the key that opens reports; a passphrase is given if, and only if, it has one."""
    if is_locked(text):
        text = _unlocked(name, text, passphrase)
    elif passphrase is not None:
        raise KeysUnusableError(
            f"{name} has no passphrase, yet one was given. Leave the passphrase out, or put the "
            "protected file back."
        )
    key = _private(name, text)
    if not isinstance(key, X25519PrivateKey):
        raise _malformed(name)
    return key


def decode_audit_private(name: str, text: bytes) -> Ed25519PrivateKey:
    """Return the key that signs checkpoints."""
    key = _private(name, text)
    if not isinstance(key, Ed25519PrivateKey):
        raise _malformed(name)
    return key


def check_pair(name: str, private: PrivateKey, public: PublicKey) -> None:
    """Refuse a private key, named for the message, that does not belong to the public one."""
    if private.public_key().public_bytes_raw() != public.public_bytes_raw():
        raise KeysUnusableError(
            f"{name} does not belong to the public key beside it. Put both back with "
            "`tipline keys import`."
        )


def _public(name: str, text: bytes) -> PublicKeyTypes:
    try:
        return load_pem_public_key(text)
    except (ValueError, UnsupportedAlgorithm):
        raise _malformed(name) from None


def _private(name: str, text: bytes) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _malformed(name) from None


def _unlocked(name: str, text: bytes, passphrase: str | None) -> bytes:
    if passphrase is None:
        raise KeysUnusableError(f"{name} is protected. Give its passphrase.")
    try:
        return unlock(_LOCKED, unarmour(_LOCKED, text), passphrase)
    except ValueError:
        raise KeysUnusableError(
            f"{name} does not open. Check the passphrase; if it is right, the file is damaged: "
            "put it back with `tipline keys import`."
        ) from None


def _malformed(name: str) -> KeysUnusableError:
    return KeysUnusableError(
        f"{name} is damaged, or is another key. Put it back with `tipline keys import`."
    )
