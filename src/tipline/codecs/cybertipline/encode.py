"""From the report to the CyberTipline document: every fact, in the order the schema fixes."""

import re
from collections.abc import Iterator
from typing import Any, Final, cast

from lxml import etree

from tipline.codecs.cybertipline.quick import written_quickly
from tipline.codecs.cybertipline.schema.grammar import Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import FLAG, Scalar
from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnwritableReportError
from tipline.domain.problems import Problem
from tipline.domain.report import Part, Report

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold, not even escaped."""

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def encode_report(report: Report, *, indent: bool = False) -> bytes:
    """Return the `<report>` document of a report, in UTF-8 with an XML declaration.

    What `decode_report` reads from it is equal to `report`. Public answers have no element of
    their own and are never dropped in silence: take them off first (`public=None`).

    Raises:
        UnwritableReportError: facts with no place in the document, a required fact absent,
            characters that XML forbids, or more than 1 MiB; all such problems at once.
    """
    if not indent and report.public is None:
        body = written_quickly(report)
        if body is not None and len(DECLARATION) + len(body) <= MAX_DOCUMENT_BYTES:
            return DECLARATION + body
    return written_thoroughly(report, indent=indent)


def written_thoroughly(report: Report, *, indent: bool = False) -> bytes:
    """Return the same as `encode_report`; the slow path, which alone knows what is wrong.

    Raises:
        UnwritableReportError: as `encode_report` says.
    """
    problems: list[Problem] = []
    if report.public is not None:
        message = "A CyberTipline document has no place for the answers of a public reporter."
        problems.append(Problem(path="/public", code="no_place_for_public", message=message))
    root = etree.Element(REPORT.name)
    _Writer(problems).group(root, REPORT, report, "")
    if problems:
        raise UnwritableReportError(problems)
    if indent:
        etree.indent(root)
    document = DECLARATION + etree.tostring(root, encoding="UTF-8")
    if len(document) > MAX_DOCUMENT_BYTES:
        message = "The document would be larger than 1 MiB (1,048,576 bytes)."
        raise UnwritableReportError([Problem(path="", code="too_large", message=message)])
    return document


class _Writer:
    """Walks a report along the grammar and notes what cannot be written."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def group(self, element: etree._Element, group: Group, value: Part, path: str) -> None:
        """Write one part into its element."""
        if group.model is not None and type(value) is not group.model:
            message = f"`{group.name}` would lose facts that only another kind of part has."
            self._problems.append(Problem(path=path, code="wrong_part", message=message))
            return
        for attribute in group.attributes:
            stated = getattr(value, attribute.field)
            if stated is not None:
                inside = f"{path}/{attribute.field}"
                element.set(attribute.wire, self._rendered(attribute.scalar, stated, inside))
        if group.content is not None:
            field, scalar = group.content
            element.text = self._rendered(scalar, getattr(value, field), f"{path}/{field}")
        elif group.order is Order.CHOICE:
            self._child(element, group.child_of(value), value, path)
        else:
            for child in group.children:
                for stated, inside in self._stated(value, child, f"{path}/{child.field}"):
                    self._child(element, child, stated, inside)

    def _stated(self, value: Part, child: Child, path: str) -> Iterator[tuple[Any, str]]:
        """Yield the values a field holds, each with its path; nothing for what is not stated."""
        stated = getattr(value, child.field)
        if child.many:
            for index, item in enumerate(stated):
                yield item, f"{path}/{index}"
        elif child.required and stated is None:
            message = f"The document cannot be without `{child.wire}`."
            self._problems.append(Problem(path=path, code="element_missing", message=message))
        elif not _says_nothing(child, stated):
            yield stated, path

    def _child(self, parent: etree._Element, child: Child, value: Any, path: str) -> None:  # noqa: ANN401
        element = etree.SubElement(parent, child.wire)
        if isinstance(child.holds, Group):
            self.group(element, child.holds, cast("Part", value), path)
        else:
            element.text = self._rendered(child.holds, value, path)

    def _rendered(self, scalar: Scalar, value: Any, path: str) -> str:  # noqa: ANN401 - any scalar's
        """Return the text of a value, or nothing if the document could not be read back."""
        text = scalar.render(value)
        if _ILLEGAL.search(text):
            message = "A character here cannot stand in XML; remove control characters."
            self._problems.append(Problem(path=path, code="control_character", message=message))
            return ""
        if not scalar.accepts(text):
            message = f"Expected {scalar.expected}."
            self._problems.append(Problem(path=path, code=scalar.code, message=message))
        return text


def _says_nothing(child: Child, stated: object) -> bool:
    """Tell whether an optional element would carry no fact: absent, an unset flag, no flags."""
    if isinstance(child.holds, Group):
        unmarked = child.holds.order is Order.ANY and stated == cast("Any", child.holds.model)()
        return stated is None or unmarked
    return stated is None or (child.holds is FLAG and stated is False)
