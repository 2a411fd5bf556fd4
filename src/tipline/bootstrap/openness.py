"""Who else on the machine can open what lies in the data folder: nobody."""

import os
import stat
from pathlib import Path
from typing import Final

from tipline.config import Settings

_OTHERS: Final = 0o077
_OF_WRITER: Final = ("writer.sock", "writer.figures", "writer.lock")


def make_files_private() -> None:
    """Make every file of this process from here on for its owner alone."""
    os.umask(_OTHERS)


def shut_files(settings: Settings) -> list[Path]:
    """Shut the store's files that are open to others, and return which.

    What a report says is sealed in them; who sent how many and when is not.

    Raises:
        KeysUnusableError: a key is open to others. It is not shut, because who has read it by now
            is for the operator to judge.
    """
    from tipline.gateways.key_files import check_key_files  # noqa: PLC0415
    from tipline.stores.database import FILE_NAME  # noqa: PLC0415

    check_key_files(settings.keys)
    found = sorted(
        [
            *settings.data.glob(f"{FILE_NAME}*"),
            *(settings.data / name for name in _OF_WRITER),
        ]
    )
    wide = [file for file in found if file.exists() and file.lstat().st_mode & _OTHERS]
    for file in wide:
        file.chmod(stat.S_IMODE(file.stat().st_mode) & ~_OTHERS)
    return wide
