"""The one table from error codes to this door's answers, in both its languages.

Every error that this door's own imports define is here; any other is a fault of ours. A test walks
all errors there are.
"""

from typing import Final, NamedTuple

from tipline.codecs.documents import DocumentError
from tipline.domain.errors import TiplineError
from tipline.domain.problems import Problem
from tipline.doors.provider.refusals import RefusedError


class Answer(NamedTuple):
    """How an error is answered: HTTP status and response code under /ispws, status in JSON.

    Source: CyberTipline API reference, section 1.3; the statuses beside 400 and 401 are ours.
    """

    status: int
    response_code: int
    json_status: int
    title: str


def _both(status: int, response_code: int, title: str) -> Answer:
    return Answer(status, response_code, status, title)


_FAULT: Final = _both(500, 1000, "Server error")

ANSWERS: Final[dict[str, Answer]] = {
    # Documents.
    "document_unreadable": _both(400, 4110, "Malformed document"),
    "document_invalid": _both(400, 4100, "Validation failed"),
    "document_refused": _both(400, 4100, "Validation failed"),
    "report_unwritable": _both(400, 4100, "Validation failed"),
    "body_too_large": _both(413, 4110, "Document too large"),
    "files_refused": _both(400, 4000, "Facts only"),
    # Requests.
    "request_refused": _both(400, 4000, "Invalid request"),
    "request_invalid": _both(400, 4000, "Invalid request"),
    "value_refused": _both(400, 4000, "Invalid request"),
    "body_too_slow": _both(408, 1000, "Request timed out"),
    "key_reused": _both(422, 4000, "Idempotency key used for another request"),
    "path_unknown": _both(404, 1210, "Resource not found"),
    "method_refused": _both(405, 4000, "Method not allowed"),
    # Who asks.
    "credentials_refused": _both(401, 2000, "Authentication required"),
    "too_many_requests": _both(429, 1000, "Too many requests"),
    # Reports.
    "report_unknown": _both(404, 5001, "Report does not exist (not found)"),
    "report_expired": Answer(404, 5001, 409, "Report expired (not found)"),
    "report_retracted": _both(409, 5101, "Report already retracted"),
    "report_finished": _both(409, 5102, "Report already finished"),
    # Ours.
    "store_unavailable": _both(503, 1000, "Temporarily unavailable"),
    "tipline_error": _FAULT,
    "seal_broken": _FAULT,
    "keys_unusable": _FAULT,
    "folder_missing": _FAULT,
    "schema_outdated": _FAULT,
    "not_in_production": _FAULT,
    "provider_name": _FAULT,
    "provider_unknown": _FAULT,
}
"""By error code."""

_RETRY: Final = {"Retry-After": "1"}


def answer_to(error: Exception) -> Answer:
    """Return how an error is answered."""
    return ANSWERS.get(error.code, _FAULT) if isinstance(error, TiplineError) else _FAULT


def headers_of(error: Exception) -> dict[str, str]:
    """Return the headers that go out with the answer to an error."""
    if isinstance(error, RefusedError):
        return error.headers
    return _RETRY if answer_to(error).status == 503 else {}  # noqa: PLR2004 - the table's own


def detail_of(error: Exception) -> str | None:
    """Return what may be said beyond the title: only this door's own words."""
    return str(error) if isinstance(error, RefusedError) else None


def problems_of(error: Exception) -> tuple[Problem, ...]:
    """Return everything that is wrong with a refused document."""
    return error.problems if isinstance(error, DocumentError) else ()
