"""Groups: chat rooms, channels, newsgroups and whatever a service calls a group of its users."""

from typing import Final

from tipline.domain.identifiers.account import is_placeholder
from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.text.folding import fold, settled, single_spaced
from tipline.domain.identifiers.text.service import service_scope

USENET: Final = "usenet"
"""The scope of newsgroups, which belong to no one service."""

_FEWEST_TELLING: Final = 3
"""Rooms are numbered from 1 on every service."""
_COMMON: Final = frozenset({"chat", "chatroom", "default", "general", "group", "lobby", "main"})


def normal_form(name: str, service: str | None) -> Identifier | None:
    """Return the name or id folded, within its service; None if it is empty."""
    value = settled(_normalised_once, fold(name))
    if value is None:
        return None
    return Identifier(IdentifierKind.GROUP, service_scope(service), value)


def display_form(identifier: Identifier) -> str:
    """Return the name; the service is its scope."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether every service has a group of this name: `general`, `lobby`, `1`."""
    value = identifier.value
    return len(value) < _FEWEST_TELLING or value in _COMMON or is_placeholder(value)


def _normalised_once(name: str) -> str:
    return fold(single_spaced(name))
