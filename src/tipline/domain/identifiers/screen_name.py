"""Screen names: what an account calls itself; one account at a time within a service."""

import re
from typing import Final

from tipline.domain.identifiers.account import is_placeholder
from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.text.folding import fold, settled
from tipline.domain.identifiers.text.lookalikes import look
from tipline.domain.identifiers.text.service import service_scope

_FEWEST_TELLING: Final = 4
"""Shorter names are taken on every service, each by somebody else."""
_AT: Final = re.compile("^[@\ufe6b\uff20]+")


def normal_form(name: str, service: str | None) -> Identifier | None:
    """Return the name folded and without @ before it, within its service; None if it is empty."""
    value = settled(_normalised_once, fold(name))
    if value is None:
        return None
    return Identifier(IdentifierKind.SCREEN_NAME, service_scope(service), value)


def display_form(identifier: Identifier) -> str:
    """Return the name with an @ before it; the service is its scope."""
    return f"@{identifier.value}"


def known_common(identifier: Identifier) -> bool:
    """Tell whether the name stands for nobody: `admin`, `[deleted]`, `unknown`, `xxx`."""
    return is_placeholder(identifier.value)


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return what the name looks like, within its service; and the name on any service."""
    keys = []
    seen = look(identifier.value)
    if seen:
        keys.append(Identifier(IdentifierKind.SCREEN_NAME_VARIANT, identifier.scope, seen))
    if len(identifier.value) >= _FEWEST_TELLING:
        keys.append(Identifier(IdentifierKind.SCREEN_NAME_ANY, "", identifier.value))
    return tuple(keys)


def _normalised_once(name: str) -> str:
    return fold(_AT.sub("", name))
