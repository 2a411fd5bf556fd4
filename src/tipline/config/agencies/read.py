"""The whole directory: our records, and the operator's over them, field by field.

All that is wrong is said together. Our own records are read once in a process.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, NamedTuple

from tipline.config.agencies import values
from tipline.config.agencies.record import CODE, FIELDS, Record, read_agency
from tipline.config.settings import SettingsError
from tipline.domain.directory.agency import Agency
from tipline.domain.directory.check import Shadow
from tipline.domain.problems import Problem

FOLDER: Final = "agencies"
_RECORDS: Final = "agency"
_EVERY: Final = "every"
_REMOVE: Final = "remove"
_NO_FACTS: Final = frozenset({"id", "checked", "verified", "channel", _REMOVE})
"""Fields that replace no fact of ours when an operator states them."""


class Reading(NamedTuple):
    """The directory as it counts, and what of ours the operator's records hide or take away."""

    agencies: tuple[Agency, ...]
    shadows: tuple[Shadow, ...] = ()
    removed: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()


class _Ours(NamedTuple):
    raw: dict[str, dict[str, object]]
    agencies: dict[str, Agency]


def read_directory(folder: Path | None) -> tuple[Agency, ...]:
    """Return all agencies; `folder` is the hotline's data folder, None leaves ours alone.

    Raises:
        SettingsError: a record is wrong; all problems together.
    """
    return read_records(folder).agencies


def read_records(folder: Path | None) -> Reading:
    """Return the directory with what the operator's records did to ours.

    Raises:
        SettingsError: a record is wrong; all problems together.
    """
    ours = read_ours()
    if folder is None or not (folder / FOLDER).is_dir():
        return Reading((*ours.agencies.values(),))
    problems: list[Problem] = []
    reading = _overlaid(ours, folder / FOLDER, problems)
    if problems:
        raise SettingsError(problems)
    return reading


@cache
def read_ours() -> _Ours:
    """Return the records that come with Tipline; a test shows that nothing is wrong with them.

    Raises:
        SettingsError: a record is wrong; all problems together.
    """
    problems: list[Problem] = []
    records = files("tipline.config.agencies") / "records"
    found = {
        agency_id: record
        for agency_id, record in _records(records, problems)
        if _REMOVE not in record.values
    }
    agencies = {name: read_agency(record, is_ours=True) for name, record in found.items()}
    if problems:  # pragma: no cover - what a test shows never leaves the house
        raise SettingsError(problems)
    return _Ours({name: record.values for name, record in found.items()}, agencies)


def _overlaid(ours: _Ours, folder: Path, problems: list[Problem]) -> Reading:
    agencies = dict(ours.agencies)
    shadows: list[Shadow] = []
    removed: list[str] = []
    own: set[str] = set()
    for agency_id, record in _records(folder, problems):
        raw = ours.raw.get(agency_id)
        if _REMOVE in record.values:
            _check_removal(record, is_known=raw is not None)
            if agencies.pop(agency_id, None) is not None:
                removed.append(agency_id)
            continue
        own.add(agency_id)
        stated = dict(record.values)
        record.values = {**(raw or {}), **stated}
        agencies[agency_id] = read_agency(record, is_ours=False)
        hidden = tuple(
            name
            for name in FIELDS
            if raw is not None and name in stated and name in raw and name not in _NO_FACTS
        )
        if hidden:
            old, new = ours.agencies[agency_id], agencies[agency_id]
            shadow = Shadow(
                agency=agency_id,
                file=record.file,
                fields=hidden,
                checked=old.checked,
                own_checked=new.checked if "checked" in stated else None,
            )
            shadows.append(shadow)
    return Reading((*agencies.values(),), tuple(shadows), tuple(removed), frozenset(own))


def _check_removal(record: Record, *, is_known: bool) -> None:
    record.refuse_others("id", _REMOVE)
    if record.values[_REMOVE] is not True:
        record.refuse(_REMOVE, "expected true; leave the line out to keep the record")
    elif not is_known:
        record.refuse(_REMOVE, "there is no record of ours with this id")


def _records(folder: Traversable, problems: list[Problem]) -> Iterator[tuple[str, Record]]:
    """Yield the records of a folder by id, file by file; a record without a good id is told."""
    seen: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        for record in _of_file(file, problems):
            told = len(problems)
            agency_id = record.need("id", values.slug, "")
            if len(problems) > told:
                continue
            if agency_id in seen:
                record.refuse("id", f"{seen[agency_id]} has a record with this id already")
                continue
            seen[agency_id] = record.file
            yield agency_id, record


def _of_file(file: Traversable, problems: list[Problem]) -> Iterator[Record]:
    """Yield the records of a file, each with what its `[every]` table says unless it says so."""
    name = f"{FOLDER}/{file.name}"
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path=name, code=CODE, message=f"this is no TOML: {_at(error)}"))
        return
    except (OSError, UnicodeDecodeError):
        message = "the file cannot be read as UTF-8 text"
        problems.append(Problem(path=name, code=CODE, message=message))
        return
    except (RecursionError, ValueError):  # tables in tables without end, numbers without end
        message = "this is TOML that nobody writes: something in it is far too deep or too long"
        problems.append(Problem(path=name, code=CODE, message=message))
        return
    whole = Record(said, name, problems, "")
    whole.refuse_others(_EVERY, _RECORDS)
    every = whole.table(_EVERY)
    shared = every.values if every is not None else {}
    for number, one in enumerate(whole.tables(_RECORDS), 1):
        stated = one.values
        place = stated.get("id") if _is_slug(stated.get("id")) else f"{_RECORDS}[{number}]"
        merged = stated if _REMOVE in stated else {**shared, **stated}
        yield Record(merged, name, problems, f"{place}")


def _is_slug(value: object) -> bool:
    try:
        values.slug(value)
    except ValueError:
        return False
    return True


def _at(error: tomllib.TOMLDecodeError) -> str:
    """Return where the parser stopped, without its words: they can quote the file."""
    said = str(error)
    return said[said.rfind("(") :].strip("()") if "(" in said else "somewhere"
