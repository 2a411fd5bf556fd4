"""The laws of checking: no report breaks it, every path leads somewhere, documents add nothing."""

import base64
from collections import Counter
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.laws.strategies import public_reports, reports
from tests.unit.reports import NOW, value_at
from tipline.codecs.documents import DocumentError
from tipline.domain.checks import check_report
from tipline.domain.checks.formats import is_email, is_ip_address, is_url
from tipline.domain.checks.smuggling import hides_file
from tipline.domain.completeness import completeness
from tipline.domain.problems import Note
from tipline.domain.report import Part, Report
from tipline.services.check_document import check_document
from tipline.services.read_document import CODECS, Format

any_reports = reports() | public_reports()

CRUMBS = (
    *("data:", "text/plain", ";base64", ",", "%64", "%2564", "&#100;", "&#x64;", "&colon;", "&#"),
    *("%39" * 4_400, "9" * 4_400, "A" * 64, "ff" * 64, "ff " * 128, "://", "/9j/", "Aa1" * 140),
    *(" ", "\n", "\r\n", "=", "%", "&", ";", "\x00", "\ud800", "\u4f8b", "0x", "QUJD" * 20),
)
odd_texts = st.lists(st.sampled_from(CRUMBS) | st.text(max_size=5), max_size=12).map("".join)


def notes_of(report: Report) -> list[Note]:
    return [*check_report(report, NOW), *completeness(report).hints]


@given(any_reports)
def test_every_path_leads_to_a_field_of_the_report(report: Report) -> None:
    for note in notes_of(report):
        at, _, name = note.path.rpartition("/")
        inside = value_at(report, at)
        assert name.isdecimal() if isinstance(inside, tuple) else isinstance(inside, Part)
        value_at(report, note.path)
        assert note.message.endswith(".")


@given(any_reports)
def test_nothing_is_said_twice_and_always_the_same(report: Report) -> None:
    notes = notes_of(report)
    assert len({(note.path, note.code) for note in notes}) == len(notes)
    assert notes_of(report) == notes


@pytest.mark.parametrize("form", Format)
@given(report=any_reports)
def test_a_document_is_as_wrong_as_its_report(form: Format, report: Report) -> None:
    try:
        data = CODECS[form].encode_report(report, indent=True)
    except DocumentError:
        return
    checked = check_document(data, NOW)
    expected = check_report(report, NOW)
    assert Counter(p.code for p in checked.problems) == Counter(p.code for p in expected)
    assert checked.completeness is not None
    assert checked.completeness.groups == completeness(report).groups
    assert len(checked.completeness.hints) == len(completeness(report).hints)
    lines = [problem.line for problem in checked.problems]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert None not in lines


@example("&#" + "%39" * 5_000 + ";")
@example("\ud800" * 20)
@given(odd_texts)
def test_no_text_breaks_the_checks(text: str) -> None:
    for tell in (hides_file, is_email, is_ip_address, is_url):
        assert tell(text) in {True, False}
    report = Report(additional_info=text)
    assert {problem.path for problem in check_report(report, NOW)} >= {"/summary/incident_type"}


@given(st.binary(min_size=306, max_size=1_500), st.sampled_from(["\n", "\r\n", ""]))
def test_bytes_do_not_get_through_in_base64(data: bytes, newline: str) -> None:
    """Unless they say next to nothing: a few bytes over and over are drawn lines, not files."""
    block = base64.b64encode(data).decode().rstrip("=")
    varied = len({*block}) >= 10 and block.upper() != block != block.lower()
    if not varied or not any(mark.isdigit() for mark in block):
        return
    lines = [block[at : at + 76] for at in range(0, len(block), 76)]
    text = newline.join(lines)
    found = hides_file(f"Synthetic narrative 17:\n{text}\n17")
    assert found or len("".join(line for line in lines if len(line) >= 40)) < 400
    assert not found or hides_file(quote(f"Synthetic narrative 17:\n{text}\n17"))
