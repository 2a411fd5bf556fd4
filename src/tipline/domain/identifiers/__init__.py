"""Identifiers: what is equal when two reports mean the same account, number, address or page.

One module a kind (`email`, `phone`, ... and `web.url`, `web.profile_url`) has its `normal_form`;
here is what holds for all. Normal forms never raise on any text and are idempotent.
"""

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind, Specificity
from tipline.domain.identifiers.kinds import (
    display_form,
    known_common,
    reason,
    specificity,
    weaker_keys,
)

__all__ = [
    "Identifier",
    "IdentifierKind",
    "Specificity",
    "display_form",
    "known_common",
    "reason",
    "specificity",
    "weaker_keys",
]
