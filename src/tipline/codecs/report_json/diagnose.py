"""Everything that is wrong with the structure of a JSON report, all at once.

A second, slower reading along the types of the report: it accepts what the decoder accepts, but
goes on after each problem, and keeps what can be read for the checks.
"""

import difflib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, cast

import msgspec
from msgspec import inspect

from tipline.codecs.documents import LONGEST_NAME, MOST_PROBLEMS, NoteT, not_listed
from tipline.codecs.report_json.places import Places, escaped
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.domain.timestamp import Timestamp

_MISSING: Final = object()
_SHORT_LIST: Final = 10


class Diagnosis:
    """All that is known of a document: its problems, and the report as far as readable."""

    def __init__(self, walk: "_Walk", report: Report, places: Places) -> None:
        self._places = places
        self._kept = walk.kept
        self.report = report
        located = sorted((self._placed(problem) for problem in walk.problems), key=_standing)
        if walk.unlisted:
            located.append(not_listed("", walk.unlisted))
        self.problems = tuple(located)

    def locate(self, note: NoteT) -> NoteT:
        """Return a note on the report as one on the document: its pointer, line and column.

        What is absent is placed at what lacks it.
        """
        pointer = ""
        for segment in note.path.split("/")[1:]:
            kept = self._kept.get(pointer)
            pointer += f"/{kept[int(segment)] if kept is not None else segment}"
        return self._placed(msgspec.structs.replace(note, path=pointer))

    def _placed(self, note: NoteT) -> NoteT:
        line, column = self._places.position(note.path)
        return msgspec.structs.replace(note, line=line, column=column)


