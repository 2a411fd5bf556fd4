"""When the fast writer writes, and when it leaves a report to the thorough one.

That both write the same is a law (`tests/laws/test_quick_writing.py`).
"""

import pytest
from msgspec.structs import replace

from tests.golden.full_report import FULL_REPORT
from tests.unit.reports import put
from tipline.codecs.cybertipline import encode_report
from tipline.codecs.cybertipline.quick import written_quickly
from tipline.codecs.documents import MAX_DOCUMENT_BYTES, UnwritableReportError
from tipline.domain.report import Address, Annotations, EstimatedLocation, Person, Phone, Report
from tipline.domain.timestamp import Timestamp


def written(report: Report, element: str) -> str:
    """Return what stands in the document from this element's start to its end."""
    body = written_quickly(report)
    assert body is not None
    text = body.decode()
    start = text.index(f"<{element}")
    return text[start : text.index(">", text.index(element, start + len(element) + 1)) + 1]


def test_the_full_report_needs_no_second_look() -> None:
    body = written_quickly(FULL_REPORT)
    assert body is not None
    assert encode_report(FULL_REPORT).endswith(b"\n" + body)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/summary/incident_type", None),
        ("/summary/incident_type", "unknown"),
        ("/summary/incident_time", Timestamp.trusted("yesterday")),
        ("/summary/urgency_reason", " \t"),
        ("/reporter", Person()),
        ("/reporter/person/phones/0", Address()),
        ("/additional_info", "17\x00"),
        ("/additional_info", "17\ud800"),
        ("/additional_info", "17\ufffe"),
        ("/additional_info", "17\uffff"),
    ],
)
def test_any_doubt_is_for_the_thorough_writer(pointer: str, value: object) -> None:
    report = put(FULL_REPORT, pointer, value)
    assert written_quickly(report) is None
    with pytest.raises(UnwritableReportError):
        encode_report(report)


def test_what_is_no_text_is_for_the_thorough_writer() -> None:
    assert written_quickly(put(FULL_REPORT, "/additional_info", 17)) is None


def test_a_doubt_may_be_unfounded() -> None:
    time = Timestamp.trusted("2026-01-31T13:45:00Z\n")
    report = put(FULL_REPORT, "/summary/incident_time", time)
    assert written_quickly(report) is None
    assert b"<incidentDateTime>2026-01-31T13:45:00Z\n</" in encode_report(report)


def test_what_is_too_large_is_refused() -> None:
    report = replace(FULL_REPORT, additional_info="n" * MAX_DOCUMENT_BYTES)
    assert written_quickly(report) is not None
    with pytest.raises(UnwritableReportError):
        encode_report(report)


def test_flags_are_left_out_together() -> None:
    report = put(FULL_REPORT, "/summary/annotations", Annotations())
    assert b"reportAnnotations" not in (written_quickly(report) or b"")


def test_escapes() -> None:
    text = "\t\n\r<>&\"']]>\u0645"
    phones = (Phone(number=text, extension=text),)
    report = put(FULL_REPORT, "/reporter/contact", None)
    report = put(report, "/reporter/person", Person(phones=phones))
    assert written(report, "reportingPerson") == (
        '<reportingPerson><phone extension="&#9;&#10;&#13;&lt;&gt;&amp;&quot;\']]&gt;\u0645">'
        "\t\n&#13;&lt;&gt;&amp;\"']]&gt;\u0645</phone></reportingPerson>"
    )


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (EstimatedLocation(), "<estimatedLocation/>"),
        (EstimatedLocation(verified=True), '<estimatedLocation verified="true"/>'),
        (EstimatedLocation(city=""), "<estimatedLocation><city></city></estimatedLocation>"),
    ],
)
def test_empty_elements(location: EstimatedLocation, text: str) -> None:
    report = put(FULL_REPORT, "/reported/0/location", location)
    assert text in (written_quickly(report) or b"").decode()
