"""The laws of the JSON form: it loses nothing, it never breaks, its schema says what it takes."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.laws.strategies import public_reports, reports
from tests.unit.reports import NOW
from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import DocumentError, InvalidDocumentError, UnreadableDocumentError
from tipline.codecs.report_json import decode_report, encode_report, examine_report
from tipline.domain.checks import check_report
from tipline.domain.completeness import completeness
from tipline.domain.problems import Problem
from tipline.domain.report import PhoneIncident, Report, Summary
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType

any_reports = reports() | public_reports()


@given(any_reports, st.booleans())
def test_a_report_survives_the_document(report: Report, indent: bool) -> None:
    document = encode_report(report, indent=indent)
    assert decode_report(document) == report
    examined = examine_report(document)
    assert (examined.problems, examined.report) == ((), report)


@given(any_reports)
def test_equal_reports_give_equal_bytes(report: Report) -> None:
    document = encode_report(report)
    assert encode_report(decode_report(document)) == document
    assert encode_report(decode_report(encode_report(report, indent=True))) == document
    assert encode_report(deepcopy(report)) == document


@example(
    Report(
        summary=Summary(
            incident_type=IncidentType.SEX_TOURISM,
            incident_time=Timestamp("2026-01-31T13:45:00Z"),
        ),
        incidents=(PhoneIncident(latitude=Decimal("-0"), longitude=Decimal("-0.0")),),
    )
)
@given(reports())
def test_through_json_a_cybertipline_document_stays_the_same(report: Report) -> None:
    document = cybertipline.encode_report(report)
    there = report_json.encode_report(cybertipline.decode_report(document))
    back = cybertipline.encode_report(report_json.decode_report(there))
    # JSON readers know no negative zero among whole numbers: `-0` degrees come back as `0`.
    minus, zero = b"tude>-0</", b"tude>0</"
    assert back.replace(minus, zero) == document.replace(minus, zero)
    assert cybertipline.decode_report(back) == report


@cache
def validator() -> jsonschema.Draft202012Validator:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    schema = json.loads(report_json.schema_document())
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


@given(any_reports)
def test_what_is_written_is_valid_by_the_schema(report: Report) -> None:
    assert validator().is_valid(json.loads(encode_report(report)))


Step = tuple[Any, Any]

SCRAPS: tuple[Any, ...] = (
    *(None, True, False, 0, 17, -1, 151, 10**30, 1.5, -0.25, "", "17", "US", "us", "chat", "yes"),
    *("2026-01-31", "2026-02-30", "2026-01-31T13:45:00Z", "2026-01-31T13:45:00", "sex_tourism"),
    *("Synthetic narrative 17.", {}, [], [{}], [""], [17], {"on": "chat"}, {"on": "phone"}),
    *([{"on": "email"}], {"address": ""}, {"number": "17"}, {"kind": "x", "value": "y"}),
    *({"served": True}, {"agency": ""}, {"disabled": True}, {"name": "17"}),
)
NAMES = (
    *("on", "kind", "address", "number", "emails", "person", "age", "born", "latitude", "at"),
    *("country", "state", "verified", "prior_reports", "additional_info", "unknown", "public"),
    *("incidents", "urls", "on ", "Summary", ""),
)


def places(value: Any, inside: Step | None = None) -> Iterator[Step]:  # noqa: ANN401 - any JSON
    """Yield the container and the key of every value inside a JSON value."""
    if inside is not None:
        yield inside
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (value, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (value, index))


def _bounded(digits: str) -> float:
    """Return a number that can be written again: a float cannot hold every coordinate."""
    return max(min(float(digits), 1e300), -1e300)


@st.composite
def mutated(draw: DrawFn) -> Any:  # noqa: ANN401 - any JSON value
    """Draw the JSON value of a report in which something was put, replaced or taken away."""
    data = encode_report(draw(any_reports))
    document = {"root": json.loads(data, parse_float=_bounded)}
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from([*places(document)]))
        change = draw(st.sampled_from(["replace", "replace", "take", "put"]))
        scrap = deepcopy(draw(st.sampled_from(SCRAPS)))
        if change == "take" and container is not document:
            del container[key]
        elif change == "put" and isinstance(container[key], dict):
            container[key][draw(st.sampled_from(NAMES))] = scrap
        elif change == "put" and isinstance(container[key], list):
            container[key].insert(0, scrap)
        else:
            container[key] = scrap
    return document["root"]


@given(mutated())
def test_schema_and_decoder_are_of_one_mind(value: Any) -> None:  # noqa: ANN401 - any JSON value
    assert validator().is_valid(value) == (not problems_of(json.dumps(value).encode()))


def refusal(read: Callable[[bytes], object], data: bytes) -> tuple[type, tuple[Problem, ...]]:
    """Return what was raised and why; any error but a `DocumentError` goes through."""
    try:
        read(data)
    except DocumentError as error:
        return type(error), error.problems
    return object, ()


def problems_of(data: bytes) -> tuple[Problem, ...]:
    """Return the problems of a document, after holding both readings to their word."""
    raised, problems = refusal(decode_report, data)
    assert raised in (object, UnreadableDocumentError, InvalidDocumentError)
    assert bool(problems) == (raised is not object)
    if raised is UnreadableDocumentError:
        assert refusal(examine_report, data) == (raised, problems)
        return problems
    examined = examine_report(data)
    assert examined.problems == problems
    places = [(problem.line or 0, problem.column or 0) for problem in problems]
    assert places == sorted(places)
    found = (*check_report(examined.report, NOW), *completeness(examined.report).hints)
    for note in (*problems, *(examined.locate(note) for note in found)):
        assert (note.line or 0, note.column or 0) >= (1, 1)
    if not problems:
        assert examined.report == decode_report(data)
    return problems


@st.composite
def damaged(draw: DrawFn) -> bytes:
    """Draw a document in which bytes were cut out, overwritten or put in."""
    data = bytearray(encode_report(draw(any_reports), indent=draw(st.booleans())))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 8))
        data[start : start + length] = draw(st.binary(max_size=4) | st.sampled_from(FRAGMENTS))
    return bytes(data)


FRAGMENTS = (
    *(b"{", b"}", b"[", b"]", b'"', b":", b",", b"{}", b"[]", b'""', b"null", b"true", b"false"),
    *(b"0", b"-", b"17", b"1.5", b"1.0", b"1E5", b"1E999", b"1E-999", b"-0", b"01", b"9" * 400),
    *(b"9" * 5_000, b"1E9999999999999999999", b"NaN", b"Infinity", b" ", b"\n", b"\t", b"\x00"),
    *(b"\\", b"\\u0000", b"\\ud800", b"\\udc00", b"\\ud83d\\ude00", b"\\x", b"\x80", b"\xff"),
    *(b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xc2\x85", b"//", b"/*", b"[" * 70, b'{"":' * 70),
    *(b'"summary":', b'"incidents":[', b'{"on":"chat"}', b'{"on":"phone","latitude":'),
    *(b'"reporter":{"person":{', b'"age":', b'"emails":[', b'"public":{', b'"victims":[{}]'),
)


@example(b"")
@example(b"\xef\xbb\xbf")
@example(b'{"incidents":[{"on":"phone","latitude":"NaN"}]}')
@example(b'{"incidents":[{"on":"phone","latitude":' + b"9" * 5_000 + b"}]}")
@example(b'{"reported":[{"prior_reports":[' + b"9" * 5_000 + b"]}]}")
@example(b'{"reporter":{"person":{"age":1.0}}}')
@example(b'{"a":' * 100 + b"1" + b"}" * 100)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    problems_of(data)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20).map(b"".join))
def test_anything_like_json(data: bytes) -> None:
    problems_of(data)
    problems_of(b"{" + data + b"}")


@given(damaged())
def test_damaged_documents(data: bytes) -> None:
    problems_of(data)


@given(
    st.recursive(
        st.sampled_from(SCRAPS),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
    )
)
def test_any_value(value: Any) -> None:  # noqa: ANN401 - any JSON value
    problems_of(json.dumps(value).encode())


@given(any_reports)
def test_whatever_is_read_can_be_written(report: Report) -> None:
    """A report that was read from any document has a JSON document too."""
    for codec in (report_json, cybertipline):
        try:
            document = codec.encode_report(report)
        except DocumentError:
            assume(codec is cybertipline)
            continue
        assert encode_report(codec.decode_report(document))


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_coordinate_is_read_as_it_was_written(degrees: Decimal) -> None:
    assume(str(degrees) != "-0")
    data = f'{{"incidents":[{{"on":"phone","latitude":{degrees}}}]}}'.encode()
    report = decode_report(data)
    assert encode_report(report) == data
    assert decode_report(encode_report(report)) == report
