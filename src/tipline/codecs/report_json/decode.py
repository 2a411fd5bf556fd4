"""From JSON to the report, on the fast path; what is refused is explained by `diagnose`."""

import json
import re
from decimal import Decimal
from typing import Any, Final

import msgspec

from tipline.codecs.documents import (
    BYTE_ORDER_MARK,
    MAX_DOCUMENT_BYTES,
    InvalidDocumentError,
    UnwritableReportError,
    too_large,
    unreadable,
)
from tipline.codecs.report_json.diagnose import Diagnosis, diagnose
from tipline.codecs.report_json.encode import encode_report
from tipline.codecs.report_json.places import Places, is_too_deep
from tipline.domain.report import Report

_AT_BYTE: Final = re.compile(r"byte (\d+)")
_REASON: Final = re.compile(r"malformed: ([a-z' ]+) \(byte")
"""What the parser says of the form; it never repeats the document."""
_MOST_DIGITS: Final = 4_300
_COORDINATES: Final = ("latitude", "longitude")


def _decode_own(kind: type[Any], value: Any) -> Any:  # noqa: ANN401 - the decoder's hook
    """Return one of our own text types; its refusal becomes the decoder's."""
    return kind(value) if isinstance(value, str) else kind("")


_DECODER: Final = msgspec.json.Decoder(Report, dec_hook=_decode_own)


def decode_report(data: bytes) -> Report:
    """Return the report in a JSON document of at most 1 MiB.

    Structure only: whether what it says can be right is for `check_report`.

    Raises:
        UnreadableDocumentError: not well-formed JSON in UTF-8, too large or too deep.
        InvalidDocumentError: not a report; all structural problems, with positions.
    """
    text = _text_of(data)
    try:
        report = _DECODER.decode(text)
        if _says_the_same(text, report) or not _hides_a_doubt(text):
            return report
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    raise InvalidDocumentError(examine_report(data).problems)


def examine_report(data: bytes) -> Diagnosis:
    """Return everything known of a document: its problems, what could be read, what stands where.

    The slow path, for documents that were refused or whose report has problems.

    Raises:
        UnreadableDocumentError: not well-formed JSON in UTF-8, too large or too deep.
    """
    text = _text_of(data)
    if is_too_deep(text):
        raise unreadable("too_deep", "Values are nested too deeply for a report.")
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
        value = json.loads(text, parse_float=_decimal, parse_int=_whole_number)
        places = Places(text)
    except ValueError as error:
        raise _malformed(text, error) from None
    return diagnose(value, places)


def _text_of(data: bytes) -> str:
    if len(data) > MAX_DOCUMENT_BYTES:
        raise too_large()
    try:
        return data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable("encoding", "The document must be text in UTF-8.") from None


def _says_the_same(text: str, report: Report) -> bool:
    """Tell quickly that a document says no more than what we would write for its report.

    Quotation marks that begin or end a text are counted, roughly: less those after a backslash.
    What the decoder passes over (a name given twice, a coordinate as text, a default in full) has
    such marks, each text at least one; nothing has fewer of them than we write for it. So equal
    counts leave no room for any. Most documents are told so in a tenth of the time.
    """
    try:
        written = encode_report(report)
    except UnwritableReportError:
        return False
    return text.count('"') - text.count('\\"') == written.count(b'"') - written.count(b'\\"')


def _hides_a_doubt(text: str) -> bool:
    """Tell what the decoder lets pass: two equal names in an object, a coordinate as text."""
    doubt = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        nonlocal doubt
        doubt = (
            doubt
            or len({name for name, _ in pairs}) != len(pairs)
            or any(name in _COORDINATES and type(value) is str for name, value in pairs)
        )

    json.loads(text, object_pairs_hook=look, parse_int=_whole_number)
    return doubt


def _whole_number(digits: str) -> int | Decimal:
    """Return a number; one longer than Python reads as a decimal, which whole numbers are not."""
    return int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)


def _decimal(digits: str) -> Decimal | float:
    """Return a number with all its digits; an impossible one as infinity, which no field takes."""
    try:
        return Decimal(digits)
    except ArithmeticError:
        return float("inf")


def _malformed(text: str, error: ValueError) -> Exception:
    at = _AT_BYTE.search(str(error))
    head = text.encode()[: int(at[1])].decode(errors="ignore") if at else text
    position = (head.count("\n") + 1, len(head) - head.rfind("\n"))
    said = _REASON.search(str(error))
    reason = said[1] if said else "it breaks off or is not JSON here"
    return unreadable(
        "not_well_formed", f"The document is not well-formed JSON: {reason}.", position
    )
