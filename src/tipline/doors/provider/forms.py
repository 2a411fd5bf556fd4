"""Reads the one field `id` of a form, sent as multipart or urlencoded; keeps nothing else.

Clients split about evenly between the two (CyberTipline API reference, section 1.1).
"""

import logging
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.doors.provider.bodies import Body, Bounds
from tipline.doors.provider.refusals import (
    BodyTooLargeError,
    ReportUnknownError,
    RequestInvalidError,
)

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_NUMBER: Final = re.compile(r"[ \t\r\n]*([+-]?[0-9]{1,40})[ \t\r\n]*")
_HIGHEST: Final = 2**63 - 1
_LONGEST_FIELD: Final = 64
_MOST_FIELDS: Final = 100

_SILENT: Final = logging.getLogger("tipline.doors.provider.multipart")
_SILENT.disabled = True  # the parser would quote what it cannot read


async def read_report_number(request: Request, bounds: Bounds) -> int:
    """Return the report number in the form field `id`.

    Raises:
        RequestInvalidError: there is no field `id`, several, or one that is no whole number.
        ReportUnknownError: no report ever has this number.
        FilesRefusedError: the form carries a file, which was discarded.
        BodyTooLargeError: larger than any form with an `id`.
        BodyTooSlowError: it stopped arriving.
    """
    body = Body(request, bounds)
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind.startswith(b"multipart/"):
        texts = await _multipart_ids(body, options.get(b"boundary", b""))
    else:
        texts = await _urlencoded_ids(body)
    if len(texts) != 1:
        raise RequestInvalidError("The form needs the field id, once: the number of the report.")
    return number_in(texts[0])


def number_in(text: str) -> int:
    """Return the report number a text stands for.

    Raises:
        RequestInvalidError: it is no whole number.
        ReportUnknownError: no report ever has this number.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise RequestInvalidError("The id must be a whole number: the number of the report.")
    number = int(match[1])
    if not 0 < number <= _HIGHEST:
        raise ReportUnknownError
    return number


async def _urlencoded_ids(body: Body) -> list[str]:
    pieces: list[bytes] = []
    size = 0
    while (piece := await body.piece()) is not None:
        size += len(piece)
        if size > MAX_DOCUMENT_BYTES:
            raise BodyTooLargeError("A form with an id is not larger than 1 MiB.")
        pieces.append(piece)
    try:
        fields = parse_qsl(b"".join(pieces), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return []
    return [
        value[: _LONGEST_FIELD + 1].decode("ascii", "replace")
        for name, value in fields
        if name == b"id"
    ]


async def _multipart_ids(body: Body, boundary: bytes) -> list[str]:
    parts = _Parts()
    size = 0
    try:
        parser = MultipartParser(boundary, parts.callbacks())
        parser.logger = _SILENT
        while (piece := await body.piece()) is not None:
            size += len(piece)
            if size > MAX_DOCUMENT_BYTES:
                raise BodyTooLargeError("A form with an id is not larger than 1 MiB.")
            parser.write(piece)
            if parts.has_file:
                raise await body.refuse_file()
    except FormParserError:
        raise RequestInvalidError("The multipart form is broken.") from None
    return [text.decode("ascii", "replace") for text in parts.ids]


class _Parts:
    """Follows the parts of a form: keeps the fields `id`, and says when one is a file."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.has_file = False
        self._name = bytearray()
        self._value = bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._id: bytearray | None = None

    def callbacks(self) -> "MultipartCallbacks":
        """Return what the parser calls; none of it keeps more than a number's length."""
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._begin_value,
            "on_part_data": self._add,
            "on_part_end": self._end_part,
        }

    def _end_header(self) -> None:
        self._headers[bytes(self._name).lower()] = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _begin_value(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        kind = self._headers.get(b"content-type", b"text/plain").lower()
        if b"filename" in disposition.lower() or not kind.startswith(b"text/"):
            self.has_file = True
        _, options = parse_options_header(disposition)
        self._id = bytearray() if options.get(b"name") == b"id" else None

    def _add(self, data: bytes, start: int, end: int) -> None:
        if self._id is not None and len(self._id) <= _LONGEST_FIELD:
            self._id.extend(data[start : min(end, start + _LONGEST_FIELD + 1)])

    def _end_part(self) -> None:
        if self._id is not None:
            self.ids.append(bytes(self._id))
