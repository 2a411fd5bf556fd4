"""Puts the hotline's private key under a passphrase, another one, or none; the key stays."""

from pathlib import Path

from tipline.gateways.key_files.folder import HOTLINE_PRIVATE, locked_folder, replace_key_file
from tipline.gateways.key_files.formats import encode_private
from tipline.gateways.key_files.load import load_hotline_private


def protect_private(folder: Path, old: str | None, new: str | None) -> None:
    """Lock the private key with the new passphrase, or leave it open if that is None.

    What the file held before may stay on the disk's free blocks and in back-ups of the folder.

    Raises:
        KeysUnusableError: the old passphrase does not open it, or the new one is empty.
    """
    with locked_folder(folder):
        key = load_hotline_private(folder, old)
        replace_key_file(folder, HOTLINE_PRIVATE, encode_private(key, new))
