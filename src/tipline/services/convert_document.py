"""Writes a report in another format without losing a fact."""

from datetime import datetime

import msgspec

from tipline.codecs.documents import InvalidDocumentError
from tipline.domain.checks import check_report
from tipline.services.read_document import CODECS, Format, format_of


def convert_document(
    data: bytes, to: Format, now: datetime, *, omit_public: bool = False
) -> bytes:
    """Return the same report as an indented document of another format.

    Facts that are odd or wrong are kept as they are; only an encoded file is never passed on.
    `omit_public` leaves out the answers of a public reporter, which XML has no place for.

    Raises:
        UnreadableDocumentError: not well-formed, or hostile.
        InvalidDocumentError: not a report, or one that carries an encoded file.
        UnwritableReportError: a fact has no place in the other format.
    """
    codec = CODECS[format_of(data)]
    report = codec.decode_report(data)
    files = [p for p in check_report(report, now) if p.code == "file_in_text"]
    if files:
        diagnosis = codec.examine_report(data)
        raise InvalidDocumentError([diagnosis.locate(problem) for problem in files])
    if omit_public:
        report = msgspec.structs.replace(report, public=None)
    return CODECS[to].encode_report(report, indent=True).rstrip() + b"\n"
