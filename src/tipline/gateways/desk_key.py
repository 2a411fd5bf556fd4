"""The desk's own key file: what signs its cookies and seals its people's second factors.

Not one of the hotline's keys: without it no report is lost, but everybody needs a new second
factor (`tipline user reset-second-factor`).
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tipline.domain.errors import KeysUnusableError

FILE_NAME: Final = "desk.key"
_BYTES: Final = 32
_OTHERS: Final = 0o077
_OWNER_READS: Final = 0o600


def load_desk_key(folder: Path) -> bytes:
    """Return the desk's key, made when it is first asked for.

    Raises:
        KeysUnusableError: it cannot be read or made, is damaged, or is open to others.
    """
    path = folder / FILE_NAME
    try:
        with suppress(FileExistsError):
            _make(path)
        if path.stat().st_mode & _OTHERS:
            raise KeysUnusableError(f"{path} is open to others. Run: chmod 600 {path}")
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError):
        raise KeysUnusableError(f"{path} cannot be used: check its owner and the disk.") from None
    if len(key) != _BYTES:
        raise KeysUnusableError(f"{path} is damaged. Put the right file back.")
    return key


def derived_key(key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose, 32 bytes, from which no other follows (RFC 5869)."""
    info = f"tipline desk {purpose} v1".encode()
    return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(key)


def _make(path: Path) -> None:
    """Write a new key, whole or not at all, unless there is one."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_READS)
    with os.fdopen(handle, "w") as file:
        file.write(os.urandom(_BYTES).hex() + "\n")
        file.flush()
        os.fsync(handle)
    try:
        path.hardlink_to(unfinished)  # unlike a rename, this never replaces
    finally:
        unfinished.unlink()
