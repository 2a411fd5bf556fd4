"""The OpenAPI document: whole, and true to what the door does."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from tests.doors.provider.papers import AS_JSON
from tests.doors.provider.wiring import NOBODY, Door
from tipline.doors.provider.api.openapi import openapi_document
from tipline.doors.provider.app import Doorway
from tipline.doors.provider.problems import ANSWERS

DOCUMENT: dict[str, Any] = json.loads(openapi_document())
NOTE = b'{"additional_info": "Synthetic narrative 17."}'


def refs(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inside in value.values():
            yield from refs(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from refs(inside)


def resolved(ref: str) -> Any:  # noqa: ANN401 - any part of the document
    part: Any = DOCUMENT
    for name in ref.removeprefix("#/").split("/"):
        part = part[name.replace("~1", "/").replace("~0", "~")]
    return part


def check(value: object, name: str) -> None:
    """Hold a value against one of the schemas."""
    schema = {"$ref": f"#/components/schemas/{name}", **DOCUMENT}
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(value)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    ]


def test_the_document_is_open_to_all(door: Door) -> None:
    answer = door.ask("GET", "/api/openapi.json", as_=NOBODY)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == DOCUMENT
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    found = {*refs(DOCUMENT)}
    assert all(resolved(ref) for ref in found)
    assert {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]} <= found


def test_every_schema_is_one() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_paths_are_those_of_the_door(door: Door) -> None:
    app = door.app
    assert isinstance(app, Doorway)
    served = {
        (method.lower(), path)
        for route in app.routes
        if (path := getattr(route, "path", "")).startswith("/api/v1")
        for method in getattr(route, "methods", ())
        if method != "HEAD"
    }
    assert served == {(method, path) for method, path, _ in operations()}


def test_every_operation_says_what_can_come_of_it() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len({*names}) == len(names)
    for method, _, operation in operations():
        statuses = {*operation["responses"]}
        assert {"401", "429", "503"} <= statuses
        assert ("422" in statuses) == (method == "post")
        for status, answer in operation["responses"].items():
            kind = "application/json" if status < "300" else "application/problem+json"
            assert [*answer["content"]] == [kind]
            assert answer["description"]


def test_every_documented_refusal_is_one_the_door_gives() -> None:
    given = {answer.json_status for answer in ANSWERS.values()}
    documented = {
        int(status) for _, _, operation in operations() for status in operation["responses"]
    }
    assert {status for status in documented if status >= 400} <= given


def test_a_report_fits_its_schema_and_public_answers_do_not() -> None:
    report = json.loads(AS_JSON)
    check(report, "Report")
    with pytest.raises(jsonschema.ValidationError):
        check(report | {"public": {}}, "Report")
    with pytest.raises(jsonschema.ValidationError):
        check(report | {"files": []}, "Report")


def test_answers_fit_their_schemas(door: Door) -> None:
    filed = door.post("/api/v1/reports", AS_JSON)
    path = filed.headers["location"]
    for answer in (filed, door.post(f"{path}/supplements", NOTE), door.ask("GET", path)):
        check(answer.json(), "ReportAnswer")
    door.post("/api/v1/reports", AS_JSON)
    check(door.ask("GET", f"{path}/links").json(), "LinksAnswer")
    for answer in (
        door.post("/api/v1/reports", b"{}"),
        door.post("/api/v1/reports", b"{"),
        door.post("/api/v1/reports", b" " * 1_048_577),
        door.ask("GET", "/api/v1/reports/999999999999"),
        door.ask("GET", path, as_=NOBODY),
        door.ask("PUT", path),
    ):
        check(answer.json(), "ProblemDetails")
        assert answer.json()["status"] == answer.status_code


def test_no_schema_has_a_place_for_a_file() -> None:
    text = openapi_document().decode()
    assert "multipart/" not in text
    assert "octet-stream" not in text
    assert not re.search(r'"(format|contentEncoding)": "(binary|byte|base64)"', text)
