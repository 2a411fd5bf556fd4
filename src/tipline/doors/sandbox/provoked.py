"""The answers of provoked faults, in the language of the path, as the door would write them."""

from typing import Final

import msgspec
from starlette.responses import Response

from tipline.codecs.cybertipline import ReportResponse, encode_response
from tipline.doors.provider.api.shapes import ProblemDetails
from tipline.doors.provider.refusals import CredentialsRefusedError
from tipline.doors.sandbox.faults import CODES, Rule
from tipline.ports.secrets import Randomness

_ID_BYTES: Final = 16
_TOO_MANY: Final = 429
_UNAVAILABLE: Final = 503
_NO_CREDENTIALS: Final = 2000

_PORTAL: Final = b"""<!doctype html>
<html lang="en"><head><title>Welcome to Example Network</title></head>
<body><h1>Welcome to Example Network</h1><p>Accept the terms to go on.</p></body></html>
"""


def provoked_answer(rule: Rule, format_: str, randomness: Randomness) -> Response:
    """Return the answer of a fault that answers without the door."""
    response = _answer(rule, format_)
    response.headers["Request-ID"] = randomness.random_bytes(_ID_BYTES).hex()
    response.headers["Cache-Control"] = "no-store"
    return response


def unavailable(format_: str) -> Response:
    """Return the answer to a client that has waited as long as a hang lasts."""
    return _refusal(1000, _UNAVAILABLE, "Temporarily unavailable", format_)


def _answer(rule: Rule, format_: str) -> Response:
    if rule.fault == "garbage":
        return Response(_PORTAL, media_type="text/html")
    if rule.fault == "too_many":
        response = _refusal(1000, _TOO_MANY, "Too many requests", format_)
        response.headers["Retry-After"] = str(max(1, round(rule.seconds)))
        return response
    code = rule.code or 1000
    status = rule.status or CODES[code].status
    response = _refusal(code, status, CODES[code].title, format_)
    if status == _UNAVAILABLE:
        response.headers["Retry-After"] = "1"
    return response


def _refusal(code: int, status: int, title: str, format_: str) -> Response:
    if format_ == "json":
        error = _error_in_json(code, status)
        details = ProblemDetails(
            type=f"urn:tipline:problem:{error}", title=title, status=status, code=error
        )
        body, media_type = msgspec.json.encode(details), "application/problem+json"
    else:
        body = encode_response(ReportResponse(code=code, description=title))
        media_type = "application/xml"
    if code != _NO_CREDENTIALS:
        return Response(body, status, media_type=media_type)
    headers = CredentialsRefusedError().headers
    if format_ == "json":
        return Response(body, status, headers, media_type=media_type)
    return Response(status_code=status, headers=headers)


def _error_in_json(code: int, status: int) -> str:
    named = {_TOO_MANY: "too_many_requests", _UNAVAILABLE: "store_unavailable"}
    return named.get(status, CODES[code].error)
