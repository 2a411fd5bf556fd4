"""Ids that are always the same for the same thing, in the form of a UUID of version 5."""

from hashlib import sha1
from typing import Final
from uuid import UUID

_VARIANTS: Final = "89ab"


def uuid5_text(namespace: UUID, name: bytes) -> str:
    """Return the UUID of a name in a namespace as text; `uuid.uuid5`, but several times as fast.

    A referral of a thousand reports has some hundred thousand of them. Source: RFC 9562, 5.5.
    """
    digits = sha1(namespace.bytes + name, usedforsecurity=False).hexdigest()
    variant = _VARIANTS[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"