def _standing(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


def diagnose(value: object, places: Places) -> Diagnosis:
    """Return the problems of a decoded JSON value, and the report as far as readable."""
    walk = _Walk()
    for pointer in places.repeated:
        walk.add(pointer, "name_repeated", "This name stands twice in its object.")
    walk.unlisted += places.unlisted
    report = walk.value(value, _report_type(), "")
    return Diagnosis(walk, Report() if report is _MISSING else report, places)


@cache
def _report_type() -> inspect.Type:
    return inspect.type_info(Report)


class _Walk:
    """One pass along value and type together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.unlisted = 0
        self.kept: dict[str, list[int]] = {}

    @property
    def full(self) -> bool:
        """Whether further problems are only counted, so that no work need go into them."""
        return len(self.problems) >= MOST_PROBLEMS

    def add(self, pointer: str, code: str, message: str) -> None:
        """Note a problem."""
        if self.full:
            self.unlisted += 1
        else:
            self.problems.append(Problem(path=pointer, code=code, message=message))

    def value(self, value: object, kind: inspect.Type, pointer: str) -> Any:  # noqa: ANN401
        """Return the value as its type demands, or `_MISSING` after noting why it cannot be."""
        if isinstance(kind, inspect.UnionType):
            if value is None and kind.includes_none:
                return None
            kinds = [option for option in kind.types if not isinstance(option, inspect.NoneType)]
            if len(kinds) > 1:
                return self._tagged(value, cast("list[inspect.StructType]", kinds), pointer)
            kind = kinds[0]
        if isinstance(kind, inspect.StructType):
            return self._object(value, kind, pointer)
        if isinstance(kind, inspect.VarTupleType):
            return self._array(value, kind, pointer)
        read, code, expected = _leaf(kind)
        try:
            return read(value)
        except (TypeError, ValueError, ArithmeticError, KeyError):
            hint = "" if self.full else _suggestion(value, kind)
            self.add(pointer, code, f"Expected {expected}.{hint}")
            return _MISSING

    def _tagged(self, value: object, kinds: list[inspect.StructType], pointer: str) -> Any:  # noqa: ANN401
        """Read one of several objects; its tag says which."""
        field = str(kinds[0].tag_field)
        tags = {str(kind.tag): kind for kind in kinds}
        tag = value.get(field) if isinstance(value, dict) else None
        if not isinstance(tag, str) or tag not in tags:
            message = f"Expected an object whose `{field}` is one of: {', '.join(tags)}."
            self.add(pointer, "tag_missing", message)
            return _MISSING
        return self._object(value, tags[tag], pointer)

    def _array(self, value: object, kind: inspect.VarTupleType, pointer: str) -> Any:  # noqa: ANN401
        if not isinstance(value, list):
            self.add(pointer, "not_a_list", "Expected a list, in square brackets.")
            return _MISSING
        read = [
            self.value(item, kind.item_type, f"{pointer}/{index}")
            for index, item in enumerate(value)
        ]
        self.kept[pointer] = [index for index, item in enumerate(read) if item is not _MISSING]
        return tuple(item for item in read if item is not _MISSING)

    def _object(self, value: object, kind: inspect.StructType, pointer: str) -> Any:  # noqa: ANN401
        if not isinstance(value, dict):
            self.add(pointer, "not_an_object", "Expected an object, in curly brackets.")
            return _MISSING
        fields = {field.encode_name: field for field in kind.fields}
        values: dict[str, Any] = {}
        for name, item in value.items():
            inside = f"{pointer}/{escaped(name)}"
            if name in fields:
                read = self.value(item, fields[name].type, inside)
                if read is not _MISSING:
                    values[name] = read
            elif name != kind.tag_field:
                self._unknown(name, fields, inside)
        for name, field in fields.items():
            if field.required and name not in value:
                self.add(f"{pointer}/{name}", "field_missing", f"`{name}` is missing here.")
        try:
            return kind.cls(**values)
        except TypeError:  # a part that has no meaning without the facts that are missing
            return _MISSING

    def _unknown(self, name: str, fields: Mapping[str, inspect.Field], pointer: str) -> None:
        message = f"`{name[:LONGEST_NAME]}` is not known here."
        if not self.full and (close := difflib.get_close_matches(name[:LONGEST_NAME], fields, 1)):
            message += f" Did you mean `{close[0]}`?"
        message += f" Known are: {', '.join(fields)}."
        self.add(pointer, "unknown_field", message)


def _suggestion(value: object, kind: inspect.Type) -> str:
    """Return the words of a closed list, or the one that was probably meant."""
    words: tuple[str, ...] = ()
    if isinstance(kind, inspect.EnumType):
        words = tuple(str(word.value) for word in kind.cls)
    elif isinstance(kind, inspect.LiteralType):
        words = tuple(str(word) for word in kind.values)
    close = difflib.get_close_matches(str(value)[:LONGEST_NAME], words, n=1)
    if close and close[0]:
        return f" Did you mean `{close[0]}`?"
    if words and len(words) <= _SHORT_LIST:
        return f" One of: {', '.join(words)}."
    return ""


_Read = Callable[[Any], Any]


def _exactly(kind: type) -> _Read:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _read_decimal(value: object) -> Decimal:
    if type(value) not in {int, Decimal}:
        raise TypeError
    return Decimal(cast("int", value))


def _read_date(value: object) -> date:
    if not isinstance(value, str):
        raise TypeError
    return msgspec.convert(value, date)


def _read_timestamp(value: object) -> Timestamp:
    if not isinstance(value, str):
        raise TypeError
    return Timestamp(value)


def _leaf(kind: inspect.Type) -> tuple[_Read, str, str]:
    """Return how a single value is read, and the code and words for what cannot be."""
    if isinstance(kind, inspect.EnumType):
        return kind.cls, "not_in_list", "a word from the list"
    if isinstance(kind, inspect.LiteralType):
        codes = {code: code for code in kind.values}
        return codes.__getitem__, "not_in_list", "a code of two capital letters, or nothing"
    return _LEAVES[type(kind)]


_LEAVES: Final[dict[type, tuple[_Read, str, str]]] = {
    inspect.StrType: (_exactly(str), "not_text", "text"),
    inspect.IntType: (_exactly(int), "not_a_number", "a whole number"),
    inspect.BoolType: (_exactly(bool), "not_a_boolean", "`true` or `false`"),
    inspect.DecimalType: (_read_decimal, "not_a_number", "a number such as 51.5074"),
    inspect.DateType: (_read_date, "not_a_date", "a date, as in 2010-01-31"),
    inspect.CustomType: (
        _read_timestamp,
        "not_a_date_time",
        "a date-time with its zone, as in 2026-01-31T13:45:00+02:00",
    ),
}
