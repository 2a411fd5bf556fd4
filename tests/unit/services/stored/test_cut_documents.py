"""A stream is cut into documents without ever holding more than one."""

from io import BytesIO

import pytest

from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.services.stored.cut_documents import cut_documents

HUGE = b'{"additional_info":"' + b"x" * (3 * MAX_DOCUMENT_BYTES) + b'"}'
MARK = b"\xef\xbb\xbf"


def cut(data: bytes, *, by_lines: bool = False) -> list[tuple[int, bytes]]:
    return [(one.line, one.data) for one in cut_documents(BytesIO(data), by_lines=by_lines)]


@pytest.mark.parametrize(
    ("data", "pieces"),
    [
        (b"", [(1, b"")]),
        (b"\n \n", [(1, b"")]),
        (b'{"a":1}', [(1, b'{"a":1}')]),
        (b'{"a":1}\n', [(1, b'{"a":1}')]),
        (b'{"a":1}\r\n\r\n{"b":2}\n', [(1, b'{"a":1}'), (3, b'{"b":2}')]),
        (b'\n\n{"a":1}\n{"b":2}', [(3, b'{"a":1}'), (4, b'{"b":2}')]),
        (MARK + b'{"a":1}\n{"b":2}', [(1, MARK + b'{"a":1}'), (2, b'{"b":2}')]),
        (b'{"a":\n{"b":2}\nrest\n', [(1, b'{"a":'), (2, b'{"b":2}'), (3, b"rest")]),
        (b'{\n "a": 1\n}\n', [(1, b'{\n "a": 1\n}\n')]),
        (b'\n{\n\n"a": 1\n}', [(2, b'{\n\n"a": 1\n}')]),
        (b"<report>\n</report>\n", [(1, b"<report>\n</report>\n")]),
        (b"<report/>", [(1, b"<report/>")]),
        (b"garbage", [(1, b"garbage")]),
        (b"garbage\nmore\n", [(1, b"garbage\nmore\n")]),
        (b'garbage\n{"b":2}\n', [(1, b"garbage"), (2, b'{"b":2}')]),
    ],
)
def test_what_is_one_document(data: bytes, pieces: list[tuple[int, bytes]]) -> None:
    assert cut(data) == pieces


def test_every_line_is_one_if_that_is_known() -> None:
    assert cut(b"{\n}\n<a>\n", by_lines=True) == [(1, b"{"), (2, b"}"), (3, b"<a>")]
    assert cut(b"", by_lines=True) == [(1, b"")]


def test_a_line_beyond_the_cap_is_cut_off_and_the_next_ones_are_read() -> None:
    (first, huge, last) = cut(b'{"a":1}\n' + HUGE + b'\n{"b":2}\n')
    assert (first, last) == ((1, b'{"a":1}'), (3, b'{"b":2}'))
    assert (huge[0], len(huge[1])) == (2, MAX_DOCUMENT_BYTES + 1)


def test_a_huge_first_line_does_not_swallow_the_others() -> None:
    pieces = cut(HUGE + b'\n{"b":2}\n')
    assert [line for line, _ in pieces] == [1, 2]


@pytest.mark.parametrize("begin", [b"<report>\n", b"{\n"])
def test_a_document_beyond_the_cap_is_cut_off(begin: bytes) -> None:
    ((line, data),) = cut(begin + b" \n" * 2 * MAX_DOCUMENT_BYTES)
    assert (line, len(data)) == (1, MAX_DOCUMENT_BYTES + 1)


def test_how_far_reading_has_come_ends_at_the_size() -> None:
    data = b'{"a":1}\n' + HUGE + b'\n{"b":2}\n'
    assert [one.read for one in cut_documents(BytesIO(data), by_lines=False)][-1] == len(data)


class Endless:
    """A line without an end, and a count of what was asked for at once."""

    def __init__(self) -> None:
        self.left = 200
        self.largest = 0

    def readline(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size)
        self.left -= 1
        return b"{" * size if self.left > 0 else b""


def test_memory_does_not_grow_with_a_line() -> None:
    stream = Endless()
    (piece,) = cut_documents(stream, by_lines=True)  # type: ignore[arg-type]  # what it reads with
    assert len(piece.data) == MAX_DOCUMENT_BYTES + 1
    assert stream.largest == MAX_DOCUMENT_BYTES + 2
