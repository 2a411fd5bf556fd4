"""Proof of work: what a browser can do alone, and what costs whoever sends thousands.

Source: Back, "Hashcash - A Denial of Service Counter-Measure" (2002), with SHA-256.
"""

import hashlib
import re
from typing import Final

_ANSWER: Final = re.compile("[0-9]{1,20}")
_DIGEST_BITS: Final = 256


def enough_work(challenge: str, answer: str, bits: int) -> bool:
    """Tell whether SHA-256 of `challenge:answer` begins with so many zero bits.

    An answer is at most 20 decimal digits; a challenge that is not ASCII is never met.
    """
    if not challenge.isascii() or _ANSWER.fullmatch(answer) is None:
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode("ascii")).digest()
    return int.from_bytes(digest).bit_length() <= _DIGEST_BITS - bits
