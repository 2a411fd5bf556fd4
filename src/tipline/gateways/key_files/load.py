"""Loads keys from their folder; each process asks only for those it needs.

Every function raises `KeysUnusableError`, whose message names the file and what to do.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.key_files.folder import (
    AUDIT_PRIVATE,
    AUDIT_PUBLIC,
    HOTLINE_PRIVATE,
    HOTLINE_PUBLIC,
    INDEX_KEY,
    read_key_file,
)
from tipline.gateways.key_files.formats import (
    check_pair,
    decode_audit_private,
    decode_audit_public,
    decode_hotline_private,
    decode_hotline_public,
    decode_index,
    is_locked,
)


def load_hotline_public(folder: Path) -> X25519PublicKey:
    """Return the key that seals reports."""
    text = read_key_file(folder, HOTLINE_PUBLIC)
    return decode_hotline_public(f"{folder / HOTLINE_PUBLIC}", text)


def load_hotline_private(folder: Path, passphrase: str | None = None) -> X25519PrivateKey:
    """Return the key that opens reports; only the desk has a use for it."""
    name, text = f"{folder / HOTLINE_PRIVATE}", read_key_file(folder, HOTLINE_PRIVATE)
    key = decode_hotline_private(name, text, passphrase)
    check_pair(name, key, load_hotline_public(folder))
    return key


def needs_passphrase(folder: Path) -> bool:
    """Tell whether the hotline's private key is protected by a passphrase."""
    return is_locked(read_key_file(folder, HOTLINE_PRIVATE))


def load_ledger_index(folder: Path) -> HmacBlindIndex:
    """Return what blinds imported documents: with the index key, which is never replaced."""
    return HmacBlindIndex(load_index_key(folder))


def load_index_key(folder: Path) -> bytes:
    """Return the index key itself, from which the public door derives what it needs."""
    return decode_index(f"{folder / INDEX_KEY}", read_key_file(folder, INDEX_KEY))


def load_audit_public(folder: Path) -> Ed25519PublicKey:
    """Return the key that checks checkpoints."""
    text = read_key_file(folder, AUDIT_PUBLIC)
    return decode_audit_public(f"{folder / AUDIT_PUBLIC}", text)


def load_audit_private(folder: Path) -> Ed25519PrivateKey:
    """Return the key that signs checkpoints."""
    name, text = f"{folder / AUDIT_PRIVATE}", read_key_file(folder, AUDIT_PRIVATE)
    key = decode_audit_private(name, text)
    check_pair(name, key, load_audit_public(folder))
    return key
