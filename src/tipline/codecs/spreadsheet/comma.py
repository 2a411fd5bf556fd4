"""Rows as CSV: RFC 4180, in UTF-8 with a byte order mark, so that Excel reads all letters."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from tipline.codecs.documents import (
    BYTE_ORDER_MARK,
    MAX_DOCUMENT_BYTES,
    InvalidDocumentError,
    UnwritableReportError,
    unreadable,
)
from tipline.codecs.spreadsheet.cells import columns, plain, value_of
from tipline.domain.problems import Problem
from tipline.domain.report.part import Part

RowT = TypeVar("RowT", bound=Part)

_DIALECT: Final[dict[str, Any]] = {"strict": True, "lineterminator": "\r\n"}
# No text of a report is longer than a report; the library's own limit is lower, and for all.
csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_DOCUMENT_BYTES))


def encode_csv(kind: type[RowT], rows: Sequence[RowT]) -> bytes:
    """Return rows as a CSV document with a line of names; equal rows give equal bytes.

    Raises:
        UnwritableReportError: a text is not Unicode.
    """
    listed = columns(kind)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, **_DIALECT)
    writer.writerow(column.name for column in listed)
    writer.writerows(
        [plain(getattr(row, column.name), column) for column in listed] for row in rows
    )
    try:
        return BYTE_ORDER_MARK + text.getvalue().encode()
    except UnicodeEncodeError:
        raise not_unicode() from None


def decode_csv(kind: type[RowT], data: bytes) -> tuple[RowT, ...]:
    """Return the rows of a CSV document that `encode_csv` has made.

    Raises:
        UnreadableDocumentError: not CSV in UTF-8.
        InvalidDocumentError: other columns than this kind of row has, or a cell that says nothing
            its column can say; the first such line.
    """
    listed = columns(kind)
    try:
        text = data.removeprefix(BYTE_ORDER_MARK).decode()
        lines = list(csv.reader(io.StringIO(text, newline=""), **_DIALECT))
    except UnicodeDecodeError:
        raise unreadable("encoding", "The document must be text in UTF-8.") from None
    except csv.Error:
        raise unreadable("not_well_formed", "The document is not well-formed CSV.") from None
    if lines[:1] != [[column.name for column in listed]]:
        raise _invalid("wrong_columns", "The first line must name the columns.", 1)
    rows = []
    for number, cells in enumerate(lines[1:], 2):
        try:
            pairs = zip(listed, cells, strict=True)
            rows.append(kind(**{one.name: value_of(cell, one) for one, cell in pairs}))
        except ValueError:
            raise _invalid("wrong_row", "This row is not as its columns demand.", number) from None
    return tuple(rows)


def not_unicode() -> UnwritableReportError:
    """Return the error for text that no document in UTF-8 can hold."""
    message = "A text holds a lone surrogate."
    return UnwritableReportError([Problem(path="", code="not_unicode", message=message)])


def _invalid(code: str, message: str, line: int) -> InvalidDocumentError:
    return InvalidDocumentError([Problem(path="", code=code, message=message, line=line)])
