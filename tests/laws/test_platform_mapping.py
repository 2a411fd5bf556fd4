"""No TOML and no JSON brings a mapping down: there is a result, or problems that say why not."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.golden.platforms import KINDS
from tipline.codecs.documents import UnreadableDocumentError
from tipline.codecs.platform import CaseError, Mapping, MappingError, all_fields, read_mapping
from tipline.codecs.platform.words import (
    DEFAULT_WORDS,
    PART_WORDS,
    PARTS,
    SOURCE_WORDS,
    THREAD_WORDS,
    UNITS,
    VALUE_WORDS,
)
from tipline.domain.problems import Problem
from tipline.domain.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples" / "platforms"
MAPPINGS = {kind: read_mapping((EXAMPLES / kind / "mapping.toml").read_bytes()) for kind in KINDS}
CASES = {kind: json.loads((EXAMPLES / kind / "case.json").read_bytes()) for kind in KINDS}

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["2026-10-02T07:12:44Z", "192.0.2.17:51234", "user17@example.net", "login"])
)
values = st.recursive(
    scalars,
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=10,
)


def check_case(mapping: Mapping, data: bytes) -> None:
    """Hold a mapping to its word on any bytes."""
    try:
        report = mapping.report(data)
    except (CaseError, UnreadableDocumentError) as error:
        check_problems(error.problems)
        return
    assert isinstance(report, Report)


def check_problems(problems: tuple[Problem, ...]) -> None:
    """Hold an error to its word: it has problems, and each says something."""
    assert problems
    assert all(one.code and one.message for one in problems)


@example(data=b"")
@example(data=b'{"post": {"created_at": 1e400}}')
@given(data=st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
def test_any_case(data: bytes) -> None:
    for mapping in MAPPINGS.values():
        check_case(mapping, data)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    """Return the ways to all values in a JSON value."""
    found = [way]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inside in pairs:
        if isinstance(inside, dict | list):
            found += places(inside, (*way, key))
        else:
            found.append((*way, key))
    return found


def put(value: Any, way: tuple[Any, ...], new: Any) -> Any:  # noqa: ANN401
    """Return a JSON value with another one at a place, if that place is still there."""
    if not way:
        return new
    key, *rest = way
    if isinstance(value, dict) and key in value:
        return value | {key: put(value[key], tuple(rest), new)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], put(value[key], tuple(rest), new), *value[key + 1 :]]
    return value


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_a_case_in_which_anything_may_be_anything(kind: str, data: st.DataObject) -> None:
    case = CASES[kind]
    ways = [way for way in places(case) if way]
    for way in data.draw(st.lists(st.sampled_from(ways), min_size=1, max_size=4)):
        case = put(case, way, data.draw(values))
    check_case(MAPPINGS[kind], json.dumps(case).encode())


NAMES = sorted(
    {field.name for field in all_fields()}
    | {*DEFAULT_WORDS, *PART_WORDS, *SOURCE_WORDS, *THREAD_WORDS, *VALUE_WORDS}
    | {"defaults", "on", "public", "x", "a b"}
)
WORDS = ["{user.id}", "{a}", "{", "a in b", "user.id", "login", "Z", "", "chat", *PARTS, *UNITS]
atoms = st.sampled_from(WORDS) | st.booleans() | st.integers() | st.text(max_size=4)
tables = st.recursive(
    atoms,
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inside, max_size=4)
    ),
    max_leaves=12,
)


def toml_of(value: object) -> str:
    """Write a value as TOML, tables within a line."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(name)} = {toml_of(one)}" for name, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_of, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value).replace("\x7f", "\\u007f")
    return str(value).lower()


def check_mapping(toml: bytes) -> None:
    """Hold the reader to its word on any bytes, and what it reads as well."""
    try:
        mapping = read_mapping(toml)
    except MappingError as error:
        check_problems(error.problems)
        return
    for kind in KINDS:
        check_case(mapping, json.dumps(CASES[kind]).encode())


NEEDED = """
summary.incident_type = "online_enticement"
summary.incident_time = "{post.created_at}"
reporter.person.emails = [{ address = "reports@example.org" }]
"""


@given(st.binary(max_size=100) | st.text(max_size=100).map(str.encode))
def test_any_bytes(toml: bytes) -> None:
    check_mapping(toml)


@given(st.dictionaries(st.sampled_from(NAMES), tables, max_size=4), st.booleans())
def test_any_table(table: dict[str, Any], needed: bool) -> None:
    table = {name: one for name, one in table.items() if name not in {"summary", "reporter"}}
    lines = "".join(f"{json.dumps(name)} = {toml_of(one)}\n" for name, one in table.items())
    check_mapping((lines + (NEEDED if needed else "")).encode())


@given(
    st.sampled_from(["reported", "victims", "incidents", "recipients"]),
    st.dictionaries(st.sampled_from(NAMES), tables, max_size=5),
    st.sampled_from(["chat", "web_page", "phone", None]),
)
def test_any_part(place: str, part: dict[str, Any], tag: str | None) -> None:
    on = {"on": tag} if tag else {}
    check_mapping(f"{NEEDED}{place} = [{toml_of(part | on)}]\n".encode())


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_a_damaged_mapping(kind: str, data: st.DataObject) -> None:
    text = bytearray((EXAMPLES / kind / "mapping.toml").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 6))
        marks = [b"", b"{", b"}", b"[", b"]", b'"', b"=", b".", b"\n", b"#", b"x", b"each = 1\n"]
        text[start : start + length] = data.draw(st.sampled_from(marks))
    check_mapping(bytes(text))
