"""What must hold for any bytes at all; a broken law is a find.

The decoders may refuse a document with a DocumentError and in no other way; what they accept must
survive being written and read again, and no rule may stumble over it.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final, TypeVar

from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import (
    Codec,
    DocumentError,
    Examination,
    InvalidDocumentError,
    UnreadableDocumentError,
)
from tipline.domain.checks import check_report
from tipline.domain.completeness import completeness
from tipline.domain.problems import Problem
from tipline.domain.report import Report

ResultT = TypeVar("ResultT")

NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
_CODECS: Final[tuple[Codec, ...]] = (cybertipline, report_json)


def check(data: bytes) -> None:
    """Raise whatever breaks a law.

    Raises:
        Exception: the law that is broken, as an AssertionError, or what a decoder stumbled over.
    """
    for codec in _CODECS:
        _check_report_document(codec, data)
    _check_response(data)


def _check_report_document(codec: Codec, data: bytes) -> None:
    """The fast path and the diagnosis agree, and an accepted report passes everything on."""
    report = _outcome(lambda: codec.decode_report(data))
    examination = _outcome(lambda: codec.examine_report(data))
    if isinstance(report, DocumentError):
        assert report.problems, "refused without a reason"
    if isinstance(examination, DocumentError):
        assert isinstance(report, UnreadableDocumentError), "the diagnosis alone cannot read it"
        assert examination.problems == report.problems, "refused for another reason"
        return
    assert not isinstance(report, UnreadableDocumentError), "the diagnosis alone can read it"
    if isinstance(report, InvalidDocumentError):
        assert examination.problems == report.problems, "the diagnosis tells other problems"
    else:
        assert examination.problems == (), "accepted, but the diagnosis has problems"
        assert examination.report == report, "the diagnosis reads another report"
        _survives(examination.report)
    for problem in (*examination.problems, *_judged(examination)):
        assert (problem.line or 1) > 0, "a line before the document"
        assert (problem.column or 1) > 0, "a column before the line"


def _judged(examination: Examination) -> Sequence[Problem]:
    """Return what the checks say of a report, and of one that could be read only in part."""
    completeness(examination.report)
    found = check_report(examination.report, NOW)
    return [examination.locate(problem) for problem in found]


def _survives(report: Report) -> None:
    """An accepted report is the same after any codec has written and read it.

    A codec may refuse to write what its format has no place for; but a provider's report without
    a problem fits into every format, unless it is too large there.
    """
    provided = report.public is None
    for codec in _CODECS:
        for indent in (False, True):
            document = _outcome(partial(codec.encode_report, report, indent=indent))
            if isinstance(document, DocumentError):
                fits = provided and not check_report(report, NOW)
                codes = {problem.code for problem in document.problems}
                assert not fits or codes == {"too_large"}, "checked, yet unwritable"
            else:
                assert codec.decode_report(document) == report, "written, it reads otherwise"


def _check_response(data: bytes) -> None:
    """An answer that can be read can be written, and reads the same again."""
    response = _outcome(lambda: cybertipline.decode_response(data))
    if isinstance(response, DocumentError):
        assert response.problems, "refused without a reason"
    else:
        document = cybertipline.encode_response(response)
        assert cybertipline.decode_response(document) == response, "written, it reads otherwise"


def _outcome(call: Callable[[], ResultT]) -> ResultT | DocumentError:
    """Return what a call returns, or the one kind of error it may raise."""
    try:
        return call()
    except DocumentError as refusal:
        return refusal
