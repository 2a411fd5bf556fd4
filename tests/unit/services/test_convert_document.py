"""Converting: no fact is lost, none is mended, and no file is passed on."""

import pytest

from tests.unit.reports import NOW, full_report, provider_report, public_report, put
from tipline.codecs.documents import (
    InvalidDocumentError,
    UnreadableDocumentError,
    UnwritableReportError,
)
from tipline.domain import report as r
from tipline.services.convert_document import convert_document
from tipline.services.read_document import CODECS, Format, read_document

FORMATS = [*Format]
EMPTY = b'{"summary": {}}'


def document(report: r.Report, form: Format) -> bytes:
    return CODECS[form].encode_report(report)


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize("report", [provider_report(), full_report()])
def test_no_fact_is_lost(source: Format, target: Format, report: r.Report) -> None:
    converted = convert_document(document(report, source), target, NOW)
    assert read_document(converted) == report
    assert converted.count(b"\n") > 5
    assert converted.endswith((b">\n", b"}\n"))
    again = convert_document(converted, source, NOW)
    assert convert_document(again, target, NOW) == converted


@pytest.mark.parametrize(
    ("source", "target"), [(Format.XML, Format.JSON), (Format.JSON, Format.XML)]
)
def test_there_and_back_it_is_the_same_document(source: Format, target: Format) -> None:
    start = convert_document(document(full_report(), source), source, NOW)
    assert convert_document(convert_document(start, target, NOW), source, NOW) == start


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_wrong_facts_are_passed_on_as_they_are(source: Format, target: Format) -> None:
    report = put(full_report(), "/reported/0/person/emails/0/address", "nobody")
    report = put(report, "/victims/0/ip_events/0/port", 0)
    report = put(report, "/summary/urgency_reason", "n" * 4_000)
    assert read_document(convert_document(document(report, source), target, NOW)) == report


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (Format.XML, "/report/victim[1]/additionalInfo"),
        (Format.JSON, "/victims/0/additional_info"),
    ],
)
@pytest.mark.parametrize("target", FORMATS)
def test_a_smuggled_file_is_never_passed_on(source: Format, place: str, target: Format) -> None:
    report = put(full_report(), "/victims/0/additional_info", "data:text/plain,Synthetic")
    report = put(report, "/victims/0/person/age", 200)
    with pytest.raises(InvalidDocumentError) as caught:
        convert_document(document(report, source), target, NOW)
    (problem,) = caught.value.problems
    assert (problem.path, problem.code) == (place, "file_in_text")
    assert (problem.line or 0) >= 1
    assert (problem.column or 0) >= 1


def test_public_answers_have_no_place_in_xml() -> None:
    report = put(full_report(), "/public", public_report().public)
    data = document(report, Format.JSON)
    with pytest.raises(UnwritableReportError) as caught:
        convert_document(data, Format.XML, NOW)
    assert [(p.path, p.code) for p in caught.value.problems] == [
        ("/public", "no_place_for_public")
    ]
    converted = convert_document(data, Format.XML, NOW, omit_public=True)
    assert read_document(converted) == full_report()
    assert read_document(convert_document(data, Format.JSON, NOW)) == report
    omitted = convert_document(data, Format.JSON, NOW, omit_public=True)
    assert read_document(omitted) == full_report()


@pytest.mark.parametrize("source", FORMATS)
def test_omitting_what_is_not_there_changes_nothing(source: Format) -> None:
    data = document(full_report(), source)
    for target in FORMATS:
        with_it = convert_document(data, target, NOW, omit_public=True)
        assert with_it == convert_document(data, target, NOW)


def test_what_a_format_cannot_be_without_is_named() -> None:
    with pytest.raises(UnwritableReportError) as caught:
        convert_document(EMPTY, Format.XML, NOW)
    assert [problem.path for problem in caught.value.problems] == [
        "/summary/incident_type",
        "/summary/incident_time",
    ]
    assert convert_document(EMPTY, Format.JSON, NOW) == b"{}\n"


def test_what_cannot_be_read_is_refused_as_ever() -> None:
    for data in (b"<report>", b"{", b"", b"<!DOCTYPE report><report/>"):
        with pytest.raises(UnreadableDocumentError):
            convert_document(data, Format.JSON, NOW)
    for data in (b"<report/>", b"[]", b'{"x": 1}'):
        with pytest.raises(InvalidDocumentError):
            convert_document(data, Format.XML, NOW)
