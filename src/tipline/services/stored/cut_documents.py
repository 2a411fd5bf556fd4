"""Cuts a stream into documents, never holding more than one of them.

XML and indented JSON are one document; otherwise each line is a report in JSON.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from tipline.codecs.documents import BYTE_ORDER_MARK, MAX_DOCUMENT_BYTES

_TOO_MANY: Final = MAX_DOCUMENT_BYTES + 1
"""Bytes from which a codec sees that a document is too large; no more of it is kept."""
_DRAINED_AT_ONCE: Final = 262_144


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One document: its bytes, the line of the file it begins on, and how far reading has come."""

    data: bytes
    line: int
    read: int

    def __repr__(self) -> str:
        return f"Piece({self.line})"


def cut_documents(stream: BinaryIO, *, by_lines: bool) -> Iterator[Piece]:
    """Yield the documents of a stream in order; `by_lines` if it is known to have one a line.

    A document over the cap comes cut off one byte after it, so that its codec refuses it. An
    empty stream is one empty document: whoever named it expected a report.
    """
    lines = _Lines(stream)
    first = lines.next_said()
    if not first:
        yield Piece(data=b"", line=1, read=lines.read)
        return
    begin = lines.number
    if by_lines or _is_whole_object(first):
        yield lines.piece(first)
        yield from lines.rest()
        return
    second = b"" if _is_xml(first) or _is_cut_off(first) else lines.next_raw()
    if second.startswith(b"{"):
        yield Piece(data=first.rstrip(b"\r\n"), line=begin, read=lines.read)
        yield lines.piece(second)
        yield from lines.rest()
        return
    begun = (first + second)[:_TOO_MANY]
    rest = stream.read(_TOO_MANY - len(begun)) if len(begun) < _TOO_MANY else b""
    yield Piece(data=begun + rest, line=begin, read=lines.read + len(rest))


class _Lines:
    """A stream line by line: which one it is at, and how many bytes are read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.number = 0
        self.read = 0

    def next_raw(self) -> bytes:
        """Return the next line with its end, or what is kept of a long one; empty at the end."""
        found = self._stream.readline(_TOO_MANY + 1)
        self.number += bool(found)
        self.read += len(found)
        return found

    def next_said(self) -> bytes:
        """Return the next line that has anything on it; empty at the end."""
        while (found := self.next_raw()) and not found.strip():
            pass
        return found

    def piece(self, raw: bytes) -> Piece:
        """Return a line as a document; what is beyond the cap is read and forgotten."""
        if _is_cut_off(raw):
            while passed := self._stream.readline(_DRAINED_AT_ONCE):
                self.read += len(passed)
                if passed.endswith(b"\n"):
                    break
        return Piece(data=raw.rstrip(b"\r\n")[:_TOO_MANY], line=self.number, read=self.read)

    def rest(self) -> Iterator[Piece]:
        """Yield the lines that are left."""
        while raw := self.next_said():
            yield self.piece(raw)


def _is_cut_off(raw: bytes) -> bool:
    """Tell whether there is more of a line than was read."""
    return len(raw) > _TOO_MANY and not raw.endswith(b"\n")


def _is_xml(data: bytes) -> bool:
    return data.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(b"<")


def _is_whole_object(line: bytes) -> bool:
    """Tell whether a line looks like a whole report in JSON, or like the start of a huge one."""
    bare = line.removeprefix(BYTE_ORDER_MARK).strip()
    return bare.startswith(b"{") and (bare.endswith(b"}") or _is_cut_off(line))
