"""Makes the keys of a new hotline, once."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.blind_index import KEY_BYTES
from tipline.gateways.key_files.folder import (
    ALL,
    AUDIT_PRIVATE,
    AUDIT_PUBLIC,
    HOTLINE_PRIVATE,
    INDEX_KEY,
    locked_folder,
    read_key_file,
    write_key_file,
)
from tipline.gateways.key_files.formats import (
    decode_audit_private,
    decode_hotline_private,
    encode_index,
    encode_private,
    encode_public,
)


def create_keys(folder: Path, passphrase: str | None = None) -> bool:
    """Make the key files of a new hotline, and tell whether any was made.

    Call it for an empty store only: new keys open no old reports. A first start that was cut short
    is completed; a folder that has lost a file is refused. The passphrase protects the hotline's
    private key.

    Raises:
        KeysUnusableError: a file was lost, or the folder cannot be used.
    """
    if not _missing(folder):
        return False
    with locked_folder(folder):
        missing = _missing(folder)
        # A start that was cut short has left the first files of the list, and no other.
        if missing and ALL[-len(missing) :] != missing:
            raise KeysUnusableError(
                f"{folder / missing[0]} was lost, and a new one opens no old reports. "
                "Put it back with `tipline keys import`."
            )
        for name in missing:
            write_key_file(folder, name, _new_text(folder, name, passphrase))
    return bool(missing)


def _missing(folder: Path) -> tuple[str, ...]:
    return tuple(name for name in ALL if not (folder / name).exists())


def _new_text(folder: Path, name: str, passphrase: str | None) -> bytes:
    """Return the text of a new file; those of public keys follow from the private ones."""
    if name == INDEX_KEY:
        return encode_index(os.urandom(KEY_BYTES))
    if name == AUDIT_PRIVATE:
        return encode_private(Ed25519PrivateKey.generate())
    if name == HOTLINE_PRIVATE:
        return encode_private(X25519PrivateKey.generate(), passphrase)
    if name == AUDIT_PUBLIC:
        text = read_key_file(folder, AUDIT_PRIVATE)
        audit = decode_audit_private(f"{folder / AUDIT_PRIVATE}", text)
        return encode_public(audit.public_key())
    text = read_key_file(folder, HOTLINE_PRIVATE)
    hotline = decode_hotline_private(f"{folder / HOTLINE_PRIVATE}", text, passphrase)
    return encode_public(hotline.public_key())
