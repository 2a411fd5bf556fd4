"""The service's two answers: written strictly, read generously.

An answer from an authority must never be lost over an element we do not know.
Source: CyberTipline API reference, sections 1.3 and 3.
"""

import re
from typing import Final

import msgspec
from lxml import etree

from tipline.codecs.cybertipline.guard import parse_document
from tipline.codecs.cybertipline.schema.responses import DONE_RESPONSE, RESPONSE
from tipline.codecs.documents import InvalidDocumentError
from tipline.domain.problems import Problem


class ReportResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to submit, retract and status; code 0 means success."""

    code: int
    description: str
    report_id: int | None = None


class ReportDoneResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to finish; it lists no files, for there are none. Only a failure has no id."""

    code: int
    report_id: int | None = None


def encode_response(response: ReportResponse | ReportDoneResponse) -> bytes:
    """Return the answer's document in UTF-8 with an XML declaration."""
    if isinstance(response, ReportDoneResponse):
        root = etree.Element(DONE_RESPONSE.name)
        _append(root, "responseCode", response.code)
        if response.report_id is not None:
            _append(root, "reportId", response.report_id)
        etree.SubElement(root, "files")
    else:
        root = etree.Element(RESPONSE.name)
        _append(root, "responseCode", response.code)
        _append(root, "responseDescription", response.description)
        if response.report_id is not None:
            _append(root, "reportId", response.report_id)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def decode_response(data: bytes) -> ReportResponse | ReportDoneResponse:
    """Return the answer in a `<reportResponse>` or `<reportDoneResponse>` document.

    Elements that are not known are passed over, in any order.

    Raises:
        UnreadableDocumentError: not well-formed, or hostile.
        InvalidDocumentError: another document, or one without a numeric code.

    A `reportId` that is no positive number of 64 bits counts as none: several services write 0
    when there is no report.
    """
    root = parse_document(data)
    code = _number(root, "responseCode", _CODE)
    report_id = _number(root, "reportId", _ID)
    if report_id is not None and not 0 < report_id <= _HIGHEST_ID:
        report_id = None
    if code is not None and root.tag == RESPONSE.name:
        description = root.findtext("responseDescription", "")
        return ReportResponse(code=code, description=description, report_id=report_id)
    if code is not None and root.tag == DONE_RESPONSE.name and (code or report_id is not None):
        return ReportDoneResponse(code=code, report_id=report_id)
    raise InvalidDocumentError([_NOT_AN_ANSWER])


_CODE: Final = re.compile(r"[ \t\r\n]*([+-]?[0-9]{1,9})[ \t\r\n]*")
_ID: Final = re.compile(r"[ \t\r\n]*([+-]?[0-9]{1,40})[ \t\r\n]*")
_HIGHEST_ID: Final = 2**63 - 1
_NOT_AN_ANSWER: Final = Problem(
    path="/",
    code="not_an_answer",
    message="Expected `<reportResponse>` or `<reportDoneResponse>` with its numbers.",
)


def _append(root: etree._Element, name: str, value: int | str) -> None:
    etree.SubElement(root, name).text = str(value)


def _number(root: etree._Element, name: str, form: re.Pattern[str]) -> int | None:
    found = form.fullmatch(root.findtext(name, ""))
    return None if found is None else int(found[1])
