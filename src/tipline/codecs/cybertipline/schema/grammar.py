"""The shapes a grammar is made of: elements, attributes, groups. The tables stand beside it.

Everything that knows the document (schema, decoder, diagnosis, encoder) is derived from these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tipline.codecs.cybertipline.schema.scalars import TEXT, Scalar
from tipline.domain.report import Part


class Order(Enum):
    """How the children of an element may stand."""

    SEQUENCE = "each at its place"
    ANY = "in any order, each at most once"
    CHOICE = "exactly one of them"


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """One attribute: `wire` is what we write, `also` what clients write instead."""

    wire: str
    field: str
    scalar: Scalar
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Child:
    """One child element: its name, the field it fills, what is in it, how often it may stand."""

    wire: str
    field: str
    holds: "Scalar | Group"
    required: bool = False
    many: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An element the public service knows and Tipline refuses, by the boundary."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """What stands inside an element: either children, or text (`content`); and attributes.

    `model` is the value it becomes; a choice becomes the value of its chosen child.
    """

    name: str
    model: type[Part] | None
    children: tuple[Child, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    content: tuple[str, Scalar] | None = None
    order: Order = Order.SEQUENCE
    refused: Mapping[str, Refusal] = field(default_factory=dict)

    def child_for(self, wire: str) -> Child | None:
        """Return the child with this element name."""
        return next((child for child in self.children if child.wire == wire), None)

    def child_by_field(self, name: str) -> Child | None:
        """Return the child that fills this field."""
        return next((child for child in self.children if child.field == name), None)

    def wire_of(self, name: str) -> str:
        """Return the element or attribute (`@...`) that carries a field, or the field itself."""
        child = self.child_by_field(name)
        if child is not None:
            return child.wire
        for attribute in self.attributes:
            if attribute.field == name:
                return "@" + attribute.wire
        return name

    def child_of(self, value: Any) -> Child:  # noqa: ANN401 - any of the choice's models
        """Return, for a choice, the child whose model the value is."""
        return next(
            child
            for child in self.children
            if isinstance(child.holds, Group) and child.holds.model is type(value)
        )


def text(wire: str, field: str) -> Child:
    """Return an optional element that holds text."""
    return Child(wire=wire, field=field, holds=TEXT)


def texts(wire: str, field: str) -> Child:
    """Return an element that holds text and may stand any number of times."""
    return Child(wire=wire, field=field, holds=TEXT, many=True)


def one(wire: str, field: str, holds: Scalar | Group) -> Child:
    """Return an optional element."""
    return Child(wire=wire, field=field, holds=holds)


def must(wire: str, field: str, holds: Scalar | Group) -> Child:
    """Return an element that always stands exactly once."""
    return Child(wire=wire, field=field, holds=holds, required=True)


def many(wire: str, field: str, holds: Scalar | Group) -> Child:
    """Return an element that may stand any number of times."""
    return Child(wire=wire, field=field, holds=holds, many=True)


def attribute(wire: str, field: str, scalar: Scalar, *also: str) -> Attribute:
    """Return an optional attribute; `also` names spellings that are read but never written."""
    return Attribute(wire=wire, field=field, scalar=scalar, also=also)
