"""Every field a report can have, found in its types; and which of them a value uses."""

from typing import Any, get_args

import msgspec

from tipline.domain.report import Part, Report

Field = tuple[str, str]
"""A part by the name of its type, and one of its fields."""


def part_types(hint: Any = Report) -> set[type[Part]]:  # noqa: ANN401 - any annotation
    """Collect the parts a type is made of."""
    if isinstance(hint, type) and issubclass(hint, Part):
        inner = [part_types(field.type) for field in msgspec.structs.fields(hint)]
        return {hint}.union(*inner)
    return set[type[Part]]().union(*(part_types(argument) for argument in get_args(hint)))


ALL_FIELDS = {(part.__name__, field) for part in part_types() for field in part.__struct_fields__}


def stated(part: Part) -> set[str]:
    """Name the fields that say something in this part: those not at their default."""
    return {
        field.name
        for field in msgspec.structs.fields(part)
        if getattr(part, field.name) != field.default
    }


def stated_in(value: Any) -> set[Field]:  # noqa: ANN401 - any value in a report
    """Name the fields that say something in this value or in anything within it."""
    if isinstance(value, tuple):
        return set[Field]().union(*(stated_in(item) for item in value))
    if not isinstance(value, Part):
        return set()
    names = stated(value)
    own = {(type(value).__name__, name) for name in names}
    return own.union(*(stated_in(getattr(value, name)) for name in names))
