"""A TOML table that is read name by name; what is wrong is collected, with file and place."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from tipline.config.public.site import FOLDER
from tipline.domain.problems import Problem

T = TypeVar("T")

_LONGEST_PLACE: Final = 40


class Table:
    """One table of a file of the public folder; problems go to a list that all share."""

    def __init__(
        self, values: dict[str, object], file: str, problems: list[Problem], place: str = ""
    ) -> None:
        self.values = values
        self._file = file
        self._problems = problems
        self._place = place

    def take(self, name: str, read: Callable[[object], T], default: T) -> T:
        """Return what a name states, or the default if it states nothing or something wrong."""
        if name not in self.values:
            return default
        try:
            return read(self.values[name])
        except ValueError as error:
            self.refuse(name, str(error))
            return default

    def need(self, name: str, read: Callable[[object], T], default: T) -> T:
        """Return what a name states, which must be there; the default only beside a problem."""
        if name not in self.values:
            self.refuse(name, "missing: every record says this")
        return self.take(name, read, default)

    def tables(self, name: str) -> list["Table"]:
        """Return the tables of an array of tables, `[[name]]`; empty if there are none."""
        found = self.values.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.refuse(name, f"expected tables: [[{name}]]")
            return []
        return [self._below(one, f"{name}[{number}]") for number, one in enumerate(found, 1)]

    def table(self, name: str) -> "Table | None":
        """Return the table of a name, or None if there is none."""
        found = self.values.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            self.refuse(name, "expected a table")
            return None
        return self._below(found, name)

    def refuse_others(self, *known: str) -> None:
        """Tell names that mean nothing here."""
        for name in self.values:
            if name not in known:
                self.refuse(name, f"this is not known here; known are: {', '.join(known)}")

    def refuse(self, name: str, message: str) -> None:
        """Keep a problem with a name in this table; an empty name means the table itself."""
        place = ".".join(part for part in (self._place, short(name)) if part)
        self._problems.append(wrong(self._file, message, place))

    def _below(self, values: dict[str, object], name: str) -> "Table":
        place = ".".join(part for part in (self._place, short(name)) if part)
        return Table(values, self._file, self._problems, place)


def wrong(file: str, message: str, place: str = "") -> Problem:
    """Return a problem with a file of the public folder."""
    path = f"{FOLDER}/{file}" + (f": {place}" if place else "")
    return Problem(path=path, code="public_wrong", message=message)


def short(name: str) -> str:
    """Return a name as it may stand in a message: printable, and cut if it is long."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)
    return shown if len(shown) <= _LONGEST_PLACE else shown[:_LONGEST_PLACE] + "..."


def read_table(folder: Path, file: str, problems: list[Problem]) -> Table:
    """Return what a TOML file says; nothing if it is not there."""
    values: dict[str, object] = {}
    try:
        values = tomllib.loads((folder / file).read_text("utf-8"))
    except FileNotFoundError:
        pass
    except tomllib.TOMLDecodeError as error:
        problems.append(wrong(file, f"this is no TOML: {_where(error)}"))
    except (OSError, UnicodeDecodeError):
        problems.append(wrong(file, "the file cannot be read as UTF-8 text"))
    return Table(values, file, problems)


def _where(error: tomllib.TOMLDecodeError) -> str:
    """Return the parser's words, cut: they can quote the file."""
    said = str(error)
    place = said[said.rfind("(") :] if "(" in said else ""
    words = said.removesuffix(place).strip().partition(" '")[0].partition(' "')[0]
    return f"{short(words)} {place}".strip()
