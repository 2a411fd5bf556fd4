"""Where elements stand in a document's text; asked only when there is something to complain about.

The tree knows no columns, so the text is read a second time by a parser that does.
"""

from array import array
from typing import Final, NamedTuple
from xml.parsers import expat

from tipline.codecs.documents import BYTE_ORDER_MARK

_COLUMNS: Final = 2**32


class Position(NamedTuple):
    """A place in a document; line and column count from 1, the column in characters."""

    line: int
    column: int


class Positions:
    """Start and end tags of all elements, by their place in document order, the root being 0."""

    def __init__(self, data: bytes) -> None:
        """Read a document that is known to be well-formed and free of document types.

        Element names that only the fifth edition of XML 1.0 allows end the reading: what comes
        after stands, for all we can say, where it ended.
        """
        self._starts = array("Q")
        self._ends = array("Q")
        self._open: list[int] = []
        self._ended = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(data.removeprefix(BYTE_ORDER_MARK), True)  # noqa: FBT003 - expat's
        except expat.ExpatError:
            self._ended = self._here()

    def start_of(self, element: int) -> Position:
        """Return where the element's start tag begins."""
        return self._unpacked(self._starts, element)

    def end_of(self, element: int) -> Position:
        """Return where the element's end tag begins; an empty element's is just behind it."""
        return self._unpacked(self._ends, element)

    def _unpacked(self, tags: "array[int]", element: int) -> Position:
        packed = tags[element] if element < len(tags) else 0
        return Position(*divmod(packed or self._ended, _COLUMNS))

    def _here(self) -> int:
        """Pack line and column in one number: a document can hold 200,000 elements."""
        return self._parser.CurrentLineNumber * _COLUMNS + self._parser.CurrentColumnNumber + 1

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._open.append(len(self._starts))
        self._starts.append(self._here())
        self._ends.append(0)

    def _end(self, _name: str) -> None:
        self._ends[self._open.pop()] = self._here()
