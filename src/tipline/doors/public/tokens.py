"""What a visitor's browser holds: one strict cookie, and the token of our forms that goes with it.

The cookie is the only key to what was typed; nothing in it says who the visitor is.
"""

import base64
import hmac
from enum import StrEnum
from hashlib import sha256
from typing import Final

import msgspec

SECRET_BYTES: Final = 32
_MAC_BYTES: Final = 16
_NOWHERE: Final = "--"


class Holds(StrEnum):
    """What the secret in a cookie is for."""

    NEW = "n"
    """A visit in which nothing was answered yet."""
    DRAFT = "d"
    """A visit with answers."""
    SENT = "s"
    """A visit whose report was sent: it opens the page with the receipt."""
    RECEIPT = "r"
    """A receipt that somebody came back with."""


LASTS: Final = {
    Holds.NEW: 24 * 3600,
    Holds.DRAFT: 24 * 3600,
    Holds.SENT: 30 * 60,
    Holds.RECEIPT: 30 * 60,
}
"""Seconds after which a cookie is no longer taken; drafts themselves end sooner (`DRAFT_KEPT`).

A receipt that is shown, and a way back, are for whoever sits there now.
"""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser holds; `issued` in seconds since 1970.

    `country` is the one whose numbers the visitor asked for, so that they are shown again.
    """

    kind: Holds
    secret: bytes
    issued: int
    country: str = ""

    def __repr__(self) -> str:
        return f"Held({self.kind.value})"


class Tokens:
    """Writes and reads cookies and form tokens, with a key of the installation."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def cookie(self, held: Held) -> str:
        """Return the text of a cookie; its length is the same for every visitor."""
        country = held.country or _NOWHERE
        said = f"{held.kind.value}.{_text(held.secret)}.{held.issued:010d}.{country}"
        return f"{said}.{_text(self._mac(b'cookie', said))}"

    def read_cookie(self, text: str, now: int) -> Held | None:
        """Return what a cookie says; None if it is not ours, or too old."""
        said, _, mac = text.rpartition(".")
        if not hmac.compare_digest(
            _text(self._mac(b"cookie", said)).encode(), mac.encode("utf-8", "surrogatepass")
        ):
            return None
        kind, secret, issued, country = said.split(".")
        held = Held(
            kind=Holds(kind),
            secret=_bytes(secret),
            issued=int(issued),
            country=country if country != _NOWHERE else "",
        )
        return held if held.issued + LASTS[held.kind] > now else None

    def form_token(self, held: Held) -> str:
        """Return the token of this visitor's forms; it outlives a change from new to draft."""
        return _text(self._mac(b"form", _text(held.secret)))

    def is_form_token(self, held: Held, token: str) -> bool:
        """Tell whether a form came from a page of this visitor."""
        return hmac.compare_digest(
            self.form_token(held).encode(), token.encode("utf-8", "surrogatepass")
        )

    def signed(self, held: Held, number: int) -> str:
        """Return a number with proof that we gave it to this visitor."""
        return f"{number}.{_text(self._mac(b'number%d' % number, _text(held.secret)))}"

    def unsigned(self, held: Held, text: str) -> int | None:
        """Return a number we gave to this visitor; None if we did not."""
        number = text.partition(".")[0]
        if not (number.isascii() and number.isdecimal() and len(number) < 19):  # noqa: PLR2004
            return None
        good = hmac.compare_digest(
            self.signed(held, int(number)).encode(), text.encode("utf-8", "surrogatepass")
        )
        return int(number) if good else None

    def _mac(self, purpose: bytes, said: str) -> bytes:
        text = purpose + b"\n" + said.encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, text, sha256)[:_MAC_BYTES]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
