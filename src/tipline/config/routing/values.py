"""TOML values to the values of a rule; a `ValueError` says what was expected.

No message repeats what was given.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from tipline.config.public import readers
from tipline.domain.directory.index import Level
from tipline.domain.directory.territories import EU_STATES

E = TypeVar("E", bound=StrEnum)

_ID: Final = re.compile(r"[a-z][a-z0-9-]{1,59}")
_LEVELS: Final = {level.name.lower(): level for level in Level}
_EU: Final = "EU"
_MOST: Final = 260


def rule_id(value: object) -> str:
    """Return the lasting name of a rule."""
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise ValueError("expected a name such as us-home: small letters, digits and hyphens")
    return value


def level(value: object) -> Level:
    """Return how closely an agency must cover a place."""
    if not isinstance(value, str) or value not in _LEVELS:
        raise ValueError(f"expected one of: {', '.join(_LEVELS)}")
    return _LEVELS[value]


def countries(value: object) -> frozenset[str]:
    """Return countries; `EU` stands for the 27 states of the European Union."""
    expected = 'expected codes of countries such as ["CA", "EU"]; EU stands for its 27 states'
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST:
        raise ValueError(expected)
    if not all(isinstance(one, str) and one in readers.COUNTRIES | {_EU} for one in value):
        raise ValueError(expected)
    return frozenset(value) - {_EU} | (frozenset(EU_STATES) if _EU in value else frozenset())


def chosen(kind: type[E]) -> Callable[[object], frozenset[E]]:
    """Return a reader of a list of an enumeration's words, in no order."""
    in_order = readers.choices(kind)
    return lambda value: frozenset(in_order(value))


def keys(value: object) -> frozenset[str]:
    """Return keys of categories of the public form."""
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST:
        raise ValueError('expected keys of categories such as ["page", "account"]')
    return frozenset(readers.key(one) for one in value)
