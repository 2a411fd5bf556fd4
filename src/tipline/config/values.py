"""Text and TOML values to the values of settings; a `ValueError` says what was expected.

No message repeats what was given: a setting can hold a password.
"""

import re
import tomllib
from pathlib import Path
from typing import Final

from tipline.config.settings import Mode
from tipline.stores.addresses import DatabaseAddressError, parse_address

_HIGHEST_PORT: Final = 65_535
_MOST_PROCESSES: Final = 64
_LONGEST_DAYS: Final = 36_500
_HIGHEST_RATE: Final = 100_000_000
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_PUBLIC: Final = re.compile(r"https?://[^\s/@?#\"'<>]+(/[^\s?#\"'<>]*)?")
_NUMBER: Final = re.compile(r"[0-9+][0-9 -]{1,19}")
_YES: Final = frozenset({"true", "yes", "1", "on"})
_NO: Final = frozenset({"false", "no", "0", "off"})


def text(value: object) -> str:
    """Return a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected text")
    return value.strip()


def log_name(value: object) -> str:
    """Return the name under which checkpoints are signed."""
    name = text(value)
    if "+" in name or name.split() != [name]:
        raise ValueError(
            "expected a name such as hotline.example.org, without blanks and plus signs"
        )
    return name


def mode(value: object) -> Mode:
    """Return the mode."""
    if value not in set(Mode):
        raise ValueError(f"expected one of: {', '.join(Mode)}")
    return Mode(str(value))


def port(value: object) -> int:
    """Return a port number, 0 to 65535."""
    found = _whole(value)
    if found is None or not 0 <= found <= _HIGHEST_PORT:
        raise ValueError("expected a port number, 0 to 65535 (0 takes any that is free)")
    return found


def processes(value: object) -> int:
    """Return a number of processes, at least one."""
    found = _whole(value)
    if found is None or not 1 <= found <= _MOST_PROCESSES:
        raise ValueError(f"expected a number of processes, 1 to {_MOST_PROCESSES}")
    return found


def days(value: object) -> int:
    """Return a number of days, at least one."""
    found = _whole(value)
    if found is None or not 1 <= found <= _LONGEST_DAYS:
        raise ValueError(f"expected a number of days, 1 to {_LONGEST_DAYS}")
    return found


def switch(value: object) -> bool:
    """Return true or false."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in _YES | _NO:
        raise ValueError("expected true or false")
    return word in _YES


def database_url(value: object) -> str:
    """Return the address of a PostgreSQL."""
    found = text(value)
    try:
        parse_address(found)
    except DatabaseAddressError as error:
        raise ValueError(f"{error}"[0].lower() + f"{error}"[1:].rstrip(".")) from None
    return found


def rate(value: object) -> int:
    """Return a number of requests in a minute, at least one."""
    found = _whole(value)
    if found is None or not 1 <= found <= _HIGHEST_RATE:
        raise ValueError(f"expected a number of requests, 1 to {_HIGHEST_RATE}")
    return found


def path(value: object) -> Path:
    """Return the name of a file; without a folder it is taken from the data folder."""
    return Path(text(value))


def public_url(value: object) -> str:
    """Return the address of the public form; nobody's name or query in it."""
    found = text(value)
    if _PUBLIC.fullmatch(found) is None:
        raise ValueError("expected the form's address such as https://report.example.org/")
    return found


def numbers_or_path(value: object) -> dict[str, str] | Path:
    """Return emergency numbers by country (ISO 3166, two letters), or the file that has them."""
    if isinstance(value, str):
        return path(value)
    if (
        not isinstance(value, dict)
        or not value
        or not all(_is_number(country, number) for country, number in value.items())
    ):
        raise ValueError(
            'expected numbers by country such as { GB = "999", DE = "112" },'
            " or the name of a TOML file with them"
        )
    return value


def load_numbers(file: Path) -> dict[str, str]:
    """Return the emergency numbers in a TOML file."""
    try:
        found = numbers_or_path(tomllib.loads(load_text(file)))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"the file is no TOML: {error}") from None
    if isinstance(found, Path):  # pragma: no cover - a TOML document is a table
        raise ValueError("expected a table")  # noqa: TRY004 - a setting that is wrong
    return found


def load_text(file: Path) -> str:
    """Return the text in a file that is not empty."""
    try:
        return text(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ValueError("there is no such file") from None
    except (OSError, UnicodeDecodeError):
        raise ValueError("the file cannot be read as UTF-8 text") from None
    except ValueError:
        raise ValueError("the file is empty") from None


def _whole(value: object) -> int | None:
    number = int(value) if isinstance(value, str) and value.isdecimal() else value
    return number if type(number) is int else None


def _is_number(country: object, number: object) -> bool:
    return (
        isinstance(country, str)
        and isinstance(number, str)
        and _COUNTRY.fullmatch(country) is not None
        and _NUMBER.fullmatch(number) is not None
    )
