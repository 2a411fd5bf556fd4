"""Signed links by which an agency answers: made and checked with a key of this installation.

A token is base64url of referral (8 bytes), version (2) and the first 16 bytes of HMAC-SHA-256 over
both. The key follows from `index.key`, which is in every export and is never replaced.
"""

import base64
import binascii
import hmac
import re
import struct
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tipline.ports.referrals.links import Linked

_PLACE: Final = struct.Struct(">QH")
_MAC_BYTES: Final = 16
_KEY_BYTES: Final = 32
_PURPOSE: Final = b"tipline answer link v1\n"
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{35}")
"""26 bytes in base64url, without the sign that fills up."""


class HmacAnswerLinks:
    """Makes and checks tokens; whether a link is still good, the store says."""

    def __init__(self, link_key: bytes, answer_key: bytes) -> None:
        self._link_key = link_key
        self._answer_key = answer_key

    def token(self, referral: int, version: int) -> str:
        """Return the token of a version's link, as it stands in an address."""
        place = _PLACE.pack(referral, version)
        return base64.urlsafe_b64encode(place + self._mac(place)).rstrip(b"=").decode("ascii")

    def read(self, token: str) -> Linked | None:
        """Return what a token is for; None if we never made it."""
        if not _FORM.fullmatch(token):
            return None
        try:
            raw = base64.b64decode(f"{token}=", altchars=b"-_", validate=True)
        except binascii.Error:
            return None
        place, mac = raw[: _PLACE.size], raw[_PLACE.size :]
        if not hmac.compare_digest(mac, self._mac(place)):
            return None
        referral, version = _PLACE.unpack(place)
        return Linked(referral=referral, version=version)

    def fingerprint(self, answer: bytes) -> bytes:
        """Return 16 bytes by which the same answer is known again, and which tell nothing."""
        return hmac.digest(self._answer_key, answer, sha256)[:_MAC_BYTES]

    def _mac(self, place: bytes) -> bytes:
        return hmac.digest(self._link_key, _PURPOSE + place, sha256)[:_MAC_BYTES]


def answer_links(index_key: bytes) -> HmacAnswerLinks:
    """Return what makes and checks the links of an installation with this index key."""
    return HmacAnswerLinks(
        _derived(index_key, b"tipline answer links v1"),
        _derived(index_key, b"tipline answers v1"),
    )


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """Return a key for one purpose, from which no others follow (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(secret)
