"""Where every value stands in a JSON text, and which names stand twice; for the slow path only.

The standard parsers keep no positions and let the last of two equal names win in silence.
"""

import bisect
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

DEEPEST: Final = 64
"""Levels of nesting; a report has at most eight."""

_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_PLAIN: Final = re.compile(r"[^ \t\r\n,\]}]+")
_BRACKET: Final = re.compile(r'"(?:[^"\\]+|\\.)*"?|[\[\]{}]', re.DOTALL)
_LINE: Final = re.compile("\n")


def escaped(name: str) -> str:
    """Return a name as a JSON Pointer segment (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


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
    """The offset of every value of a well-formed JSON text by its JSON Pointer."""

    def __init__(self, text: str) -> None:
        """Read a text that is well-formed and not too deep, once."""
        self._text = text
        self._lines = [0, *(match.end() for match in _LINE.finditer(text))]
        self._offsets: dict[str, int] = {}
        self.repeated: list[str] = []
        self._value(self._after_blanks(0), "")

    def position(self, pointer: str) -> tuple[int, int]:
        """Return line and column, from 1, of a value, or of the nearest one around it."""
        while pointer not in self._offsets:
            pointer = pointer.rpartition("/")[0]
        offset = self._offsets[pointer]
        line = bisect.bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _after_blanks(self, offset: int) -> int:
        match = _BLANKS.match(self._text, offset)
        return match.end() if match else offset

    def _value(self, offset: int, pointer: str) -> int:
        """Note where a value stands and return the offset after it."""
        self._offsets[pointer] = offset
        first = self._text[offset]
        if first == "{":
            return self._object(offset + 1, pointer)
        if first == "[":
            return self._array(offset + 1, pointer)
        if first == '"':
            return int(scanstring(self._text, offset + 1)[1])
        match = _PLAIN.match(self._text, offset)
        return match.end() if match else offset + 1

    def _object(self, offset: int, pointer: str) -> int:
        names: set[str] = set()
        offset = self._after_blanks(offset)
        while self._text[offset] != "}":
            name, offset = scanstring(self._text, offset + 1)
            inside = f"{pointer}/{escaped(name)}"
            if name in names:
                self.repeated.append(inside)
            names.add(name)
            offset = self._after_blanks(self._after_blanks(offset) + 1)  # the colon
            offset = self._after_blanks(self._value(offset, inside))
            if self._text[offset] == ",":
                offset = self._after_blanks(offset + 1)
        return offset + 1

    def _array(self, offset: int, pointer: str) -> int:
        index = 0
        offset = self._after_blanks(offset)
        while self._text[offset] != "]":
            offset = self._after_blanks(self._value(offset, f"{pointer}/{index}"))
            if self._text[offset] == ",":
                offset = self._after_blanks(offset + 1)
            index += 1
        return offset + 1
