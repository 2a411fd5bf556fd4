"""The answers of the JSON surface: its own shapes, and problem details (RFC 9457)."""

from typing import Final

import msgspec
from starlette.responses import Response

from tipline.domain.errors import TiplineError
from tipline.doors.provider.api.shapes import ProblemDetails
from tipline.doors.provider.problems import answer_to, detail_of, headers_of, problems_of

JSON: Final = "application/json"
PROBLEM_JSON: Final = "application/problem+json"
_TYPE: Final = "urn:tipline:problem:"


def shown(
    value: msgspec.Struct, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return a value as the body of an answer."""
    return Response(msgspec.json.encode(value), status, headers, media_type=JSON)


def refusal(error: Exception) -> Response:
    """Return the answer to what was refused or failed."""
    answer = answer_to(error)
    code = error.code if isinstance(error, TiplineError) else TiplineError.code
    details = ProblemDetails(
        type=_TYPE + code,
        title=answer.title,
        status=answer.json_status,
        code=code,
        detail=detail_of(error),
        problems=problems_of(error),
    )
    body = msgspec.json.encode(details)
    return Response(body, answer.json_status, headers_of(error), media_type=PROBLEM_JSON)
