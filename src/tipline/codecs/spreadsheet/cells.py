"""What stands in a cell: text that no spreadsheet takes for a formula, and that comes back.

A mark `'` is put before text that could be one, before text that begins with `'` itself, and
where an empty text was stated (an empty cell means that nothing was). Who reads a cell takes one
leading `'` away.
"""

import re
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_type_hints

import msgspec

from tipline.domain.report.part import Part

MARK: Final = "'"

_FORMULA: Final = re.compile("[\\s\x00-\x1f]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00']")
"""What spreadsheets may run, also after blanks, also in full width (OWASP, CSV injection)."""
_NUMBER: Final = re.compile("0|-?[1-9][0-9]{0,18}")
_TRUTHS: Final = {"true": True, "false": False}


class Column(NamedTuple):
    """One field of a row: what its cells hold, and whether they may be empty."""

    name: str
    kind: type
    optional: bool
    default: Any


@cache
def columns(kind: type[Part]) -> tuple[Column, ...]:
    """Return the columns of a kind of row."""
    hints = get_type_hints(kind)
    return tuple(
        Column(
            field.name,
            next(iter(get_args(hints[field.name])), hints[field.name]),
            type(None) in get_args(hints[field.name]),
            field.default,
        )
        for field in msgspec.structs.fields(kind)
    )


def is_text(column: Column) -> bool:
    """Tell whether a column holds text as somebody stated it."""
    return column.kind is str


def safe(text: str) -> str:
    """Return text for a cell of a file in which anything can be a formula."""
    return MARK + text if _FORMULA.match(text) else text


def plain(value: Any, column: Column) -> str:  # noqa: ANN401 - any value of a row
    """Return the text of a cell in a file that has nothing but text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_text(column):
        return MARK if not value and column.optional else safe(value)
    return str(value)


def value_of(text: str, column: Column) -> Any:  # noqa: ANN401 - any value of a row
    """Return what a cell says, for `row_of`.

    Raises:
        ValueError: it is none of the column's values.
    """
    if not text and column.optional:
        return None
    if is_text(column):
        return text.removeprefix(MARK)
    if column.kind is bool:
        if text not in _TRUTHS:
            raise ValueError(column.name)
        return _TRUTHS[text]
    if column.kind is int:
        if _NUMBER.fullmatch(text) is None:
            raise ValueError(column.name)
        return int(text)
    return column.kind(text)
