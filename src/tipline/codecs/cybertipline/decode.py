"""From the CyberTipline document to the report, on the fast path: guard, schema, one walk.

What the schema has accepted needs no second look, so the walk trusts it. Everything that is wrong
with a refused document is found by `diagnose`, which the fast path never enters.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, cast

from lxml import etree

from tipline.codecs.cybertipline.diagnose import diagnose
from tipline.codecs.cybertipline.findings import Diagnosis
from tipline.codecs.cybertipline.guard import parse_accepted, parse_document
from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import TEXT, Scalar
from tipline.codecs.cybertipline.schema.xsd import compiled_schema
from tipline.codecs.documents import InvalidDocumentError
from tipline.domain.report import Report

_Take = Callable[[etree._Element], Any]  # noqa: SLF001 - lxml's only name for the type


class _ContradictionError(Exception):
    """Two spellings of one attribute stand together; only the diagnosis can say it well."""


def decode_report(data: bytes) -> Report:
    """Return the report in a `<report>` document of at most 1 MiB.

    Structure only: whether what it says can be right is for `check_report`.
    Source: CyberTipline API reference, section 2.

    Raises:
        UnreadableDocumentError: not well-formed, or hostile; nothing was read.
        InvalidDocumentError: not a report document; all structural problems, with positions.
    """
    root = parse_accepted(data, compiled_schema())
    if root is not None and root.tag == REPORT.name:
        try:
            return cast("Report", _take_group(REPORT)(root))
        except _ContradictionError:
            pass
    raise InvalidDocumentError(diagnose(data, parse_document(data)).problems)


def examine_report(data: bytes) -> Diagnosis:
    """Return everything known of a document: its problems, what could be read, what stands where.

    The slow path, for documents that were refused or whose report has problems.

    Raises:
        UnreadableDocumentError: not well-formed, or hostile; nothing was read.
    """
    return diagnose(data, parse_document(data))


@cache
def _take_group(group: Group) -> _Take:
    """Return the function that turns an accepted element of this group into its value."""
    if group.order is Order.CHOICE:
        return _take_choice(group)
    if group.content is not None:
        return _take_content(group, *group.content)
    return _take_children(group)


def _take_choice(group: Group) -> _Take:
    takers = {child.wire: _taker(child) for child in group.children}

    def take(element: etree._Element) -> Any:  # noqa: ANN401 - one of the choice's models
        chosen = element[0]
        return takers[chosen.tag](chosen)

    return take


def _take_content(group: Group, field: str, scalar: Scalar) -> _Take:
    model = cast("Any", group.model)
    attributes = _attributes_by_name(group)
    read = scalar.read

    def take(element: etree._Element) -> Any:  # noqa: ANN401 - the group's model
        values = {field: read(element.text or "")}
        if element.attrib:
            _take_attributes(element, attributes, values)
        return model(**values)

    return take


def _take_children(group: Group) -> _Take:
    model = cast("Any", group.model)
    attributes = _attributes_by_name(group)
    table = {child.wire: (child.field, child.many, _taker(child)) for child in group.children}

    def take(element: etree._Element) -> Any:  # noqa: ANN401 - the group's model
        values: dict[str, Any] = {}
        lists: dict[str, list[Any]] = {}
        for child in element:
            field, many, take_child = table[child.tag]
            if not many:
                values[field] = take_child(child)
            elif field in lists:
                lists[field].append(take_child(child))
            else:
                lists[field] = [take_child(child)]
        for field, items in lists.items():
            values[field] = tuple(items)
        if element.attrib:
            _take_attributes(element, attributes, values)
        return model(**values)

    return take


def _taker(child: Child) -> _Take:
    if isinstance(child.holds, Group):
        return _take_group(child.holds)
    if child.holds is TEXT:
        return _take_text
    read = child.holds.read

    def take(element: etree._Element) -> Any:  # noqa: ANN401 - the scalar's value
        return read(element.text or "")

    return take


def _take_text(element: etree._Element) -> str:
    return element.text or ""


def _attributes_by_name(group: Group) -> dict[str, Attribute]:
    return {
        name: attribute
        for attribute in group.attributes
        for name in (attribute.wire, *attribute.also)
    }


def _take_attributes(
    element: etree._Element, known: dict[str, Attribute], values: dict[str, Any]
) -> None:
    for name, text in cast("Iterable[tuple[str, str]]", element.items()):
        attribute = known.get(name)
        if attribute is None:  # the schema lets only xsi:schemaLocation and its kin through
            continue
        value = attribute.scalar.read(text)
        if values.setdefault(attribute.field, value) != value:
            raise _ContradictionError
