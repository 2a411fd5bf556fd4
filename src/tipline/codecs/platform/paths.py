"""Where a value stands in the platform's JSON: `user.emails.0.address`, keys joined by dots.

A path begins at the top of the document, or at a name that `each` or `thread` has given.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from tipline.codecs.documents import LONGEST_NAME
from tipline.codecs.report_json.places import escaped

_SEGMENT: Final = re.compile(r'"([^"]+)"|([^\s."\'{}]+)')
_EACH: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*) +in +(\S.*)")


class Path(NamedTuple):
    """The keys that lead to a value; a key of digits counts in a list, from 0."""

    text: str
    keys: tuple[str, ...]


class Place(NamedTuple):
    """What stands at a path: None is `null`, or nothing at all.

    `pointer` is a JSON Pointer to it, or to where it would stand. `there` says whether its name
    is known; `inside` whether everything on the way had something inside.
    """

    pointer: str
    value: object
    there: bool = True
    inside: bool = True


Scope = Mapping[str, Place]
"""What names stand for; the empty name is the whole document."""


def read_path(text: str) -> Path | None:
    """Return the path a text is, or None; a key with odd characters stands in quotation marks."""
    keys: list[str] = []
    at = 0
    while match := _SEGMENT.match(text, at):
        keys.append(match[1] or match[2])
        at = match.end()
        if at == len(text):
            return Path(text, tuple(keys))
        if text[at] != ".":
            break
        at += 1
    return None


def read_each(text: str) -> tuple[str, Path] | None:
    """Return name and path of `name in path`, or None."""
    match = _EACH.fullmatch(text.strip())
    path = read_path(match[2]) if match else None
    return (match[1], path) if match and path else None


def find(path: Path, scope: Scope) -> Place:
    """Return what stands at a path."""
    first = path.keys[0]
    place, keys = (scope[first], path.keys[1:]) if first in scope else (scope[""], path.keys)
    for key in keys:
        place = _below(place, key)
        if not place.there:
            break
    return place


def elements(place: Place) -> list[Place]:
    """Return the elements of a list that stands at a place."""
    found = place.value if isinstance(place.value, list) else []
    return [Place(f"{place.pointer}/{index}", value) for index, value in enumerate(found)]


def _below(place: Place, key: str) -> Place:
    pointer = f"{place.pointer}/{escaped(key)}"
    value = place.value
    if isinstance(value, dict):
        return Place(pointer, value[key]) if key in value else Place(pointer, None, there=False)
    if isinstance(value, list) and key.isdecimal() and len(key) < LONGEST_NAME:
        index = int(key)
        known = index < len(value)
        return Place(pointer, value[index] if known else None, there=known)
    return Place(place.pointer, None, there=False, inside=value is None)
