"""Takes a report in whichever format it comes, and tells the formats apart."""

from enum import StrEnum
from typing import Final

from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import BYTE_ORDER_MARK, Codec, unreadable
from tipline.domain.report import Report

_OTHER_ENCODINGS: Final = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"<\x00",
    b"\x00<",
    b"{\x00",
    b"\x00{",
)
"""How XML and JSON begin in UTF-16."""
_BLANKS: Final = b" \t\r\n"


class Format(StrEnum):
    """The formats a report can be read from and written to."""

    XML = "xml"
    JSON = "json"


CODECS: Final[dict[Format, Codec]] = {Format.XML: cybertipline, Format.JSON: report_json}
"""The codec of each format."""


def format_of(data: bytes) -> Format:
    """Return the format of a document by its first mark.

    Raises:
        UnreadableDocumentError: the document begins like neither format.
    """
    if data.startswith(_OTHER_ENCODINGS):
        raise unreadable("encoding", "The document must be text in UTF-8.", (1, 1))
    first = data.removeprefix(BYTE_ORDER_MARK).lstrip(_BLANKS)[:1]
    if first == b"<":
        return Format.XML
    if first in {b"{", b"["}:
        return Format.JSON
    raise unreadable(
        "not_a_document",
        "A report is text in XML or JSON. Tipline takes facts only, never files of another kind.",
        (1, 1),
    )


def read_document(data: bytes) -> Report:
    """Return the report in a document of at most 1 MiB, XML or JSON.

    Raises:
        DocumentError: it cannot be taken; the error has all problems, with positions.
    """
    return CODECS[format_of(data)].decode_report(data)
