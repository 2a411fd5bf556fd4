"""From the report to JSON: every stated fact, nothing for what was not stated."""

from typing import Any, Final

import msgspec

from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnwritableReportError
from tipline.domain.problems import Problem
from tipline.domain.report import Part, PhoneIncident, Report
from tipline.domain.timestamp import Timestamp


def _encode_own(value: object) -> str:
    """Return our own text types as plain text; the encoder knows all others."""
    if isinstance(value, Timestamp):
        return str.__str__(value)
    raise TypeError(type(value).__name__)


_ENCODER: Final = msgspec.json.Encoder(enc_hook=_encode_own, decimal_format="number")


def encode_report(report: Report, *, indent: bool = False) -> bytes:
    """Return the JSON document of a report in UTF-8; equal reports give equal bytes.

    Raises:
        UnwritableReportError: text that is not Unicode, a coordinate that is no number, or more
            than 1 MiB.
    """
    _check_coordinates(report)
    try:
        document = _ENCODER.encode(report)
        if b"{}" in document:
            document = _ENCODER.encode(_settled(report))
    except UnicodeEncodeError:
        raise _unwritable("", "not_unicode", "A text holds a lone surrogate.") from None
    if indent:
        document = msgspec.json.format(document, indent=2)
    if len(document) > MAX_DOCUMENT_BYTES:
        raise _unwritable("", "too_large", "The document would be larger than 1 MiB.")
    return document


def _settled(value: Any) -> Any:  # noqa: ANN401 - any value of a report
    """Return a value with the very defaults in it, which the encoder knows by identity only."""
    if isinstance(value, tuple):
        return tuple(map(_settled, value))
    if not isinstance(value, Part):
        return value
    fields = {field.name: field.default for field in msgspec.structs.fields(type(value))}
    inside = {name: getattr(value, name) for name in fields}
    settled = {
        name: fields[name] if stated == fields[name] else _settled(stated)
        for name, stated in inside.items()
    }
    return msgspec.structs.replace(value, **settled)


def _check_coordinates(report: Report) -> None:
    """Refuse what decimals know and JSON does not: infinity, and no number at all."""
    for index, incident in enumerate(report.incidents):
        if isinstance(incident, PhoneIncident):
            for name in ("latitude", "longitude"):
                degrees = getattr(incident, name)
                if degrees is not None and not degrees.is_finite():
                    message = "A coordinate is a number of degrees, such as 51.5074."
                    raise _unwritable(f"/incidents/{index}/{name}", "not_a_number", message)


def _unwritable(path: str, code: str, message: str) -> UnwritableReportError:
    return UnwritableReportError([Problem(path=path, code=code, message=message)])
