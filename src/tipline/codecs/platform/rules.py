"""A mapping once it is read: a tree of rules in the shape of the report."""

from dataclasses import dataclass
from typing import NamedTuple

from tipline.codecs.platform.leaves import Reading
from tipline.codecs.platform.paths import Path
from tipline.codecs.platform.templates import Template


class Each(NamedTuple):
    """A name for each element of a list."""

    name: str
    path: Path


class Condition(NamedTuple):
    """A condition: there is a value, or one of these words if there are any."""

    path: Path
    words: frozenset[str]


class Conditions(NamedTuple):
    """What must hold for all, and what must hold for none."""

    only: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A value the mapping states itself."""

    where: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A value drawn from the platform's data."""

    where: str
    template: Template
    reading: Reading
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first of several values that is there."""

    where: str
    options: tuple["Value", ...]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Whether there is anything at a path."""

    where: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Messages as one text, a line for each."""

    where: str
    each: Each
    conditions: Conditions
    at: "Value | None"
    sender: "Value | None"
    text: "Value"
    required: bool = False


Value = Constant | Draw | First | Present | Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRule:
    """A part of the report, field by field.

    `kept` parts stay even if the platform's data says nothing in them.
    """

    where: str
    cls: type
    fields: dict[str, "Rule"]
    required: frozenset[str]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A part or a value that is made once, for each element of a list, or not at all."""

    each: Each | None
    conditions: Conditions
    body: PartRule | Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A field that is a list: entries one after the other."""

    entries: tuple[Entry, ...]


Rule = Value | Entry | Many
