"""The keys that identifiers are blind under: looked at again while they change, made, promoted.

Doors run for months, and a rotation is another process: they look at the files themselves.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.blind_index import KEY_BYTES, HmacBlindIndex
from tipline.gateways.key_files.folder import (
    IDENTIFIERS_KEY,
    INDEX_KEY,
    NEXT_KEY,
    locked_folder,
    os_errors_told,
    read_key_file,
    sync_folder,
    write_key_file,
)
from tipline.gateways.key_files.formats import decode_index, encode_index
from tipline.ports.sealing import Blinder

LOOKED_EVERY: Final = 1.0
"""Seconds for which what was read is believed."""
_TRIES: Final = 5

_Stamp = tuple[tuple[int, int, int] | None, ...]


class FolderIndex:
    """The keys in a folder; what a rotation changes is seen within `LOOKED_EVERY` seconds.

    Raises:
        KeysUnusableError: a key is missing, damaged or open to others.
    """

    def __init__(self, folder: Path, seconds: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._seconds = seconds
        self._turn = Lock()
        self._stamp: _Stamp = ()
        self._blinders: tuple[Blinder, ...] = ()
        self._looked = seconds()
        self._load()

    def blinders(self) -> tuple[Blinder, ...]:
        """Return the present key, then the coming one while the keys change.

        Raises:
            KeysUnusableError: a key file has become unusable.
        """
        if self._seconds() - self._looked < LOOKED_EVERY:
            return self._blinders
        with self._turn:
            now = self._seconds()
            if now - self._looked >= LOOKED_EVERY:
                if _stamp(self._folder) != self._stamp:
                    self._load()
                self._looked = now
        return self._blinders

    def _load(self) -> None:
        """Read the files as they were at one moment: one may become the other meanwhile."""
        for tried in range(1, _TRIES + 1):
            before = _stamp(self._folder)
            try:
                found = _read(self._folder)
            except KeysUnusableError:
                if tried == _TRIES or _stamp(self._folder) == before:
                    raise
                continue
            if _stamp(self._folder) == before:
                self._stamp, self._blinders = before, found
                return
        raise KeysUnusableError(f"The keys in {self._folder} change all the time. Try again.")


class FolderRing:
    """The key files in a folder, to look at anew and to change.

    Everything raises `KeysUnusableError`, whose message names the file and what to do.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def present(self) -> Blinder:
        """Return the present key."""
        return _present(self._folder)

    def coming(self) -> Blinder | None:
        """Return the coming key, if there is one."""
        return _coming(self._folder)

    def make_coming(self) -> Blinder:
        """Return the coming key, made and on disk if there was none."""
        with locked_folder(self._folder):
            if not (self._folder / NEXT_KEY).exists():
                write_key_file(self._folder, NEXT_KEY, encode_index(os.urandom(KEY_BYTES)))
        return _index(self._folder, NEXT_KEY)

    def promote(self) -> None:
        """Put the coming key in the place of the present one, which is gone then."""
        coming = self._folder / NEXT_KEY
        with locked_folder(self._folder), os_errors_told(coming):
            coming.replace(self._folder / IDENTIFIERS_KEY)
            sync_folder(self._folder)


def _read(folder: Path) -> tuple[Blinder, ...]:
    coming, present = _coming(folder), _present(folder)
    return (present,) if coming is None else (present, coming)


def _present(folder: Path) -> HmacBlindIndex:
    name = IDENTIFIERS_KEY if (folder / IDENTIFIERS_KEY).exists() else INDEX_KEY
    return _index(folder, name)


def _coming(folder: Path) -> HmacBlindIndex | None:
    return _index(folder, NEXT_KEY) if (folder / NEXT_KEY).exists() else None


def _index(folder: Path, name: str) -> HmacBlindIndex:
    return HmacBlindIndex(decode_index(f"{folder / name}", read_key_file(folder, name)))


def _stamp(folder: Path) -> _Stamp:
    """Return what tells whether the files are the same as before."""
    return tuple(_stamp_of(folder / name) for name in (INDEX_KEY, IDENTIFIERS_KEY, NEXT_KEY))


def _stamp_of(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeysUnusableError(
            f"{path} cannot be used: {error.strerror}. Check its owner, its mode and the disk."
        ) from None
    return found.st_mtime_ns, found.st_ino, found.st_size
