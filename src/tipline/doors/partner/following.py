"""Knows an answer again by the page it was typed into.

The same form sent twice is one answer. The same words said again later, after others, are a new
one: an agency that declined may have it after all.
"""

from typing import Final

from tipline.ports.referrals.links import AnswerLinks, Linked

_LONGEST: Final = 18


class Following:
    """Links whose fingerprints also hold the number of the last answer that a page showed."""

    def __init__(self, links: AnswerLinks, after: str) -> None:
        self._links = links
        is_number = after.isascii() and after.isdecimal() and len(after) <= _LONGEST
        self._after = int(after) if is_number else 0

    def token(self, referral: int, version: int) -> str:
        """Return the token of a version's link."""
        return self._links.token(referral, version)

    def read(self, token: str) -> Linked | None:
        """Return what a token is for; None if we never made it."""
        return self._links.read(token)

    def fingerprint(self, answer: bytes) -> bytes:
        """Return 16 bytes by which the same answer to the same page is known again."""
        return self._links.fingerprint(b"%d\n" % self._after + answer)
