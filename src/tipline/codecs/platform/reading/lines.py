"""Where each table and key of a TOML text stands; the parser keeps no places."""

import re
from typing import Final

from tipline.codecs.platform.faults import below
from tipline.codecs.report_json.places import DEEPEST

_KEY: Final = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEYS: Final = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_STATEMENT: Final = re.compile(
    r"(?:[ \t\r\n]|#[^\n]*)*"
    rf"(?:(?P<many>\[\[?)[ \t]*(?P<header>{_KEYS})[ \t]*\]\]?|(?P<pair>{_KEYS})[ \t]*=)"
)
_SPLIT: Final = re.compile(_KEY)
_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*|[\[\]{}\n]|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)


class Lines:
    """Lines and columns, from 1, in a well-formed TOML text, by the pointer to what is there."""

    def __init__(self, text: str) -> None:
        self._starts: dict[str, int] = {}
        self._entries: dict[str, int] = {}
        self._text = text.replace("\r\n", "\n")
        self._read(self._text)

    def of(self, where: str) -> tuple[int, int]:
        """Return line and column of a key or a table, or of the nearest one around it."""
        while where and where not in self._starts:
            where = where.rpartition("/")[0]
        start = self._starts.get(where, 0)
        return self._text.count("\n", 0, start) + 1, start - self._text.rfind("\n", 0, start)

    def _read(self, text: str) -> None:
        table = ""
        at = 0
        while match := _STATEMENT.match(text, at):
            start = match.start("many" if match["header"] else "pair")
            if match["header"]:
                table = self._table(match["header"], many=match["many"] == "[[", start=start)
                at = match.end()
            else:
                self._note(_joined(table, match["pair"]), start)
                at = _after_value(text, match.end())

    def _table(self, keys: str, *, many: bool, start: int) -> str:
        """Return what a header stands for: within the last entry of each list on the way."""
        where = ""
        names = _SPLIT.findall(keys)[:DEEPEST]
        for number, name in enumerate(names):
            where = below(where, _plain(name))
            if many and number == len(names) - 1:
                self._entries[where] = self._entries.get(where, -1) + 1
                self._note(where, start)
            if where in self._entries:
                where = below(where, self._entries[where])
        self._note(where, start)
        return where

    def _note(self, where: str, start: int) -> None:
        self._starts.setdefault(where, start)


def _joined(table: str, keys: str) -> str:
    for name in _SPLIT.findall(keys)[:DEEPEST]:
        table = below(table, _plain(name))
    return table


def _plain(name: str) -> str:
    return name[1:-1] if name[0] in "\"'" else name


def _after_value(text: str, at: int) -> int:
    """Return where the line of a value ends; lists and long texts take several lines."""
    depth = 0
    while match := _TOKEN.match(text, at):
        mark = match[0]
        if mark == "\n" and depth == 0:
            return at
        depth += (mark in {"[", "{"}) - (mark in {"]", "}"})
        at = match.end()
    return at
