"""The published JSON Schema: sound, closed, and of one mind with the decoder."""

import json
from typing import Any

import jsonschema
import pytest

from tests.unit.codecs.report_json.test_diagnose import FRAMES, RIGHT, WRONG
from tests.unit.reports import full_report, part_types, provider_report, public_report, put
from tipline.codecs.report_json import encode_report, schema_document
from tipline.codecs.report_json.schema import _own_schema
from tipline.domain import report as r
from tipline.domain.places import COUNTRY_CODES
from tipline.domain.vocabulary import IncidentType

SCHEMA: dict[str, Any] = json.loads(schema_document())
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def is_valid(text: str | bytes) -> bool:
    return VALIDATOR.is_valid(json.loads(text))


def test_it_is_a_schema_and_always_the_same() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"].startswith("urn:tipline:schema:report:")
    assert schema_document() == schema_document()
    assert schema_document().endswith(b"}\n")
    schema_document().decode("ascii")


def test_it_knows_every_part_and_lets_nothing_else_in() -> None:
    definitions = SCHEMA["$defs"]
    assert {*definitions} >= {kind.__name__ for kind in part_types()}
    for kind in part_types():
        definition = definitions[kind.__name__]
        assert definition["additionalProperties"] is False
        assert {*definition["properties"]} - {"on"} == {*kind.__struct_fields__}
        assert definition["description"]


def test_it_lists_the_words() -> None:
    text = schema_document().decode()
    for word in IncidentType:
        assert f'"{word.value}"' in text
    assert [*COUNTRY_CODES] != []
    assert '"XK"' in text


@pytest.mark.parametrize(
    "report",
    [
        r.Report(),
        provider_report(),
        full_report(),
        public_report(),
        put(full_report(), "/public", public_report().public),
    ],
)
def test_what_is_written_is_valid(report: r.Report) -> None:
    assert is_valid(encode_report(report))


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        pytest.param(at, value, id=f"{at} {value[:30]}")
        for at, (_, values, _) in WRONG.items()
        for value in values
        if len(value) < 4_000 and not value.startswith(("1E", "-1E", "1e1", "17.0", "-17.0"))
    ],
)
def test_what_the_decoder_refuses_is_not_valid(pointer: str, value: str) -> None:
    if value in {'"2026-02-30"', '"0000-01-01"', '"20260131"', '"2026-01-31Z"'}:
        assert pointer.endswith("/born")  # a format, which validators check in their own ways
    assert not is_valid(FRAMES[pointer] % value)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        pytest.param(at, value, id=f"{at} {value[:30]}")
        for at, values in RIGHT.items()
        for value in values
        if len(value) < 4_000
    ],
)
def test_what_the_decoder_takes_is_valid(pointer: str, value: str) -> None:
    assert is_valid(FRAMES[pointer] % value)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "17",
        "null",
        '{"unknown": 1}',
        '{"reporter": {"legalUrl": "example.org"}}',
        '{"incidents": [{}]}',
        '{"incidents": [{"on": "web"}]}',
        '{"incidents": [{"on": "chat", "urls": []}]}',
        '{"law_enforcement": {}}',
        '{"victims": [{"person": null}]}',
    ],
)
def test_what_is_no_report_is_not_valid(text: str) -> None:
    assert not is_valid(text)


def test_other_types_have_no_schema_of_our_own() -> None:
    with pytest.raises(NotImplementedError):
        _own_schema(object)
