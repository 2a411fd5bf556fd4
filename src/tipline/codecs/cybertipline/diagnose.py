"""Everything that is wrong with a document's structure, all at once, and what can still be read.

A second, slower reading of a document the schema refused: it accepts exactly what the schema
accepts, but goes on after each problem and says where it is and what was expected there.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

from lxml import etree

from tipline.codecs.cybertipline.findings import Diagnosis, Findings, Place
from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import XML_BLANKS, Scalar
from tipline.codecs.documents import LONGEST_NAME
from tipline.domain.report import Report

_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_TOLERATED: Final = frozenset({_XSI + "schemaLocation", _XSI + "noNamespaceSchemaLocation"})
_SHORT_LIST: Final = 10
_MISSING: Final = object()


def diagnose(data: bytes, root: etree._Element) -> Diagnosis:
    """Return the structural problems of a parsed document, and the report as far as readable."""
    findings = Findings(data)
    place = Place("/" + _shown(root.tag), 0, REPORT)
    findings.places[""] = place
    report = Report()
    namespace = etree.QName(root).namespace
    if namespace and _shown(root.tag) == REPORT.name:
        # Said once; then go on as if it were not there, so that the rest is said as well.
        message = "The elements of a report stand in no namespace: remove `xmlns`."
        findings.add(place, "namespace", message)
        for element in root.iter(f"{{{namespace}}}*"):
            element.tag = etree.QName(element).localname
    if root.tag == REPORT.name:
        read = _Walk(findings).group(root, REPORT, place, "")
        report = report if read is _MISSING else cast("Report", read)
    else:
        findings.add(place, *_refused_root(root.tag))
    return Diagnosis(findings, report)


def _refused_root(tag: str) -> tuple[str, str]:
    if tag == "fileDetails":
        return "file_details_refused", "This service takes facts only, never details of files."
    message = "The document must begin with `<report>`."
    if _shown(tag).casefold() == REPORT.name:
        message += " Capital letters make another name."
    return "wrong_root", message


def _shown(tag: str) -> str:
    """Return an element or attribute name fit for a message: local part, bounded length."""
    return etree.QName(tag).localname[:LONGEST_NAME]


def _listed(entries: Sequence[Child | Attribute]) -> str:
    return ", ".join(f"`{entry.wire}`" for entry in entries)


class _Walk:
    """One pass over the tree in document order; `_next` numbers the elements as positions does."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._next = 1

    def group(self, element: etree._Element, group: Group, place: Place, pointer: str) -> Any:  # noqa: ANN401
        """Return the value in an element, or `_MISSING` if what it cannot be without is absent."""
        values: dict[str, Any] = {}
        self._attributes(element, group, place, pointer, values)
        if group.content is not None:
            field, scalar = group.content
            self._findings.places[f"{pointer}/{field}"] = place
            value = self._scalar(element, scalar, place)
            if value is not _MISSING:
                values[field] = value
        elif group.order is Order.CHOICE:
            return self._choice(element, group, place, pointer)
        else:
            self._children(element, group, place, pointer, values)
        try:
            return cast("Any", group.model)(**values)
        except TypeError:  # a part that has no meaning without the facts that are missing
            return _MISSING

    def _attributes(
        self,
        element: etree._Element,
        group: Group | None,
        place: Place,
        pointer: str,
        values: dict[str, Any],
    ) -> None:
        known = {
            name: attribute
            for attribute in (group.attributes if group else ())
            for name in (attribute.wire, *attribute.also)
        }
        for name, text in cast("Iterable[tuple[str, str]]", element.items()):
            at = Place(f"{place.path}/@{_shown(name)}", place.element, None)
            attribute = known.get(name)
            if attribute is not None:
                self._findings.places[f"{pointer}/{attribute.field}"] = at
                self._attribute(attribute, text, at, values)
            elif name not in _TOLERATED:
                message = f"`{_shown(element.tag)}` has no attribute of this name"
                options = group.attributes if group else ()
                hint = f"; it may have {_listed(options)}." if options else "."
                self._findings.add(at, "unexpected_attribute", message + hint)

    def _attribute(
        self, attribute: Attribute, text: str, place: Place, values: dict[str, Any]
    ) -> None:
        if not attribute.scalar.accepts(text):
            self._bad_value(attribute.scalar, text, place)
            return
        value = attribute.scalar.read(text)
        if values.setdefault(attribute.field, value) != value:
            names = " and ".join(f"`{name}`" for name in (attribute.wire, *attribute.also))
            message = f"{names} are two spellings of one attribute and contradict each other."
            self._findings.add(place, "contradicting_attributes", message)

    def _scalar(self, element: etree._Element, scalar: Scalar, place: Place) -> Any:  # noqa: ANN401
        if len(element):
            message = f"`{_shown(element.tag)}` holds {scalar.expected}, not other elements."
            self._findings.add(place, "unexpected_element", message)
            self._skip_inside(element)
            return _MISSING
        text = element.text or ""
        if not scalar.accepts(text):
            self._bad_value(scalar, text, place)
            return _MISSING
        return scalar.read(text)

    def _bad_value(self, scalar: Scalar, text: str, place: Place) -> None:
        """Say what was expected; of the value itself nothing is repeated."""
        message = f"Expected {scalar.expected}."
        meant = self._suggestion(text[:LONGEST_NAME], scalar.values or ())
        if not meant and scalar.code == "not_in_list" and len(scalar.values or ()) <= _SHORT_LIST:
            message = f"Expected {scalar.expected}: {', '.join(scalar.values or ())}."
        message += meant
        self._findings.add(place, scalar.code, message)

    def _choice(self, element: etree._Element, group: Group, place: Place, pointer: str) -> Any:  # noqa: ANN401
        self._stray_text(element, place)
        value: Any = _MISSING
        if len(element) == 0:
            message = f"`{group.name}` must hold exactly one of {_listed(group.children)}."
            self._findings.add(place, "element_missing", message)
        for number, inner in enumerate(element):
            at = self._place(place, inner)
            child = group.child_for(inner.tag)
            if child is None:
                self._unexpected(inner, group, at, group.children)
            elif number:
                message = f"`{group.name}` holds exactly one element: give each one its own."
                self._findings.add(at, "element_repeated", message)
                self._skip(inner)
            else:
                value = self._value(inner, child, at, pointer)
        return value

    def _children(
        self,
        element: etree._Element,
        group: Group,
        place: Place,
        pointer: str,
        values: dict[str, Any],
    ) -> None:
        self._stray_text(element, place)
        line = _Line(group)
        lists: dict[str, list[Any]] = {}
        for inner in element:
            at = self._place(place, inner)
            child = group.child_for(inner.tag)
            if child is None:
                self._unexpected(inner, group, at, line.expected_next())
                continue
            count = line.step(child, at)
            if child.many:
                at = at._replace(path=f"{at.path}[{count}]")
            if count > 1 and not child.many:
                message = f"`{child.wire}` may stand only once in `{_shown(element.tag)}`."
                self._findings.add(at, "element_repeated", message)
                self._skip(inner)
                continue
            if line.is_late(child):
                self._findings.add(at, "element_order", line.order_message(child))
            if child.many:
                items = lists.setdefault(child.field, [])
                value = self._value(inner, child, at, f"{pointer}/{child.field}/{len(items)}")
                if value is not _MISSING:
                    items.append(value)
            else:
                value = self._value(inner, child, at, f"{pointer}/{child.field}")
                if value is not _MISSING:
                    values[child.field] = value
        for child in line.missing():
            before = line.first_after(child)
            at = Place(f"{place.path}/{child.wire}", (before or place).element, None)
            message = f"`{child.wire}` is missing from `{_shown(element.tag)}`."
            self._findings.add(at, "element_missing", message, at_end=before is None)
        values.update((field, tuple(items)) for field, items in lists.items())

    def _value(self, element: etree._Element, child: Child, place: Place, pointer: str) -> Any:  # noqa: ANN401
        self._next += 1
        if isinstance(child.holds, Group):
            place = place._replace(group=child.holds)
            self._findings.places[pointer] = place
            return self.group(element, child.holds, place, pointer)
        self._findings.places[pointer] = place
        self._attributes(element, None, place, pointer, {})
        return self._scalar(element, child.holds, place)

    def _place(self, parent: Place, element: etree._Element) -> Place:
        return Place(f"{parent.path}/{_shown(element.tag)}", self._next, None)

    def _stray_text(self, element: etree._Element, place: Place) -> None:
        pieces = [element.text, *(inner.tail for inner in element)]
        if any(piece and piece.strip(XML_BLANKS) for piece in pieces):
            message = f"`{_shown(element.tag)}` holds elements only; text stands between them."
            self._findings.add(place, "unexpected_text", message)

    def _unexpected(
        self, element: etree._Element, group: Group, place: Place, expected: Sequence[Child]
    ) -> None:
        self._skip(element)
        name = _shown(element.tag)
        refusal = group.refused.get(element.tag)
        if refusal is not None:
            self._findings.add(place, refusal.code, refusal.message)
        elif name != element.tag and group.child_for(name) is not None:
            message = "The elements of a report stand in no namespace: remove `xmlns`."
            self._findings.add(place, "namespace", message)
        else:
            message = f"`{name}` is not known here."
            message += self._suggestion(name, [child.wire for child in group.children])
            message += f" Expected {_listed(expected) or 'nothing more'}."
            self._findings.add(place, "unexpected_element", message)

    def _suggestion(self, name: str, known: Sequence[str]) -> str:
        """Return a sentence with the known name that is meant most likely, or nothing."""
        if self._findings.full:
            return ""
        close = difflib.get_close_matches(name, known, n=1)
        return f" Did you mean `{close[0]}`?" if close and close[0] else ""

    def _skip(self, element: etree._Element) -> None:
        """Count an element and all inside it as passed."""
        self._next += sum(1 for _ in element.iter())

    def _skip_inside(self, element: etree._Element) -> None:
        """Count all inside an element that is itself counted already."""
        self._next += sum(1 for _ in element.iterdescendants())


