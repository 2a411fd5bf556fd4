"""Reads and writes the files of a key folder: never half, never over another, for no one else."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tipline.domain.errors import KeysUnusableError

INDEX_KEY: Final = "index.key"
AUDIT_PRIVATE: Final = "audit.private"
HOTLINE_PRIVATE: Final = "hotline.private"
AUDIT_PUBLIC: Final = "audit.public"
HOTLINE_PUBLIC: Final = "hotline.public"
DESK_KEY: Final = "desk.key"
"""The desk's own key (`gateways/desk_key.py`): made when the desk first opens, so it may lack."""
IDENTIFIERS_KEY: Final = "identifiers.key"
"""What blinds identifiers since the first rotation; until then, `index.key` does."""
NEXT_KEY: Final = "identifiers.next.key"
"""What will blind identifiers, while a rotation runs."""
REFERRAL_PRIVATE: Final = "referral.private"
"""What signs packages (`gateways/packages`): made with the first; its public half follows."""

SECRETS: Final = (INDEX_KEY, AUDIT_PRIVATE, HOTLINE_PRIVATE)
ALL: Final = (*SECRETS, AUDIT_PUBLIC, HOTLINE_PUBLIC)
"""In the order they are written: whoever finds the last one finds all of them."""
OPTIONAL: Final = (DESK_KEY, IDENTIFIERS_KEY, NEXT_KEY, REFERRAL_PRIVATE)
"""What a folder may lack, and an older export."""
_FOR_OWNER: Final = frozenset({*SECRETS, *OPTIONAL})

_OWNER_READS: Final = 0o600
_OWNER_ENTERS: Final = 0o700
_OTHERS_READ: Final = 0o077
_OTHERS_WRITE: Final = 0o022
_LONGEST: Final = 65_536


def read_key_file(folder: Path, name: str) -> bytes:
    """Return a key file's text.

    Raises:
        KeysUnusableError: it is missing, unreadable or too long, or others can read a secret or
            replace a public key.
    """
    path = folder / name
    with os_errors_told(path, "Put it back with `tipline keys import`."):
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            _check_mode(path, os.fstat(handle), secret=name in _FOR_OWNER)
            _check_folder(folder)
            text = os.read(handle, _LONGEST + 1)
        finally:
            os.close(handle)
    if len(text) > _LONGEST:
        raise KeysUnusableError(f"{path} is too long for a key. Put the right file back.")
    return text


def check_key_files(folder: Path) -> None:
    """Look whether others can read a secret there, or replace a key; what is missing is fine.

    Raises:
        KeysUnusableError: they can.
    """
    for name in (*ALL, *OPTIONAL):
        if (folder / name).exists():
            read_key_file(folder, name)


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Make the folder if need be, shut others out, and wait for our turn to write in it.

    What a crash left of an earlier turn is removed first.

    Raises:
        KeysUnusableError: the folder cannot be made or shut.
    """
    with os_errors_told(folder):
        folder.mkdir(mode=_OWNER_ENTERS, parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os_errors_told(folder):
            os.fchmod(handle, _OWNER_ENTERS)
            fcntl.flock(handle, fcntl.LOCK_EX)
            for name in (*ALL, *OPTIONAL):
                _unfinished(folder / name).unlink(missing_ok=True)
            sync_folder(folder.absolute().parent)
        yield
    finally:
        os.close(handle)


def write_key_file(folder: Path, name: str, text: bytes) -> None:
    """Write a new key file, on disk when this returns; needs the locked folder.

    Raises:
        KeysUnusableError: there is such a file, or it cannot be written.
    """
    path = folder / name
    with os_errors_told(path):
        unfinished = _unfinished(path)
        write_new(unfinished, text)
        path.hardlink_to(unfinished)  # unlike a rename, this never replaces
        unfinished.unlink()
        sync_folder(folder)


def replace_key_file(folder: Path, name: str, text: bytes) -> None:
    """Put another text in place of a key file's, whole or not at all; needs the locked folder.

    Only for the same key in another form.

    Raises:
        KeysUnusableError: it cannot be written.
    """
    path = folder / name
    with os_errors_told(path):
        unfinished = _unfinished(path)
        write_new(unfinished, text)
        unfinished.replace(path)
        sync_folder(folder)


def write_new(path: Path, text: bytes) -> None:
    """Write a file that did not exist, for its owner alone; none is left if that fails."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_READS)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Put on disk which files a folder has."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def os_errors_told(path: Path, if_missing: str = "Check the name.") -> Iterator[None]:
    """Turn the system's errors into ours, with a word on what to do."""
    try:
        yield
    except FileNotFoundError:
        raise KeysUnusableError(f"{path} is missing. {if_missing}") from None
    except FileExistsError:
        raise KeysUnusableError(
            f"{path} is in the way, and keys are never overwritten. Move it aside."
        ) from None
    except OSError as error:
        raise KeysUnusableError(
            f"{path} cannot be used: {error.strerror}. Check its owner, its mode and the disk."
        ) from None


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


def _check_mode(path: Path, found: os.stat_result, *, secret: bool) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise KeysUnusableError(f"{path} is no file. Put the right file back.")
    if secret and found.st_mode & _OTHERS_READ:
        raise KeysUnusableError(f"{path} is open to others. Run: chmod 600 {path}")
    if found.st_mode & _OTHERS_WRITE:
        raise KeysUnusableError(f"{path} can be changed by others. Run: chmod go-w {path}")


def _check_folder(folder: Path) -> None:
    if folder.stat().st_mode & _OTHERS_WRITE:
        raise KeysUnusableError(f"{folder} can be changed by others. Run: chmod go-w {folder}")
