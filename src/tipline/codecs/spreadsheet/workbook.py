"""A dossier as an XLSX workbook: the same rows as the CSV documents, a sheet each.

Everything is a plain value: no formula, no link, no macro. Nothing is written to disk meanwhile.
Text beyond what a cell holds goes on in the sheet `long-texts`.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from itertools import count
from typing import Any, Final, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tipline.codecs.spreadsheet.cells import MARK, columns
from tipline.codecs.spreadsheet.comma import not_unicode
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.report.part import Part

MOST_CHARACTERS: Final = 16_000
"""Characters of a text in one cell; Excel takes 32,767 UTF-16 units."""
ROWS_ON_A_SHEET: Final = 1_000_000
"""Rows beyond that go on in another sheet; Excel takes 1,048,576."""

_LARGEST_EXACT: Final = 10**15
"""Spreadsheets keep 15 digits of a number; longer ones are text."""
_WIDTHS: Final = {"report": 10, "port": 8, "event": 12, "role": 12, "kind": 14, "value": 40}
_WIDTH: Final = 24
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_REPORT_COLUMNS: Final = (
    *("report", "received_at", "source", "supplement_to", "incident_type", "incident_time"),
    *("platform", "incidents", "reported", "recipients", "victims"),
)
_LONG_COLUMNS: Final = ("sheet", "row", "column", "piece", "text")

Value = str | int | bool | None


class _Piece(NamedTuple):
    """A part of a text that goes on after a cell; row and column count from 1."""

    sheet: str
    row: int
    column: int
    piece: int
    text: str


def encode_xlsx(
    dossier: Dossier,
    ip: Sequence[IpRow],
    identifiers: Sequence[IdentifierRow],
    *,
    rows_on_a_sheet: int = ROWS_ON_A_SHEET,
) -> bytes:
    """Return the workbook of a dossier and its flat rows; the same ones give the same bytes.

    Raises:
        UnwritableReportError: a text is not Unicode.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    made_at = dossier.made_at.instant.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": f"Referral {dossier.referral}", "created": made_at})
    writer = _Writer(book, rows_on_a_sheet)
    writer.rows("ip-events", IpRow, ip)
    writer.rows("identifiers", IdentifierRow, identifiers)
    writer.table("reports", _REPORT_COLUMNS, _reports(dossier))
    writer.table("about", ("", ""), _about(dossier))
    if writer.pieces:
        writer.table("long-texts", _LONG_COLUMNS, list(writer.pieces))
    try:
        book.close()
    except UnicodeEncodeError:
        raise not_unicode() from None
    return target.getvalue()


class _Writer:
    """Fills sheets, and keeps what did not fit into cells."""

    def __init__(self, book: xlsxwriter.Workbook, rows_on_a_sheet: int) -> None:
        self.pieces: list[_Piece] = []
        self._book = book
        self._head: Format = book.add_format({"bold": True})
        self._most = rows_on_a_sheet

    def rows(self, name: str, kind: type[Part], rows: Sequence[Part]) -> None:
        """Write rows, on as many sheets as it takes."""
        listed = columns(kind)
        names = [column.name for column in listed]
        values = [
            [_marked(getattr(row, column.name), column.optional) for column in listed]
            for row in rows
        ]
        for start in range(0, max(len(values), 1), self._most):
            number = start // self._most
            title = name if number == 0 else f"{name}-{number + 1}"
            self.table(title, names, values[start : start + self._most])

    def table(self, name: str, names: Iterable[str], rows: Iterable[Sequence[Value]]) -> None:
        """Write one sheet: a line of names that stays in sight, and rows."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(names):
            sheet.set_column(column, column, _WIDTHS.get(head, _WIDTH))
            sheet.write_string(0, column, head, self._head)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                self._cell(sheet, row, column, value)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int) and abs(value) < _LARGEST_EXACT:
            sheet.write_number(row, column, value)
        elif value is not None:
            text = str(value)
            sheet.write_string(row, column, text[:MOST_CHARACTERS])
            starts = range(MOST_CHARACTERS, len(text), MOST_CHARACTERS)
            for piece, start in zip(count(1), starts, strict=False):
                rest = text[start : start + MOST_CHARACTERS]
                self.pieces.append(_Piece(sheet.get_name(), row + 1, column + 1, piece, rest))


def _marked(value: Any, optional: bool) -> Value:  # noqa: ANN401, FBT001 - a row's value
    """Return a value for a cell; cells are text by their type, so that few texts need a mark."""
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value)
    return MARK + text if text.startswith(MARK) or (optional and not text) else text


def _reports(dossier: Dossier) -> Iterable[Sequence[Value]]:
    for held in dossier.reports:
        summary = held.report.summary
        yield (
            held.number,
            held.received_at,
            held.source,
            held.supplement_to,
            summary.incident_type,
            summary.incident_time,
            summary.platform,
            len(held.report.incidents),
            len(held.report.reported),
            len(held.report.recipients),
            len(held.report.victims),
        )


def _about(dossier: Dossier) -> Iterable[Sequence[Value]]:
    yield "referral", dossier.referral
    yield "version", dossier.version
    yield "made_at", dossier.made_at
    yield "is_test", dossier.is_test
    yield "from", dossier.sender.name
    yield "to", dossier.addressee.name
    yield "legal_gate", dossier.legal_gate
    yield "groups", ", ".join(dossier.groups)
    yield (
        "cells",
        "A leading ' is a mark, no part of the text. Times are as stated; utc is the same.",
    )
    yield "registry_country", "To which country a registry gave the address; never a location."
