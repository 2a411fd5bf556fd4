"""Hashes people's passwords with Argon2id, one at a time, so that log-ins cannot fill memory."""

import threading
from functools import cached_property
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

_TURN: Final = threading.Lock()


class Argon2Passwords:
    """Argon2id with the second recommended option of RFC 9106, section 4, or as told."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

    def hash(self, password: str) -> str:
        """Return what is stored of a password."""
        with _TURN:
            return self._hasher.hash(password)

    def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether it is the password; takes as long when there is none to compare with."""
        try:
            with _TURN:
                self._hasher.verify(stored or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody's password")
