"""The hotline's referral key: made when it is first needed, it signs manifests of packages.

Not the audit log's key: agencies are told this one, and what they check is nobody else's log.
"""

import stat
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files.folder import (
    REFERRAL_PRIVATE,
    locked_folder,
    os_errors_told,
    read_key_file,
    write_key_file,
)
from tipline.gateways.key_files.formats import (
    check_pair,
    decode_audit_private,
    decode_audit_public,
    encode_private,
    encode_public,
)

REFERRAL_PUBLIC: Final = "referral.public"

_OTHERS: Final = 0o077


class FolderSigner:
    """Signs with a key that is held in memory; see `load_referral_signer`."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        self._public_pem = encode_public(private_key.public_key())

    def sign(self, manifest: bytes) -> bytes:
        """Return the 64 bytes of the signature of a manifest."""
        return self._private_key.sign(manifest)

    def public_pem(self) -> bytes:
        """Return the public key that checks it, as PEM."""
        return self._public_pem


def load_referral_signer(folder: Path) -> FolderSigner:
    """Return what signs packages, with a new key if there was none.

    Both files must be there or neither; a start that was cut short has left the private one only,
    and is completed.

    Raises:
        KeysUnusableError: a file is damaged, lost, or open to others, or cannot be made.
    """
    _make(folder)
    private = _private(folder)
    name = f"{folder / REFERRAL_PUBLIC}"
    public = decode_audit_public(name, read_key_file(folder, REFERRAL_PUBLIC))
    check_pair(f"{folder / REFERRAL_PRIVATE}", private, public)
    return FolderSigner(private)


def is_signed(manifest: bytes, signature: bytes, public_pem: bytes) -> bool:
    """Tell whether a manifest was signed with a key.

    Raises:
        KeysUnusableError: this is no public key that packages are signed with.
    """
    public = decode_audit_public("The public key", public_pem)
    try:
        public.verify(signature, manifest)
    except InvalidSignature:
        return False
    return True


def _make(folder: Path) -> None:
    """Make what is missing; who comes second waits, and finds both files."""
    if (folder / REFERRAL_PUBLIC).exists():
        return
    with locked_folder(folder):
        for name in (REFERRAL_PRIVATE, REFERRAL_PUBLIC):
            with os_errors_told(folder / name):
                (folder / f".{name}.unfinished").unlink(missing_ok=True)
        if not (folder / REFERRAL_PRIVATE).exists():
            new = encode_private(Ed25519PrivateKey.generate())
            write_key_file(folder, REFERRAL_PRIVATE, new)
        if not (folder / REFERRAL_PUBLIC).exists():
            public = encode_public(_private(folder).public_key())
            write_key_file(folder, REFERRAL_PUBLIC, public)


def _private(folder: Path) -> Ed25519PrivateKey:
    path = folder / REFERRAL_PRIVATE
    text = read_key_file(folder, REFERRAL_PRIVATE)
    with os_errors_told(path):
        if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
            raise KeysUnusableError(f"{path} is open to others. Run: chmod 600 {path}")
    return decode_audit_private(f"{path}", text)
