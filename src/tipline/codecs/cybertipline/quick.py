"""From the report to the document on the fast path: text put together from a compiled table.

It writes what needs no explanation. On any doubt it gives up, and the thorough writer of `encode`
says what is wrong; a law holds the two against each other, byte for byte.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from typing import Any, Final

from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import FLAG, XML_BLANKS, Scalar
from tipline.domain.report import Report

_Render = Callable[[Any], str]
"""Returns the text of a value, already escaped; fails on a value that it does not know well."""
_Write = Callable[[Any, list[str]], None]
"""Adds to the pieces of the document what stands for a value."""
_Step = tuple[object, str, _Render | None, str, _Write]
"""One child: the value that says nothing, and what writes it otherwise. A simple value has what
stands before it, its render and what follows too, which spares a call."""

_NEVER: Final = object()
"""Says nothing of a required field: there, even None is written, and doubted."""
_LEGAL: Final = bytes({*range(0x20, 0x100), *b"\t\n\r"})
"""All bytes but the control characters that XML forbids."""
_NONCHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF in UTF-8; surrogates cannot be encoded at all."""


class _DoubtError(Exception):
    """Something is not as expected; the thorough writer finds out what."""


_DOUBTS: Final = (
    _DoubtError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""How a doubt shows: our own, and what values of odd types do where others are expected."""


def written_quickly(report: Report) -> bytes | None:
    """Return the document without its declaration, or None if the thorough writer must look."""
    pieces: list[str] = []
    try:
        _group_writer(REPORT.name, REPORT)(report, pieces)
        body = "".join(pieces).encode()
    except _DOUBTS:
        return None
    # One look at the end finds what no document can hold, wherever it came from.
    if body.translate(None, _LEGAL):
        return None
    if not body.isascii() and any(illegal in body for illegal in _NONCHARACTERS):
        return None
    return body


@cache
def _group_writer(wire: str, group: Group) -> _Write:
    """Return the function that writes a value of this group as an element of this name."""
    if group.order is Order.CHOICE:
        return _choice_writer(wire, group)
    if group.content is not None:
        return _content_writer(wire, group, *group.content)
    return _children_writer(wire, group)


def _choice_writer(wire: str, group: Group) -> _Write:
    writers = {
        child.holds.model: _group_writer(child.wire, child.holds)
        for child in group.children
        if isinstance(child.holds, Group)
    }
    opening, closing = f"<{wire}>", f"</{wire}>"

    def write(value: object, pieces: list[str]) -> None:
        pieces.append(opening)
        writers[type(value)](value, pieces)  # type: ignore[index] # an odd type is a doubt
        pieces.append(closing)

    return write


def _content_writer(wire: str, group: Group, field: str, scalar: Scalar) -> _Write:
    model = group.model
    opening, closing = f"<{wire}", f"</{wire}>"
    write_attributes = _attributes_writer(group.attributes)
    content, render = attrgetter(field), _renderer(scalar, _in_element)

    def write(value: object, pieces: list[str]) -> None:
        if type(value) is not model:
            raise _DoubtError
        pieces.append(opening)
        write_attributes(value, pieces)
        pieces.append(f">{render(content(value))}{closing}")

    return write


def _children_writer(wire: str, group: Group) -> _Write:
    model = group.model
    children = _fields_getter(child.field for child in group.children)
    steps = tuple(map(_step, group.children))
    write_attributes = _attributes_writer(group.attributes) if group.attributes else None
    # Without attributes the start of the element is one piece.
    opening, bare = (f"<{wire}>", f"<{wire}/>") if write_attributes is None else (">", "/>")
    head, closing = f"<{wire}", f"</{wire}>"

    def write(value: object, pieces: list[str]) -> None:
        if type(value) is not model:
            raise _DoubtError
        add = pieces.append
        if write_attributes is not None:
            add(head)
            write_attributes(value, pieces)
        add(opening)
        at = len(pieces)
        for stated, step in zip(children(value), steps, strict=True):
            nothing, before, render, after, write_child = step
            if stated is nothing:
                continue
            if render is not None:
                add(f"{before}{render(stated)}{after}")
            else:
                write_child(stated, pieces)
        if len(pieces) == at:
            pieces[-1] = bare
        else:
            add(closing)

    return write


def _step(child: Child) -> _Step:
    before, after = f"<{child.wire}>", f"</{child.wire}>"
    nothing: object = _NEVER if child.required else None
    if isinstance(child.holds, Group):
        write = _group_writer(child.wire, child.holds)
        if child.many:
            return (), before, None, after, _many(write)
        if child.holds.order is Order.ANY and not child.required:
            write = _unless_unmarked(write, child.holds)
        return nothing, before, None, after, write
    render = _renderer(child.holds, _in_element)
    write = _element(before, render, after)
    if child.many:
        return (), before, None, after, _many(write)
    return False if child.holds is FLAG else nothing, before, render, after, write


def _many(write_one: _Write) -> _Write:
    def write(stated: Iterable[object], pieces: list[str]) -> None:
        for value in stated:
            write_one(value, pieces)

    return write


def _element(before: str, render: _Render, after: str) -> _Write:
    def write(value: object, pieces: list[str]) -> None:
        pieces.append(f"{before}{render(value)}{after}")

    return write


def _unless_unmarked(write_group: _Write, group: Group) -> _Write:
    """Return the writer of optional flags, which are left out together if none is set."""
    model: Any = group.model
    unmarked = model()

    def write(value: object, pieces: list[str]) -> None:
        if value != unmarked:
            write_group(value, pieces)

    return write


def _attributes_writer(attributes: tuple[Attribute, ...]) -> _Write:
    fields = _fields_getter(attribute.field for attribute in attributes)
    table = tuple(
        (f' {attribute.wire}="', _renderer(attribute.scalar, _in_attribute))
        for attribute in attributes
    )

    def write(value: object, pieces: list[str]) -> None:
        for stated, (before, render) in zip(fields(value), table, strict=True):
            if stated is not None:
                pieces.append(f'{before}{render(stated)}"')

    return write


def _fields_getter(fields: Iterable[str]) -> Callable[[object], tuple[object, ...]]:
    """Return the function that takes these fields of a value; a getter of one makes no tuple."""
    names = tuple(fields)
    if len(names) == 1:
        one = attrgetter(*names)
        return lambda value: (one(value),)
    return attrgetter(*names)


def _renderer(scalar: Scalar, escaped: Callable[[str], str]) -> _Render:
    """Return how a value becomes text, by what its rule is made of."""
    if scalar.values is not None:
        values = map(scalar.read, scalar.values)
        return {value: escaped(scalar.render(value)) for value in values}.__getitem__
    if scalar.pattern is not None:
        return _patterned(scalar.render, scalar.pattern)
    return _filled(escaped) if scalar.not_blank else escaped


def _patterned(render: _Render, pattern: str) -> _Render:
    accepts = re.compile(pattern).fullmatch

    def rendered(value: object) -> str:
        text = render(value)
        # Numbers and dates have nothing to escape; blanks around them are a doubt.
        if accepts(text) is None:
            raise _DoubtError
        return text

    return rendered


def _filled(escaped: Callable[[str], str]) -> _Render:
    def rendered(text: str) -> str:
        if not text.strip(XML_BLANKS):
            raise _DoubtError
        return escaped(text)

    return rendered


def _in_element(text: str) -> str:
    """Return a text as it stands between tags; most have nothing to escape."""
    if type(text) is not str:
        raise _DoubtError
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text.replace("\r", "&#13;")
    return text


def _in_attribute(text: str) -> str:
    """Return a text as it stands in quotes, where readers would make blanks of ends of lines."""
    text = _in_element(text).replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")
