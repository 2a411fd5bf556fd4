"""Sealing and opening what reports say, and finding equal identifiers without reading them."""

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

PORT_BYTES: Final = 8
"""Bytes of a port that is blind under one key; under two keys one follows the other."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """The confidential part of one report as it is stored.

    `key` is the report's own data key, sealed to the hotline's public key; `body` and `parts` are
    encrypted with the data key. Without `key` nobody can ever open the rest.
    """

    key: bytes
    body: bytes
    parts: tuple[bytes, ...] = ()


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The confidential part of one report, readable."""

    body: bytes
    parts: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "Opened(...)"


class Sealer(Protocol):
    """Seals with the public key only: whoever has it can write, not read."""

    def seal(self, number: int, body: bytes, parts: Sequence[bytes] = ()) -> Sealed:
        """Return body and parts sealed under a fresh data key bound to the report's number."""
        ...


class Opener(Protocol):
    """Opens with the private key; only the desk has one."""

    def open(self, number: int, sealed: Sealed) -> Opened:
        """Return what was sealed for this report's number.

        Raises:
            SealBrokenError: another key, another number, or a changed byte.
        """
        ...


class Blinder(Protocol):
    """Maps equal identifiers to equal bytes that say nothing about them, under one key."""

    @property
    def fingerprint(self) -> bytes:
        """The 8 bytes by which the key is known, and from which it cannot be had."""
        ...

    def blind(self, kind: str, scope: str, value: str, *, is_test: bool = False) -> bytes:
        """Return the 16-byte keyed digest of an identifier's normal form.

        In a test report it is another one, so that tests can never be found or linked with what
        is real.
        """
        ...

    def blind_port(self, kind: str, scope: str, value: str, port: int) -> bytes:
        """Return the 8-byte keyed digest of a port together with the identifier it was seen on.

        Equal only for the same port on the same identifier: a port alone has too few values.
        """
        ...


class BlindIndex(Protocol):
    """Has the keys that identifiers are blind under."""

    def blinders(self) -> tuple[Blinder, ...]:
        """Return the present key, then the coming one while the keys change.

        Ask once for each report: what belongs together must be blind under the same keys.

        Raises:
            KeysUnusableError: a key file has become unusable.
        """
        ...
