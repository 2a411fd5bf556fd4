"""`tipline convert`: the same report in another format, or a reason why not."""

from pathlib import Path

import pytest

from tests.unit.cli.runs import run_here, run_program
from tests.unit.reports import full_report, provider_report, public_report, put
from tipline.codecs import cybertipline, report_json
from tipline.services.read_document import CODECS, Format, read_document

XML = cybertipline.encode_report(full_report(), indent=True).rstrip() + b"\n"
JSON = report_json.encode_report(full_report(), indent=True).rstrip() + b"\n"
PUBLIC = report_json.encode_report(put(full_report(), "/public", public_report().public))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [(XML, "json", JSON), (JSON, "xml", XML), (XML, "xml", XML), (JSON, "json", JSON)],
)
def test_the_same_report_is_written(
    tmp_path: Path, source: bytes, target: str, expected: bytes
) -> None:
    path = tmp_path / "report"
    path.write_bytes(source)
    for run in (
        run_here("convert", str(path), "--to", target),
        run_here("convert", "--to", target, "-", stdin=source),
    ):
        assert (run.status, run.err) == (0, "")
        assert run.out.encode() == expected


def test_the_program_itself_there_and_back() -> None:
    there = run_program("convert", "-", "--to", "json", stdin=XML)
    back = run_program("convert", "-", "--to", "xml", stdin=there.out.encode())
    assert (there.status, back.status, there.err, back.err) == (0, 0, "", "")
    assert back.out.encode() == XML


@pytest.mark.parametrize("target", ["xml", "json"])
@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"<report>", 2, "not_well_formed"),
        (b"{", 2, "not_well_formed"),
        (b"<!DOCTYPE report><report/>", 2, "document_type"),
        (b"", 2, "not_a_document"),
        (b"\x00", 2, "not_a_document"),
        (b"{" + b" " * 1_048_576, 2, "too_large"),
        (b"<report/>", 1, "element_missing"),
        (b"<foo/>", 1, "wrong_root"),
        (b"[]", 1, "not_an_object"),
        (
            report_json.encode_report(put(full_report(), "/additional_info", "data:text/x,17 17")),
            1,
            "file_in_text",
        ),
    ],
)
def test_what_cannot_be_read_is_not_written(
    target: str, data: bytes, status: int, code: str
) -> None:
    run = run_here("convert", "-", "--to", target, stdin=data)
    assert (run.status, run.out) == (status, "")
    assert run.err.startswith("-  not converted\n")
    assert code in run.err


def test_public_answers_are_named_and_left_out_on_request() -> None:
    run = run_here("convert", "-", "--to", "xml", stdin=PUBLIC)
    assert (run.status, run.out) == (1, "")
    assert "/public  no_place_for_public" in run.err
    run = run_here("convert", "-", "--to", "xml", "--omit-public", stdin=PUBLIC)
    assert (run.status, run.err) == (0, "")
    assert run.out.encode() == XML


def test_what_xml_cannot_be_without_is_named() -> None:
    run = run_here("convert", "-", "--to", "xml", stdin=b'{"public": {}}')
    assert (run.status, run.out) == (1, "")
    assert run.err.count("element_missing") == 2
    assert run.err.count("no_place_for_public") == 1


def test_wrong_facts_are_not_mended() -> None:
    report = put(provider_report(), "/reporter/person/emails/0/address", "nobody \u4f8b")
    for source in Format:
        for target in Format:
            data = CODECS[source].encode_report(report)
            run = run_here("convert", "-", "--to", target.value, stdin=data)
            assert run.status == 0
            assert read_document(run.out.encode()) == report


@pytest.mark.parametrize("name", ["missing\x1b[31m.xml", "missing\udcff.xml", ".", ""])
def test_what_cannot_be_opened_is_named_safely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    run = run_here("convert", name, "--to", "json")
    assert (run.status, run.out) == (1, "")
    assert run.err.endswith((": no such file or directory\n", ": is a directory\n"))
    assert all(mark.isprintable() or mark == "\n" for mark in run.err)


def test_a_closed_standard_input() -> None:
    run = run_here("convert", "-", "--to", "json", stdin=None)
    assert (run.status, run.out, run.err) == (1, "", "-: bad file descriptor\n")
