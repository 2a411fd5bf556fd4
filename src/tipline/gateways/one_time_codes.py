"""Time-based one-time codes with pyotp; their secrets are sealed with a key of the desk."""

import base64
import hmac
import os
from datetime import datetime
from typing import Final

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SECRET_BYTES: Final = 20
_NONCE_BYTES: Final = 12
_DIGITS: Final = 6
_STEP_SECONDS: Final = 30
_LATE_STEPS: Final = (0, -1, 1)
"""The present step, the one before (people type slowly), the one after (clocks differ)."""

_VERSION: Final = b"\x01"
_NOBODYS: Final = base64.b32encode(bytes(_SECRET_BYTES)).decode()


class OneTimeCodes:
    """Codes of six digits that change every 30 seconds (RFC 6238), as every authenticator has."""

    def __init__(self, key: bytes, issuer: str) -> None:
        self._cipher = AESGCM(key)
        self._issuer = issuer

    def enrol(self, name: str) -> tuple[bytes, str, str]:
        """Return a new secret: sealed for this user, readable, and as an otpauth URI."""
        secret = base64.b32encode(os.urandom(_SECRET_BYTES)).decode()
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, secret.encode(), _bound_to(name))
        uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=self._issuer)
        return _VERSION + nonce + sealed, secret, uri

    def step_of(self, code: str, name: str, sealed: bytes | None, now: datetime) -> int | None:
        """Return which step the code belongs to; None if it is wrong or nobody's."""
        secret = None if sealed is None else self._opened(name, sealed)
        typed = "".join(code.split())
        totp = pyotp.TOTP(secret or _NOBODYS, digits=_DIGITS, interval=_STEP_SECONDS)
        present = int(now.timestamp()) // _STEP_SECONDS
        found = None
        for late in _LATE_STEPS:
            expected = totp.at((present + late) * _STEP_SECONDS)
            if hmac.compare_digest(expected.encode(), typed.encode("utf-8", "surrogatepass")):
                found = present + late
        return found if secret is not None else None

    def _opened(self, name: str, sealed: bytes) -> str | None:
        """Return the secret, or nothing if the key or the user is another."""
        nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, text, _bound_to(name)).decode()
        except (InvalidTag, ValueError):
            return None


def _bound_to(name: str) -> bytes:
    return b"tipline second factor v1\n" + name.encode()
