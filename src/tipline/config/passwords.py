"""Reads a password from its file, which only its owner may read."""

import os
import stat
from pathlib import Path
from typing import Final

from tipline.config.settings import SettingsError
from tipline.domain.problems import Problem

_LONGEST_PASSWORD: Final = 4_096
_OTHERS: Final = 0o077


def read_password(file: Path) -> str:
    """Return the password in a file.

    Raises:
        SettingsError: it cannot be read, is empty, or is open to others.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            password = opened.read(_LONGEST_PASSWORD).decode().strip()
    except (OSError, UnicodeDecodeError):
        raise _password_problem("there is no such file, or it cannot be read") from None
    if stat.S_ISREG(mode) and mode & _OTHERS:
        raise _password_problem(f"the file is open to others; run: chmod 600 {file}")
    if not password:
        raise _password_problem("the file is empty")
    return password


def _password_problem(message: str) -> SettingsError:
    return SettingsError(
        [Problem(path="smtp_password_file", code="setting_wrong", message=message)]
    )
