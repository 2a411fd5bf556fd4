"""Settings, read once from a file and the environment; what is wrong with them is said together.

The file is `tipline.toml` in the data folder; a variable `TIPLINE_...` wins over it. Nothing reads
the environment but the function here, and only when it is called.
"""

import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec

from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem

FILE_NAME: Final = "tipline.toml"
DEFAULT_DATA: Final = Path("tipline-data")
_HIGHEST_PORT: Final = 65_535


class Mode(StrEnum):
    """Whether this is a trial or a hotline people rely on."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this installation runs; `data` holds the database, the keys and this file."""

    data: Path
    mode: Mode = Mode.DEVELOPMENT
    name: str = "hotline.example.org"
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str | None = None

    def __repr__(self) -> str:
        return "Settings(...)"  # an address of a database can hold a password

    @property
    def keys(self) -> Path:
        """Where the key files are."""
        return self.data / "keys"

    @property
    def writer_socket(self) -> Path:
        """Where the writer process listens."""
        return self.data / "writer.sock"


class SettingsError(TiplineError):
    """The settings cannot be used; `problems` says everything that is wrong with them."""

    code = "settings_unusable"

    def __init__(self, problems: list[Problem]) -> None:
        lines = [f"{problem.path}: {problem.message}" for problem in problems]
        super().__init__("\n".join(lines))
        self.problems = tuple(problems)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected text")
    return value.strip()


def _log_name(value: object) -> str:
    name = _text(value)
    if "+" in name or name.split() != [name]:
        raise ValueError(
            "expected a name such as hotline.example.org, without blanks and plus signs"
        )
    return name


def _mode(value: object) -> Mode:
    if value not in set(Mode):
        raise ValueError(f"expected one of: {', '.join(Mode)}")
    return Mode(str(value))


def _port(value: object) -> int:
    port = int(value) if isinstance(value, str) and value.isdecimal() else value
    if type(port) is not int or not 0 <= port <= _HIGHEST_PORT:
        raise ValueError("expected a port number, 0 to 65535 (0 takes any that is free)")
    return port


_KNOWN: Final[dict[str, Callable[[object], Any]]] = {
    "mode": _mode,
    "name": _log_name,
    "host": _text,
    "port": _port,
    "database_url": _text,
}
"""Every setting of the file, and how it is read; the variable is `TIPLINE_` and its capitals."""

_OTHER_VARIABLES: Final = {"database_url": "DATABASE_URL"}


def read_settings(data: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings of an installation; `data` wins over `TIPLINE_DATA` and the default.

    Raises:
        SettingsError: the file or a variable is wrong; all problems together.
    """
    folder = data or Path(environ.get("TIPLINE_DATA") or DEFAULT_DATA)
    problems: list[Problem] = []
    stated = {name: (name, value) for name, value in _file(folder, problems).items()}
    for name in _KNOWN:
        for variable in (_OTHER_VARIABLES.get(name, ""), f"TIPLINE_{name.upper()}"):
            if environ.get(variable):
                stated[name] = (variable, environ[variable])
    values: dict[str, Any] = {}
    for name, (source, value) in stated.items():
        if name not in _KNOWN:
            message = f"this setting is not known; known are: {', '.join(_KNOWN)}"
            problems.append(Problem(path=source, code="setting_unknown", message=message))
            continue
        try:
            values[name] = _KNOWN[name](value)
        except ValueError as error:
            problems.append(Problem(path=source, code="setting_wrong", message=str(error)))
    if problems:
        raise SettingsError(problems)
    return Settings(data=folder.absolute(), **values)


def _file(folder: Path, problems: list[Problem]) -> dict[str, object]:
    try:
        return tomllib.loads((folder / FILE_NAME).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "cannot be read"
        problems.append(Problem(path=FILE_NAME, code="settings_unreadable", message=reason))
        return {}
