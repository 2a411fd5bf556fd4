"""Links by which an agency answers without an account: made here, checked before any look."""

from typing import Protocol

import msgspec


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """The version of a referral that a link is for."""

    referral: int
    version: int


class AnswerLinks(Protocol):
    """Makes and checks the tokens of links; the store says whether one is still good."""

    def token(self, referral: int, version: int) -> str:
        """Return the token of a version's link, as it stands in an address."""
        ...

    def read(self, token: str) -> Linked | None:
        """Return what a token is for; None if we never made it."""
        ...

    def fingerprint(self, answer: bytes) -> bytes:
        """Return 16 bytes by which the same answer is known again, and which tell nothing."""
        ...
