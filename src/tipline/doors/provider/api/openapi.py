"""The OpenAPI 3.1 document of the JSON surface, made from the types it reads and writes."""

import json
from functools import cache
from typing import Any, Final

import msgspec

from tipline.codecs.report_json import schema_document
from tipline.doors.provider.api.shapes import LinksAnswer, ProblemDetails, ReportAnswer

_AT: Final = "#/components/schemas/{name}"
_Json = dict[str, Any]

_PUBLIC: Final = {"PublicAnswers", "Relation", "Answer", "ContactWish", "Seen", "AgeBand"}
"""What is only asked in the public form, and refused here."""

_REFUSED: Final = {
    400: "The document or the request is not as it must be; `problems` says all that is wrong.",
    401: "User name or password is missing or wrong.",
    404: "There is no such report of yours.",
    409: "The report was retracted, or was left open for too long.",
    413: "The document is larger than 1 MiB.",
    422: "The Idempotency-Key was used with another request in the last 24 hours.",
    429: "Too many requests; Retry-After says when to go on.",
    503: "Nothing can be stored now; try again with the same Idempotency-Key.",
}


@cache
def openapi_document() -> bytes:
    """Return the document as UTF-8 JSON."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Tipline, the provider door in JSON",
            "version": "1",
            "description": "Online services file reports here: facts only, never files.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"provider": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "parameters": {"IdempotencyKey": _IDEMPOTENCY_KEY, "Number": _NUMBER},
            "securitySchemes": {"provider": {"type": "http", "scheme": "basic"}},
        },
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


_IDEMPOTENCY_KEY: Final[_Json] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Same key and same request: same answer for 24 hours, and stored once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
_NUMBER: Final[_Json] = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "The report's number.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
}


def _paths() -> _Json:
    number = {"$ref": "#/components/parameters/Number"}
    filed = "It is on disk; the answer is the receipt."
    return {
        "/api/v1/reports": {
            "post": _post(
                "fileReport", "File a report: opened and finished in one call", filed, 404, 409
            )
        },
        "/api/v1/reports/{number}": {
            "parameters": [number],
            "get": {
                "operationId": "showReport",
                "summary": "Where one of your reports stands",
                "responses": _responses(200, "Its state and its receipt.", 400, 409, 413, 422),
            },
        },
        "/api/v1/reports/{number}/links": {
            "parameters": [number],
            "get": {
                "operationId": "showLinks",
                "summary": "Which of your reports one of them is linked with",
                "responses": _responses(
                    200,
                    "Links with your own reports; of others nothing is said.",
                    *(400, 409, 413, 422),
                    shape=LinksAnswer.__name__,
                ),
            },
        },
        "/api/v1/reports/{number}/supplements": {
            "parameters": [number],
            "post": _post("supplementReport", "Add facts to one of your reports", filed),
        },
    }


def _post(name: str, summary: str, done: str, *impossible: int) -> _Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": _AT.format(name="Report")}}},
        },
        "responses": _responses(201, done, *impossible),
    }


def _responses(
    status: int, done: str, *impossible: int, shape: str = ReportAnswer.__name__
) -> _Json:
    answer = {"schema": {"$ref": _AT.format(name=shape)}}
    problem = {"schema": {"$ref": _AT.format(name=ProblemDetails.__name__)}}
    responses: _Json = {
        str(status): {"description": done, "content": {"application/json": answer}}
    }
    for refused, description in _REFUSED.items():
        if refused not in impossible:
            content = {"application/problem+json": problem}
            responses[str(refused)] = {"description": description, "content": content}
    return responses


def _schemas() -> _Json:
    """Return our own shapes, and the report with its parts as components of this document."""
    own = (ReportAnswer, LinksAnswer, ProblemDetails)
    _, shapes = msgspec.json.schema_components(own, ref_template=_AT)
    text = schema_document().decode().replace('"#/$defs/', '"' + _AT.format(name=""))
    parts: _Json = json.loads(text)["$defs"]
    del parts["Report"]["properties"]["public"]
    return {name: part for name, part in {**parts, **shapes}.items() if name not in _PUBLIC}
