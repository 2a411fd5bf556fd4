"""Copies all keys into one file for safe keeping away from the machine, and back from it."""

from pathlib import Path
from typing import Final

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files.bundle import pack_keys, unpack_keys
from tipline.gateways.key_files.folder import (
    ALL,
    OPTIONAL,
    locked_folder,
    os_errors_told,
    read_key_file,
    sync_folder,
    write_key_file,
    write_new,
)

_LONGEST: Final = 1 << 20


def export_keys(folder: Path, target: Path, passphrase: str | None = None) -> None:
    """Write all keys into one new text file, protected if there is a passphrase.

    A private key that has a passphrase of its own keeps it, and is of no use without.

    Raises:
        KeysUnusableError: a key is missing or damaged, or the file exists or cannot be written.
    """
    names = [*ALL, *(name for name in OPTIONAL if (folder / name).exists())]
    texts = {name: read_key_file(folder, name) for name in names}
    packed = pack_keys(f"{folder}", texts, passphrase)
    with os_errors_told(target, "Make its folder first."):
        write_new(target, packed)
        sync_folder(target.absolute().parent)


def import_keys(source: Path, folder: Path, passphrase: str | None = None) -> None:
    """Put the keys of an export back into a folder that has none, or only the same ones.

    Older exports have no desk key; a new one is made then when the desk opens. An export from
    before the index was rotated has no key for what is stored now: it takes the latest.

    Raises:
        KeysUnusableError: the export is damaged or has another passphrase, or the folder has
            other keys, which are never overwritten.
    """
    with os_errors_told(source), source.open("rb") as file:
        packed = file.read(_LONGEST)
    texts = unpack_keys(f"{source}", packed, passphrase)
    with locked_folder(folder):
        missing = [name for name in texts if not (folder / name).exists()]
        for name in texts:
            if name not in missing and read_key_file(folder, name) != texts[name]:
                raise KeysUnusableError(
                    f"{folder / name} is another key, and keys are never overwritten. "
                    "Import into an empty folder."
                )
        for name in missing:
            write_key_file(folder, name, texts[name])
