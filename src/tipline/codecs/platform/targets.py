"""What a mapping can fill: every field of a report, found in the types of the report itself."""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple, cast

from msgspec import inspect

from tipline.domain.report import Report

NOT_MAPPED: Final = frozenset({"public"})
"""Fields of a report that only a member of the public fills."""


class Target(NamedTuple):
    """One field: parts of a report (several kinds, if a tag says which), or a single value."""

    many: bool
    parts: tuple[inspect.StructType, ...]
    leaf: inspect.Type


class Field(NamedTuple):
    """One field of a report with its place, as `reported[].ip_events[].address`."""

    path: str
    part: inspect.StructType
    name: str
    target: Target
    required: bool


@cache
def report_kind() -> inspect.StructType:
    """Return the type of a report."""
    return cast("inspect.StructType", inspect.type_info(Report))


@cache
def fields_of(part: type) -> dict[str, inspect.Field]:
    """Return the fields of a part that a mapping can fill, by name."""
    kind = cast("inspect.StructType", inspect.type_info(part))
    found = {field.encode_name: field for field in kind.fields}
    if part is Report:
        found = {name: field for name, field in found.items() if name not in NOT_MAPPED}
    return found


def target_of(kind: inspect.Type) -> Target:
    """Return what a field of this type takes."""
    (kind,) = _alternatives(kind)
    many = isinstance(kind, inspect.VarTupleType)
    options = _alternatives(kind.item_type) if isinstance(kind, inspect.VarTupleType) else (kind,)
    parts = tuple(option for option in options if isinstance(option, inspect.StructType))
    return Target(many, parts, options[0])


def _alternatives(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    """Return the types a value can have, without that of nothing."""
    if not isinstance(kind, inspect.UnionType):
        return (kind,)
    return tuple(option for option in kind.types if not isinstance(option, inspect.NoneType))


def tag_of(kind: inspect.StructType) -> str:
    """Return the word that tells a part from its alternatives; empty if it has none."""
    return str(kind.tag) if kind.tag is not None else ""


def words_of(leaf: inspect.Type) -> tuple[str, ...]:
    """Return the closed list of words of a value, the empty one left out; empty if it is open."""
    if isinstance(leaf, inspect.EnumType):
        return tuple(str(word.value) for word in leaf.cls)
    if isinstance(leaf, inspect.LiteralType):
        return tuple(str(word) for word in leaf.values if word)
    return ()


def all_fields() -> Iterator[Field]:
    """Yield every field a mapping can fill, in the order of the report."""
    yield from _fields_in(report_kind(), "")


def _fields_in(part: inspect.StructType, above: str) -> Iterator[Field]:
    for name, field in fields_of(part.cls).items():
        target = target_of(field.type)
        path = f"{above}{name}{'[]' if target.many else ''}"
        yield Field(path, part, name, target, field.required)
        for inside in target.parts:
            tag = f"({tag_of(inside)})" if inside.tag is not None else ""
            yield from _fields_in(inside, f"{path}{tag}.")
