"""Small changes to documents, at tree level: some leave a report a report, most do not."""

import copy
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from lxml import etree

from tests.laws.documents import NEAR_MISSES
from tests.laws.strategies import groups, reports
from tipline.codecs.cybertipline import encode_report

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"

_KNOWN = sorted({child.wire for group in groups().values() for child in group.children})
_REQUIRED = {
    child.wire for group in groups().values() for child in group.children if child.required
}
_STRANGE = (
    *("Report", "incidenttype", "URL", "email", "fileNames", "batchedReport", "fileDetails"),
    *("reportResponse", "legalUrl", "priorCTReport", "{urn:example:org}report", "{urn:x}victim"),
)
_NAMES = st.sampled_from(_KNOWN) | st.sampled_from(_STRANGE)
_ATTRIBUTES = st.sampled_from(
    (
        *sorted({entry.wire for group in groups().values() for entry in group.attributes}),
        *("accountType", "Type", "thirdPartyUser", "fleaCountry", "reason", "{urn:x}type"),
        *(f"{{{XSI}}}{name}" for name in ("type", "nil", "schemaLocation", "other")),
        f"{{{XSI}}}noNamespaceSchemaLocation",
        *(f"{{{XML}}}{name}" for name in ("lang", "space", "base")),
    )
)
_TEXTS = st.sampled_from(NEAR_MISSES)
_ATTRIBUTE_TEXTS = _TEXTS | st.sampled_from(
    ("xs:string", "text", "wholeNumber", "report", "person", "false", "urn:x x.xsd", "Billing")
)

Mutation = Callable[[DrawFn, etree._Element], None]


def _any(draw: DrawFn, root: etree._Element) -> etree._Element:
    return draw(st.sampled_from(list(root.iter("*"))))


def _inner(draw: DrawFn, root: etree._Element) -> tuple[etree._Element, etree._Element]:
    """Pick an element that has a parent; its parent first."""
    within = list(root.iterdescendants("*")) or [etree.SubElement(root, "victim")]
    optional = [element for element in within if element.tag not in _REQUIRED] or within
    element = draw(st.sampled_from(optional) | st.sampled_from(within))
    parent = element.getparent()
    assert parent is not None
    return parent, element


def _insert(draw: DrawFn, parent: etree._Element, element: etree._Element) -> None:
    parent.insert(draw(st.integers(0, len(parent))), element)


def drop(draw: DrawFn, root: etree._Element) -> None:
    parent, element = _inner(draw, root)
    parent.remove(element)


def duplicate(draw: DrawFn, root: etree._Element) -> None:
    _, element = _inner(draw, root)
    element.addnext(copy.deepcopy(element))


def repeat_elsewhere(draw: DrawFn, root: etree._Element) -> None:
    parent, element = _inner(draw, root)
    _insert(draw, parent, copy.deepcopy(element))


def swap(draw: DrawFn, root: etree._Element) -> None:
    parent, element = _inner(draw, root)
    _insert(draw, parent, element)


def rename(draw: DrawFn, root: etree._Element) -> None:
    _any(draw, root).tag = draw(_NAMES)


def insert(draw: DrawFn, root: etree._Element) -> None:
    element = etree.Element(draw(_NAMES))
    element.text = draw(st.none() | _TEXTS)
    _insert(draw, _any(draw, root), element)


def move(draw: DrawFn, root: etree._Element) -> None:
    _, element = _inner(draw, root)
    target = _any(draw, root)
    if element not in (target, *target.iterancestors()):
        _insert(draw, target, element)


def say_otherwise(draw: DrawFn, root: etree._Element) -> None:
    leaves = [element for element in root.iter("*") if not len(element)]
    draw(st.sampled_from(leaves)).text = draw(_TEXTS)


def stray(draw: DrawFn, root: etree._Element) -> None:
    _, element = _inner(draw, root)
    element.tail = draw(_TEXTS)


def cdata(draw: DrawFn, root: etree._Element) -> None:
    _any(draw, root).text = etree.CDATA(draw(_TEXTS))


def comment(draw: DrawFn, root: etree._Element) -> None:
    element, remark = _any(draw, root), etree.Comment(" Synthetic remark 17. ")
    remark.tail = draw(st.none() | _TEXTS)
    _insert(draw, element, remark)


def attribute(draw: DrawFn, root: etree._Element) -> None:
    _any(draw, root).set(draw(_ATTRIBUTES), draw(_ATTRIBUTE_TEXTS))


def _with_attributes(draw: DrawFn, root: etree._Element) -> etree._Element:
    having = [element for element in root.iter("*") if element.attrib]
    return draw(st.sampled_from(having)) if having else root


def drop_attribute(draw: DrawFn, root: etree._Element) -> None:
    element = _with_attributes(draw, root)
    for name in list(element.attrib)[:1]:
        del element.attrib[name]


def rename_attribute(draw: DrawFn, root: etree._Element) -> None:
    element = _with_attributes(draw, root)
    for name in list(element.attrib)[:1]:
        element.set(draw(_ATTRIBUTES), element.attrib.pop(name))


def change_attribute(draw: DrawFn, root: etree._Element) -> None:
    element = _with_attributes(draw, root)
    for name in list(element.attrib)[:1]:
        element.set(name, draw(_ATTRIBUTE_TEXTS))


def indent(_draw: DrawFn, root: etree._Element) -> None:
    etree.indent(root)


MUTATIONS: tuple[Mutation, ...] = (
    *(drop, duplicate, repeat_elsewhere, swap, rename, insert, move),
    *(say_otherwise, say_otherwise, stray, cdata, comment, indent),
    *(attribute, drop_attribute, rename_attribute, change_attribute),
)


@st.composite
def mutated(draw: DrawFn, of: SearchStrategy[bytes] | None = None) -> bytes:
    """Draw a valid document with one or two changes."""
    root = etree.fromstring(draw(of or documents()))
    for change in draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=2)):
        change(draw, root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=draw(st.booleans()))


def documents() -> SearchStrategy[bytes]:
    """Return valid documents, as the encoder writes them."""
    return reports().map(encode_report)
