"""What an answer means: a result, or an error that says what to do next.

The table of codes is in `verdicts`. Source: CyberTipline API reference, sections 1.2 to 1.4.
"""

import math
from http import HTTPStatus
from typing import Final, NamedTuple

import msgspec

from tipline.codecs.cybertipline import ReportDoneResponse, ReportResponse, decode_response
from tipline.codecs.documents import DocumentError
from tipline.filing.errors import (
    AlreadyFinishedError,
    FilingError,
    FinalError,
    UnknownOutcomeError,
)
from tipline.filing.service.calls import Call
from tipline.filing.service.verdicts import verdict_on_code, verdict_on_status, when_in_doubt

MOST_BYTES: Final = 1_048_576
"""Bytes of an answer that are read; a schema has about a tenth of it, a receipt far less."""
_LONGEST_WAIT: Final = 86_400.0
_LONGEST_ID: Final = 200


class Connected(msgspec.Struct, frozen=True, kw_only=True):
    """Connection and credentials are good."""

    description: str
    request_id: str | None


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """The schema that the service publishes."""

    document: bytes
    request_id: str | None


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A report was opened: store its id before anything else is done."""

    report_id: int
    request_id: str | None


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """A report is filed; `receipt` is the service's answer, as it came.

    Under 18 U.S.C. 2258A(h)(1) it is the notification to preserve.
    """

    report_id: int
    receipt: bytes
    request_id: str | None


class Retracted(msgspec.Struct, frozen=True, kw_only=True):
    """An open report was cancelled."""

    report_id: int
    request_id: str | None


class Answer(NamedTuple):
    """An answer as it came; `body` is cut off after `MOST_BYTES`."""

    status: int
    request_id: str | None
    retry_after: float | None
    body: bytes

    def __repr__(self) -> str:
        return f"Answer(status={self.status})"

    def fail(
        self,
        kind: type[FilingError],
        message: str = "",
        *,
        response_code: int | None = None,
        description: str = "",
    ) -> FilingError:
        """Return an error with what this answer says."""
        error = kind(
            message,
            response_code=response_code,
            description=description,
            status=self.status,
            request_id=self.request_id,
            retry_after=self.retry_after,
        )
        if isinstance(error, AlreadyFinishedError):
            error.receipt = self.body
        return error


def read_status(answer: Answer) -> Connected:
    """Return the result of /status, or raise a FilingError."""
    document = _accepted(Call.STATUS, answer)
    description = document.description if isinstance(document, ReportResponse) else ""
    return Connected(description=description, request_id=answer.request_id)


def read_schema(answer: Answer) -> Schema:
    """Return the result of /xsd, which is no response document, or raise a FilingError."""
    whole = len(answer.body) < MOST_BYTES
    if answer.status != HTTPStatus.OK or not whole or b"schema" not in answer.body:
        _accepted(Call.XSD, answer)
        raise answer.fail(FinalError, "The service gave no schema.")
    return Schema(document=answer.body, request_id=answer.request_id)


def read_opened(answer: Answer) -> Opened:
    """Return the result of /submit, or raise a FilingError."""
    document = _accepted(Call.SUBMIT, answer)
    if document.report_id is None:
        raise answer.fail(UnknownOutcomeError, "The service opened a report and gave no id.")
    return Opened(report_id=document.report_id, request_id=answer.request_id)


def read_finished(answer: Answer, report_id: int) -> Finished:
    """Return the result of /finish for a report, or raise a FilingError."""
    document = _accepted(Call.FINISH, answer)
    if document.report_id is None:
        raise answer.fail(
            UnknownOutcomeError, "The service finished a report and did not say which."
        )
    _same(document.report_id, report_id, answer)
    return Finished(report_id=report_id, receipt=answer.body, request_id=answer.request_id)


def read_retracted(answer: Answer, report_id: int) -> Retracted:
    """Return the result of /retract for a report, or raise a FilingError."""
    document = _accepted(Call.RETRACT, answer)
    _same(document.report_id, report_id, answer)
    return Retracted(report_id=report_id, request_id=answer.request_id)


def header_id(text: str | None) -> str | None:
    """Return a Request-ID that can be shown and kept: bounded, visible characters only."""
    if text is None:
        return None
    return "".join(letter for letter in text[:_LONGEST_ID] if letter.isprintable()) or None


def header_wait(text: str | None) -> float | None:
    """Return the seconds of a Retry-After, at most a day; dates are not read."""
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return min(seconds, _LONGEST_WAIT) if math.isfinite(seconds) and seconds >= 0 else None


def _accepted(call: Call, answer: Answer) -> ReportResponse | ReportDoneResponse:
    """Return the document of a success, or raise what the answer means."""
    try:
        document = decode_response(answer.body)
    except DocumentError:
        raise answer.fail(*verdict_on_status(call, answer.status)) from None
    if document.code == 0:
        if not HTTPStatus(200) <= answer.status < HTTPStatus(300):
            raise answer.fail(when_in_doubt(call), "The service said yes and no at once.")
        return document
    description = document.description if isinstance(document, ReportResponse) else ""
    kind, message = verdict_on_code(call, document.code, answer.status)
    raise answer.fail(kind, message, response_code=document.code, description=description)


def _same(answered: int | None, asked: int, answer: Answer) -> None:
    if answered is not None and answered != asked:
        raise answer.fail(UnknownOutcomeError, "The service answered about another report.")
