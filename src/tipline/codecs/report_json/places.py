"""Where every value stands in a JSON text, and which names stand twice; for the slow path only.

The standard parsers keep no positions and let the last of two equal names win in silence.
"""

import bisect
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final, NamedTuple

from tipline.codecs.documents import LONGEST_NAME, MOST_PROBLEMS

DEEPEST: Final = 64
"""Levels of nesting; a report has at most eight."""

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_PLAIN: Final = re.compile(r"[^ \t\r\n,\]}]+")
_BRACKET: Final = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[\]{}]', re.DOTALL)
_LINE: Final = re.compile("\n")


def escaped(name: str) -> str:
    """Return a name as a JSON Pointer segment (RFC 6901); what is absurdly long is cut."""
    return name[:LONGEST_NAME].replace("~", "~0").replace("/", "~1")


def is_too_deep(text: str) -> bool:
    """Tell whether values are nested more than `DEEPEST` levels; takes linear time on any text."""
    depth = 0
    for match in _BRACKET.finditer(text):
        mark = match[0]
        if mark in "[{":
            depth += 1
            if depth > DEEPEST:
                return True
        elif mark in "]}":
            depth -= 1
    return False


class Places:
    """Where every value of a well-formed JSON text stands, found by its JSON Pointer.

    A tree, not a table of pointers: those would take the square of the memory if names are long.
    """

    def __init__(self, text: str) -> None:
        """Read a text that is well-formed and not too deep, once."""
        self._text = text
        self._lines = [0, *(match.end() for match in _LINE.finditer(text))]
        self._way: list[str] = []
        self.repeated: list[str] = []
        self.unlisted = 0
        _, self._root = self._value(self._after_blanks(0))

    def position(self, pointer: str) -> tuple[int, int]:
        """Return line and column, from 1, of a value, or of the nearest one around it."""
        place = self._root
        for segment in pointer.split("/")[1:]:
            if isinstance(place, int) or segment not in place.inside:
                break
            place = place.inside[segment]
        offset = place if isinstance(place, int) else place.offset
        line = bisect.bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _after_blanks(self, offset: int) -> int:
        match = _BLANKS.match(self._text, offset)
        return match.end() if match else offset

    def _value(self, offset: int) -> "tuple[int, int | _Container]":
        """Return the offset after a value, and its place."""
        first = self._text[offset]
        if first == "{":
            return self._object(offset)
        if first == "[":
            return self._array(offset)
        if first == '"':
            return int(scanstring(self._text, offset + 1)[1]), offset
        match = _PLAIN.match(self._text, offset)
        return (match.end() if match else offset + 1), offset

    def _object(self, start: int) -> "tuple[int, _Container]":
        names: set[str] = set()
        place = _Container(start, {})
        offset = self._after_blanks(start + 1)
        while self._text[offset] != "}":
            name, offset = scanstring(self._text, offset + 1)
            offset = self._after_blanks(self._after_blanks(offset) + 1)  # the colon
            offset = self._inside(place, escaped(name), offset, repeated=name in names)
            names.add(name)
        return offset + 1, place

    def _array(self, start: int) -> "tuple[int, _Container]":
        place = _Container(start, {})
        offset = self._after_blanks(start + 1)
        while self._text[offset] != "]":
            offset = self._inside(place, str(len(place.inside)), offset)
        return offset + 1, place

    def _inside(
        self, place: "_Container", segment: str, offset: int, *, repeated: bool = False
    ) -> int:
        """Note the value of a name or an index, and return where the next one begins."""
        self._way.append(segment)
        if repeated and len(self.repeated) < MOST_PROBLEMS:
            self.repeated.append("/" + "/".join(self._way))
        elif repeated:
            self.unlisted += 1
        offset, place.inside[segment] = self._value(offset)
        self._way.pop()
        offset = self._after_blanks(offset)
        return self._after_blanks(offset + 1) if self._text[offset] == "," else offset


class _Container(NamedTuple):
    """The place of an object or a list, and of what is in it by pointer segment."""

    offset: int
    inside: "dict[str, int | _Container]"
