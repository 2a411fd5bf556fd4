"""From a value of the platform's JSON to one of the report: text, number, word, date, time."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import inspect

from tipline.codecs.platform.targets import words_of
from tipline.codecs.platform.times import read_time
from tipline.codecs.platform.unfit import Unfit

LEFT_OUT: Final = object()
"""What becomes of a word that is not in `words` if `else` is empty."""

_DIGITS: Final = re.compile(r"[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,40})?")
_SHORT_LIST: Final = 10
_LENGTH_OF_DAY: Final = 10
_SWITCH: Final[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the values for one field are read."""

    kind: inspect.Type
    part: str | None = None
    words: Mapping[str, object] | None = None
    otherwise: object = None
    unit: str | None = None
    zone: str | None = None

    def read(self, value: object) -> object:
        """Return the value as the report has it, None if nothing is left, or Unfit."""
        if self.part is not None:
            value = _part_of(value, self.part)
            if value is None or isinstance(value, Unfit):
                return value
        if self.words is not None:
            found = self.words.get(word(value), self.otherwise)
            if found is LEFT_OUT:
                return None
            if found is None:
                message = "This word is not in the mapping's `words`, and there is no `else`."
                return Unfit(code="word_not_mapped", message=message)
            return found
        if isinstance(self.kind, inspect.CustomType):
            return read_time(value, self.unit, self.zone)
        return read_leaf(value, self.kind)


def word(value: object) -> str:
    """Return a value as the tables and conditions of a mapping name it: `true`, `17`, `login`."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | Decimal) else ""


def is_nothing(value: object) -> bool:
    """Tell whether a value says nothing: `null`, or text without a letter."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def read_leaf(value: object, kind: inspect.Type) -> object:
    """Return a value as its type demands, or Unfit; times are read apart."""
    if isinstance(kind, inspect.EnumType):
        return _read_enum(value, kind)
    if isinstance(kind, inspect.LiteralType):
        code = value.strip().upper() if isinstance(value, str) else ""
        if code and code in kind.values:
            return code
        return Unfit(code="not_in_list", message="Expected a code of two capital letters.")
    return _LEAVES[type(kind)](value)


def _read_enum(value: object, kind: inspect.EnumType) -> object:
    allowed = words_of(kind)
    if isinstance(value, str) and value in allowed:
        return kind.cls(value)
    expected = f" One of: {', '.join(allowed)}." if len(allowed) <= _SHORT_LIST else ""
    message = f"Expected a word from the list, or a table `words` that leads to one.{expected}"
    return Unfit(code="not_in_list", message=message)


def _read_text(value: object) -> str | Unfit:
    if isinstance(value, str):
        return value
    if type(value) is int or isinstance(value, Decimal):
        return str(value)
    return Unfit(code="not_text", message="Expected text, or a number that is taken as text.")


def _read_whole(value: object) -> int | Unfit:
    if type(value) is int:
        return value
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return int(value)
    return Unfit(code="not_a_number", message="Expected a whole number.")


def _read_switch(value: object) -> bool | Unfit:
    found = _SWITCH.get(word(value))
    if found is None:
        message = "Expected `true` or `false`; other words need a table `words`."
        return Unfit(code="not_a_boolean", message=message)
    return found


def _read_decimal(value: object) -> Decimal | Unfit:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if type(value) is int or (isinstance(value, Decimal) and value.is_finite()):
        return Decimal(value)
    return Unfit(code="not_a_number", message="Expected a number such as 51.5074.")


def _read_date(value: object) -> date | Unfit:
    try:
        if isinstance(value, str):
            return msgspec.convert(value.strip(), date)
    except (msgspec.ValidationError, UnicodeError):
        pass
    return Unfit(code="not_a_date", message="Expected a date, as in 2010-01-31.")


_LEAVES: Final[dict[type, Callable[[object], object]]] = {
    inspect.StrType: _read_text,
    inspect.IntType: _read_whole,
    inspect.BoolType: _read_switch,
    inspect.DecimalType: _read_decimal,
    inspect.DateType: _read_date,
}


def _part_of(value: object, part: str) -> str | Unfit | None:
    """Return a part of a text; None if the text has no such part."""
    if not isinstance(value, str):
        return Unfit(code="not_text", message="Expected text of which a part is taken.")
    text = value.strip()
    if part == "date":
        return text[:_LENGTH_OF_DAY]
    address, port = _split_address(text)
    return address if part == "address" else port or None


def _split_address(text: str) -> tuple[str, str]:
    """Return address and port; a bare IPv6 address has colons and no port."""
    if text.startswith("["):
        address, _, rest = text[1:].partition("]")
        return address, rest.removeprefix(":")
    if text.count(":") == 1:
        address, _, port = text.partition(":")
        return address, port
    return text, ""
