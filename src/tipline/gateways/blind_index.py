"""Blinds identifiers with HMAC-SHA256, so that equal ones can be found without reading any.

Whoever has the index key can try out identifiers, but not read a report.
"""

from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from tipline.domain.errors import KeysUnusableError
from tipline.ports.sealing import PORT_BYTES, Blinder

KEY_BYTES: Final = 32
_IDENTIFIER_BYTES: Final = 16
_FINGERPRINT_BYTES: Final = 8


class HmacBlindIndex:
    """Blinds with a secret index key of 32 bytes.

    Raises:
        KeysUnusableError: the key is not 32 bytes long.
    """

    def __init__(self, index_key: bytes) -> None:
        if len(index_key) != KEY_BYTES:
            raise KeysUnusableError(f"The index key is not {KEY_BYTES} bytes long.")
        # Keyed and labelled once: a copy costs less than half of a new one.
        self._identifiers = HMAC(index_key, SHA256())
        self._identifiers.update(b"tipline identifier v1\n")
        self._tests = HMAC(index_key, SHA256())
        self._tests.update(b"tipline test identifier v1\n")
        self._ports = HMAC(index_key, SHA256())
        self._ports.update(b"tipline port v1\n")
        known_by = HMAC(index_key, SHA256())
        known_by.update(b"tipline index key fingerprint v1\n")
        self._fingerprint = known_by.finalize()[:_FINGERPRINT_BYTES]

    @property
    def fingerprint(self) -> bytes:
        """The 8 bytes by which the key is known, and from which it cannot be had."""
        return self._fingerprint

    def blinders(self) -> tuple[Blinder, ...]:
        """Return itself: one key, for as long as this lives."""
        return (self,)

    def blind(self, kind: str, scope: str, value: str, *, is_test: bool = False) -> bytes:
        """Return the 16-byte keyed digest of an identifier's normal form; tests have their own."""
        keyed = (self._tests if is_test else self._identifiers).copy()
        keyed.update(_unambiguous(kind, scope, value))
        return keyed.finalize()[:_IDENTIFIER_BYTES]

    def blind_port(self, kind: str, scope: str, value: str, port: int) -> bytes:
        """Return the 8-byte keyed digest of a port together with the identifier it was seen on."""
        keyed = self._ports.copy()
        keyed.update(b"%d;" % port + _unambiguous(kind, scope, value))
        return keyed.finalize()[:PORT_BYTES]


def _unambiguous(kind: str, scope: str, value: str) -> bytes:
    """Return bytes from which the three could be told apart again, whatever is in them."""
    text = f"{len(kind)},{len(scope)},{len(value)}:{kind}{scope}{value}"
    # Lone surrogates too: the standard error would quote the value.
    return text.encode("utf-8", "surrogatepass")