class _Line:
    """How far the children of one element have come along the order their group fixes."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._seen: Counter[str] = Counter()
        self._placed: list[tuple[int, Place]] = []
        self._furthest = -1

    def step(self, child: Child, place: Place) -> int:
        """Note a child and return how many of its name have stood so far."""
        rank = self._group.children.index(child)
        self._seen[child.wire] += 1
        self._placed.append((rank, place))
        self._furthest = max(self._furthest, rank)
        return self._seen[child.wire]

    def is_late(self, child: Child) -> bool:
        """Tell whether something has stood that must come after this child."""
        fixed = self._group.order is Order.SEQUENCE
        return fixed and self._group.children.index(child) < self._furthest

    def order_message(self, child: Child) -> str:
        """Say which element the late child should have preceded."""
        later = self._group.children[self._furthest].wire
        return f"`{child.wire}` must stand before `{later}`: the order of elements is fixed."

    def expected_next(self) -> Sequence[Child]:
        """Return what may stand next: up to and with the next required child not yet seen."""
        fixed = self._group.order is Order.SEQUENCE
        expected: list[Child] = []
        for rank, child in enumerate(self._group.children):
            if (fixed and rank < self._furthest) or (self._seen[child.wire] and not child.many):
                continue
            expected.append(child)
            if child.required:
                break
        return expected

    def missing(self) -> list[Child]:
        """Return the required children that never stood."""
        return [
            child
            for child in self._group.children
            if child.required and not self._seen[child.wire]
        ]

    def first_after(self, missing: Child) -> Place | None:
        """Return the first child that a missing one should have preceded."""
        rank = self._group.children.index(missing)
        return next((place for other, place in self._placed if other > rank), None)
