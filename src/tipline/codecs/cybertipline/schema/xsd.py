"""The published XML Schema, generated from the grammar so that the two cannot drift apart.

Every element's type is anonymous and every simple type is a string with a list or a pattern: then
no validator's own idea of numbers, dates or type substitution (`xsi:type`) makes a difference.
"""

from functools import cache
from typing import Final

from lxml import etree

from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.responses import DONE_RESPONSE, RESPONSE
from tipline.codecs.cybertipline.schema.scalars import SCALARS, Scalar

_XS: Final = "http://www.w3.org/2001/XMLSchema"
_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_PREFACE: Final = (
    "Reports of online child-safety incidents, facts only: the CyberTipline document without"
    " anything that concerns files. Written for Tipline from the public description of the"
    " interface; generated, do not edit. Content rules beyond structure (lengths, past dates,"
    " valid addresses) are checked apart from this schema."
)


@cache
def xsd_document() -> bytes:
    """Return the schema for `report`, `reportResponse` and `reportDoneResponse` as UTF-8 XML."""
    schema = _xs("schema", _documentation(_PREFACE), elementFormDefault="unqualified")
    groups: dict[str, Group] = {}
    for root in (REPORT, RESPONSE, DONE_RESPONSE):
        _collect(root, groups)
        schema.append(_element(root.name, root))
    schema.extend(_named_group(group) for group in groups.values() if group.children)
    schema.extend(_simple_type(scalar) for scalar in SCALARS)
    etree.indent(schema)
    return _DECLARATION + etree.tostring(schema, encoding="UTF-8") + b"\n"


@cache
def compiled_schema() -> etree.XMLSchema:
    """Return the schema ready to validate with; compiled once."""
    return etree.XMLSchema(etree.fromstring(xsd_document()))


def _collect(group: Group, into: dict[str, Group]) -> None:
    """Gather the groups reachable from here by name, each once."""
    into[group.name] = group
    for child in group.children:
        if isinstance(child.holds, Group):
            _collect(child.holds, into)


def _xs(kind: str, *inside: etree._Element, **attributes: str) -> etree._Element:
    """Return an element of the schema language."""
    element = etree.Element(f"{{{_XS}}}{kind}", attributes, {"xs": _XS})
    element.extend(inside)
    return element


def _documentation(text: str) -> etree._Element:
    documentation = _xs("documentation")
    documentation.text = text
    return _xs("annotation", documentation)


def _element(
    name: str, holds: Scalar | Group, occurs: dict[str, str] | None = None
) -> etree._Element:
    inside = _complex_type(holds) if isinstance(holds, Group) else _restricted(holds)
    return _xs("element", inside, name=name, **(occurs or {}))


def _restricted(scalar: Scalar) -> etree._Element:
    """Return an anonymous type of its own, which no document can name in `xsi:type`."""
    return _xs("simpleType", _xs("restriction", base=scalar.name))


def _complex_type(group: Group) -> etree._Element:
    attributes = [entry for attribute in group.attributes for entry in _attributes(attribute)]
    if group.content is not None:
        extension = _xs("extension", *attributes, base=group.content[1].name)
        return _xs("complexType", _xs("simpleContent", extension))
    inside = [_xs("group", ref=group.name)] if group.children else []
    return _xs("complexType", *inside, *attributes)


def _attributes(attribute: Attribute) -> list[etree._Element]:
    names = (attribute.wire, *attribute.also)
    return [_xs("attribute", _restricted(attribute.scalar), name=name) for name in names]


def _named_group(group: Group) -> etree._Element:
    """Return a model group: unlike a named type it can be used, but not pointed at."""
    model = {
        Order.SEQUENCE: "sequence",
        Order.ANY: "all",
        Order.CHOICE: "choice",
    }[group.order]
    children = [_child(child, group.order) for child in group.children]
    says = (group.model.__doc__ or "").partition("\n")[0] if group.model else "One technology."
    return _xs("group", _documentation(says), _xs(model, *children), name=group.name)


def _child(child: Child, order: Order) -> etree._Element:
    occurs: dict[str, str] = {}
    if not child.required and order is not Order.CHOICE:
        occurs["minOccurs"] = "0"
    if child.many:
        occurs["maxOccurs"] = "unbounded"
    return _element(child.wire, child.holds, occurs)


def _simple_type(scalar: Scalar) -> etree._Element:
    facets: list[etree._Element] = []
    if scalar.collapse or scalar.not_blank:
        facets.append(_xs("whiteSpace", value="collapse"))
    if scalar.not_blank:
        facets.append(_xs("minLength", value="1"))
    if scalar.pattern is not None:
        facets.append(_xs("pattern", value=scalar.pattern))
    facets.extend(_xs("enumeration", value=value) for value in scalar.values or ())
    return _xs("simpleType", _xs("restriction", *facets, base="xs:string"), name=scalar.name)
