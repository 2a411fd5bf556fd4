"""Reads what a drop asks of us, and what proves that it is the right one, from the key folder.

A directory record names the secret's file. What the recipient proves itself with stands beside it:
`<name>.ca` (PEM, for HTTPS, optional) and `<name>.hosts` (known hosts, for SFTP, required).
"""

import os
import re
import stat
from pathlib import Path
from typing import Final

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files.folder import os_errors_told

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,80}")
_OURS: Final = (".key", ".private", ".public")
"""How the hotline's own key files end: none of them is ever given to a drop."""
_OTHERS_READ: Final = 0o077
_OTHERS_WRITE: Final = 0o022
_LONGEST: Final = 65_536
_TOKEN: Final = re.compile(rb"[!-~]{1,8192}")
"""What may stand in a header behind `Bearer`; wider than RFC 6750, 2.1, never a line's end."""


class Credentials:
    """The files of a key folder that drops ask for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def secret(self, name: str) -> bytes:
        """Return the secret a record names: a token for HTTPS, a private key for SFTP.

        Raises:
            KeysUnusableError: it is missing, open to others, or none that may be given away.
        """
        return self._read(name, _OTHERS_READ)

    def token(self, name: str) -> str:
        """Return a secret that is a token, without what surrounds it.

        Raises:
            KeysUnusableError: as for `secret`, or it is no token.
        """
        found = self.secret(name).strip()
        if not _TOKEN.fullmatch(found):
            raise KeysUnusableError(
                f"{self._folder / name} is no token. Put there one line of ASCII, without spaces."
            )
        return found.decode("ascii")

    def hosts(self, name: str) -> bytes:
        """Return the host keys that a drop may have, as lines of OpenSSH's `known_hosts`.

        Raises:
            KeysUnusableError: it is missing, or others can change it.
        """
        return self._read(f"{name}.hosts", _OTHERS_WRITE)

    def authority(self, name: str) -> str | None:
        """Return the only certificates a drop's may come from, as PEM; None: the system's.

        Raises:
            KeysUnusableError: it cannot be used, or others can change it.
        """
        file = f"{name}.ca"
        if not self._path(file).exists():
            return None
        # What is not ASCII is a remark between certificates, which `ssl` will not have.
        found = self._read(file, _OTHERS_WRITE).decode("ascii", "ignore")
        if not found.strip():  # `ssl` would take the system's instead
            raise KeysUnusableError(f"{self._folder / file} is empty. Put certificates there.")
        return found

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name.endswith(_OURS) or ".." in name:
            raise KeysUnusableError(
                "A record of the directory names a credential that is no file for a drop. Use"
                " small letters, digits, dots and hyphens, and none of the hotline's own keys."
            )
        return self._folder / name

    def _read(self, name: str, forbidden: int) -> bytes:
        path = self._path(name)
        with os_errors_told(path, "Put there what the agency gave you."):
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            try:
                found = os.fstat(handle)
                text = os.read(handle, _LONGEST + 1)
            finally:
                os.close(handle)
        if not stat.S_ISREG(found.st_mode) or len(text) > _LONGEST:
            raise KeysUnusableError(f"{path} is no file for a drop. Put the right one there.")
        if found.st_mode & forbidden:
            raise KeysUnusableError(f"{path} is open to others. Run: chmod 600 {path}")
        return text
