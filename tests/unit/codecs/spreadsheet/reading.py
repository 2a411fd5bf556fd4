"""Reads our workbooks with another library, as a recipient would."""

import io
import re
from typing import Any, TypeVar

import openpyxl

from tipline.codecs.spreadsheet.cells import columns, value_of
from tipline.domain.report.part import Part

RowT = TypeVar("RowT", bound=Part)

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of each sheet, its line of names first; long texts are whole."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {sheet.title: [[_text(cell.value) for cell in row] for row in sheet] for sheet in book}
    for name, row, column, _, text in found.pop("long-texts", [[]])[1:]:
        found[name][row - 1][column - 1] += text
    return found


def rows_of(kind: type[RowT], data: bytes, name: str) -> tuple[RowT, ...]:
    """Return the rows of one kind from all sheets they stand on."""
    listed = columns(kind)
    rows = []
    for title, (head, *lines) in sheets(data).items():
        if title != name and not re.fullmatch(f"{name}-[0-9]+", title):
            continue
        assert head == [column.name for column in listed]
        for line in lines:
            pairs = zip(listed, line, strict=True)
            rows.append(kind(**{one.name: _value(cell, one) for one, cell in pairs}))
    return tuple(rows)


def _value(cell: Any, column: Any) -> Any:  # noqa: ANN401 - any cell
    if cell is None:
        return value_of("", column)
    return value_of(cell, column) if isinstance(cell, str) else cell


def _text(cell: Any) -> Any:  # noqa: ANN401 - any cell
    """Return a cell's text without the escapes of ECMA-376 (ST_Xstring)."""
    if not isinstance(cell, str):
        return cell
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
