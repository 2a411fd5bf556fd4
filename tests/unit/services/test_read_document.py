"""A document is told by its first mark, and read by the codec of its format."""

import pytest

from tests.unit.reports import full_report, provider_report
from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import InvalidDocumentError, UnreadableDocumentError
from tipline.services.read_document import CODECS, Format, format_of, read_document


def test_every_format_has_a_codec() -> None:
    assert {*CODECS} == {*Format}


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"<report/>", Format.XML),
        (b" \t\r\n<report/>", Format.XML),
        (b"\xef\xbb\xbf<report/>", Format.XML),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><report/>", Format.XML),
        (b"<!DOCTYPE html>", Format.XML),
        (b"<", Format.XML),
        (b"{}", Format.JSON),
        (b"\xef\xbb\xbf\n {}", Format.JSON),
        (b"[", Format.JSON),
        (b"{<", Format.JSON),
    ],
)
def test_the_first_mark_tells_the_format(data: bytes, form: Format) -> None:
    assert format_of(data) is form


@pytest.mark.parametrize("text", ["<report/>", "{}"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_named_as_such(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        format_of(text.encode(encoding))
    assert [problem.code for problem in caught.value.problems] == ["encoding"]


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b" \n", b"\xef\xbb\xbf", b"17", b'"report"', b"null", b"report", b"\x00\x01\x02"),
        *(b"\x0b<report/>", b"%17", b"\x80\x81", b"\xef\xbb\xbf\xef\xbb\xbf{}"),
        "\u00a0<report/>".encode(),
    ],
)
def test_anything_else_is_no_document(data: bytes) -> None:
    for read in (format_of, read_document):
        with pytest.raises(UnreadableDocumentError) as caught:
            read(data)
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("not_a_document", "")
        assert (problem.line, problem.column) == (1, 1)


def test_both_formats_are_read() -> None:
    for report in (provider_report(), full_report()):
        assert read_document(cybertipline.encode_report(report)) == report
        assert read_document(report_json.encode_report(report)) == report


def test_refusals_are_those_of_the_codec() -> None:
    for data, code in ((b"<foo/>", "wrong_root"), (b"[]", "not_an_object")):
        with pytest.raises(InvalidDocumentError) as caught:
            read_document(data)
        assert caught.value.problems[0].code == code
    for data in (b"<report>", b"{"):
        with pytest.raises(UnreadableDocumentError):
            read_document(data)
