"""`tipline check`: its exit status, its two forms of output, and what it never prints."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.unit.cli.runs import Run, run_here, run_program
from tests.unit.reports import full_report, leaves, provider_report, public_report, put
from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.services.check_document import check_document

GOOD_XML = cybertipline.encode_report(full_report())
GOOD_JSON = report_json.encode_report(full_report(), indent=True)
SMUGGLED = put(full_report(), "/additional_info", "data:text/plain,Synthetic")
LATITUDE = "/incidents/5/latitude"
DECLARED = b'<?xml version="1.0"?>\n'

DOCUMENTS: dict[str, tuple[int, bytes]] = {
    "good.xml": (0, GOOD_XML),
    "good.json": (0, GOOD_JSON),
    "indented.xml": (0, cybertipline.encode_report(full_report(), indent=True)),
    "marked.json": (0, b"\xef\xbb\xbf" + GOOD_JSON),
    "small.xml": (0, cybertipline.encode_report(provider_report())),
    "public.json": (0, report_json.encode_report(public_report())),
    "hinted.json": (0, report_json.encode_report(provider_report())),
    "content.xml": (
        1,
        cybertipline.encode_report(put(full_report(), "/victims/0/person/age", -1)),
    ),
    "content.json": (
        1,
        report_json.encode_report(put(full_report(), LATITUDE, Decimal("9E9999"))),
    ),
    "structure.xml": (1, GOOD_XML.replace(b"incidentType>", b"incidenttype>")),
    "structure.json": (1, b'{"summary": {"incident_type": "x"}}'),
    "empty.json": (1, b"{}"),
    "list.json": (1, b"[]"),
    "root.xml": (1, b"<foo/>"),
    "namespace.xml": (1, GOOD_XML.replace(b"<report>", b'<report xmlns="urn:example">')),
    "smuggled.xml": (1, cybertipline.encode_report(SMUGGLED)),
    "smuggled.json": (1, report_json.encode_report(SMUGGLED)),
    "files.xml": (1, b"<fileDetails/>"),
    "broken.xml": (2, GOOD_XML[:-1]),
    "broken.json": (2, GOOD_JSON[:-1]),
    "doctype.xml": (2, DECLARED + b"<!DOCTYPE report><report/>"),
    "entity.xml": (
        2,
        b'<!DOCTYPE report [<!ENTITY a SYSTEM "file:///etc/hostname">]><report>&a;</report>',
    ),
    "include.xml": (2, b'<report><a xmlns="http://www.w3.org/2001/XInclude"/></report>'),
    "instruction.xml": (2, b"<report><?x y?></report>"),
    "two.xml": (2, GOOD_XML + b"<report/>"),
    "latin.xml": (2, b'<?xml version="1.0" encoding="iso-8859-1"?><report/>'),
    "utf16.xml": (2, GOOD_XML.decode().encode("utf-16")),
    "deep.json": (2, b"[" * 10_000),
    "empty": (2, b""),
    "blank": (2, b" \n"),
    "junk": (2, bytes(range(256))),
    "text": (2, b"Synthetic narrative 17."),
    "large.xml": (2, b"<report>" + b" " * MAX_DOCUMENT_BYTES + b"</report>"),
    "large.json": (2, b"{" + b" " * MAX_DOCUMENT_BYTES + b"}"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with every document."""
    for name, (_, data) in DOCUMENTS.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listed(run: Run) -> list[dict[str, Any]]:
    entries = json.loads(run.out)
    assert isinstance(entries, list)
    return entries


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.usefixtures("folder")
def test_the_status_tells_what_was_found(name: str) -> None:
    status, data = DOCUMENTS[name]
    for run in (run_here("check", name), run_here("check", "-", stdin=data)):
        assert (run.status, run.err) == (status, "")
        assert run.out.startswith((f"{name}  ", "-  "))
        verdict = run.out.partition("\n")[0].partition("  ")[2].strip()
        assert (verdict == "valid") == (status == 0)
        assert (verdict == "refused unread") == (status == 2)
    run = run_here("check", "--json", name)
    assert (run.status, run.err) == (status, "")
    (entry,) = listed(run)
    assert [*entry] == ["file", "valid", "problems", "completeness"]
    assert entry["file"] == name
    assert entry["valid"] == (status == 0) == (entry["problems"] == [])
    assert (entry["completeness"] is None) == (status == 2)


@pytest.mark.usefixtures("folder")
def test_json_says_all_that_the_service_says() -> None:
    now = datetime(2026, 10, 1, tzinfo=UTC)
    names = ["content.xml", "structure.json", "good.xml", "broken.xml"]
    for name, entry in zip(names, listed(run_here("check", "--json", *names)), strict=True):
        document = check_document(DOCUMENTS[name][1], now)
        for problem, said in zip(document.problems, entry["problems"], strict=True):
            assert [*said] == ["path", "code", "message", "line", "column"]
            assert said["path"] == problem.path
            assert (said["code"], said["message"]) == (problem.code, problem.message)
            assert (said["line"], said["column"]) == (problem.line, problem.column)
        if document.completeness is not None:
            found = entry["completeness"]
            assert [*found] == ["groups", "next_fact", "hints"]
            assert [[*group] for group in found["groups"]] == [
                ["group", "title", "state", "missing", "why", "source"]
            ] * 10
            assert len(found["hints"]) == len(document.completeness.hints)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["good.xml", "good.json"], 0),
        (["good.xml", "content.xml", "good.json"], 1),
        (["content.xml", "broken.xml"], 2),
        (["broken.xml", "good.xml"], 2),
        (["missing.xml", "good.xml"], 1),
        (["missing.xml", "junk"], 2),
        ([".", "good.xml"], 1),
        ([""], 1),
    ],
)
def test_the_worst_of_several_files_decides(names: list[str], status: int) -> None:
    run = run_here("check", "--json", *names)
    assert run.status == status
    assert [entry["file"] for entry in listed(run)] == names
    run = run_here("check", *names)
    assert run.status == status
    heads = [line.partition("  ")[0] for line in run.out.split("\n") if re.match(r"\S", line)]
    assert heads == [name for name in names if name]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.xml", "no such file or directory"),
        (".", "is a directory"),
        ("good.xml/x", "not a"),
    ],
)
def test_what_cannot_be_opened_is_a_problem(name: str, reason: str) -> None:
    (entry,) = listed(run_here("check", "--json", name))
    assert (entry["valid"], entry["completeness"]) == (False, None)
    (problem,) = entry["problems"]
    assert (problem["path"], problem["code"]) == ("", "file_not_readable")
    assert problem["message"].startswith(f"This file cannot be read: {reason}")


def test_a_closed_standard_input_is_no_reason_to_break_down() -> None:
    run = run_here("check", "--json", "-", stdin=None)
    assert run.status == 1
    assert listed(run)[0]["problems"][0]["code"] == "file_not_readable"


def test_standard_input_is_read_once() -> None:
    run = run_here("check", "--json", "-", "-", stdin=GOOD_XML)
    assert run.status == 2
    assert [entry["valid"] for entry in listed(run)] == [True, False]


@pytest.mark.usefixtures("folder")
def test_counts_are_in_words() -> None:
    assert run_here("check", "content.xml").out.startswith("content.xml  1 problem\n")
    assert run_here("check", "empty.json").out.startswith("empty.json  3 problems\n")
    many = b'{"public": {}, "reported": [' + b",".join([b"17"] * 2_000) + b"]}"
    assert run_here("check", "-", stdin=many).out.startswith("-  1,001 problems\n")


@pytest.mark.usefixtures("folder")
def test_the_program_itself(folder: Path) -> None:
    run = run_program("check", "good.xml", "content.xml", "broken.xml", "missing.xml")
    assert (run.status, run.err) == (2, "")
    assert "\x1b" not in run.out
    assert run.out.count("Which facts are there (this says nothing about urgency)") == 2
    run = run_program("check", "--json", "-", str(folder / "good.json"), stdin=GOOD_XML)
    assert (run.status, [entry["valid"] for entry in listed(run)]) == (0, [True, True])


def canaries() -> dict[str, tuple[bytes, list[str]]]:
    """Plant a value of its own in every fact, so that nearly all are wrong, in four documents."""
    texts = [at for at, value in leaves(full_report()) if type(value) is str]
    report = full_report()
    for number, at in enumerate(texts):
        report = put(
            report, at, f"canary{number:03} data:text/plain,x\x7f" + "n" * 3_000 * (number % 2)
        )
    planted = [f"canary{number:03}" for number in range(len(texts))]

    document = json.loads(report_json.encode_report(full_report()))
    count = 0

    def plant(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        nonlocal count
        if isinstance(value, dict):
            return {name: item if name == "on" else plant(item) for name, item in value.items()}
        if isinstance(value, list):
            return [plant(item) for item in value]
        count += 1
        return f"canary{count - 1:03}" if count % 3 else 770_000_000 + count - 1

    wrong_json = json.dumps(plant(document)).encode()
    in_json = [f"canary{n:03}" for n in range(count)] + [
        str(770_000_000 + n) for n in range(count)
    ]

    root = etree.fromstring(GOOD_XML)
    number = 0
    for element in root.iter():
        if not len(element):
            element.text = f"canary{number:03}"
            number += 1
        for name in element.attrib:
            element.set(name, f"canary{number:03}")
            number += 1
    wrong_xml = etree.tostring(root)
    return {
        "content.json": (report_json.encode_report(report), planted),
        "content.xml": (cybertipline.encode_report(report_without_codes(report)), planted),
        "structure.json": (wrong_json, in_json),
        "structure.xml": (wrong_xml, [f"canary{n:03}" for n in range(number)]),
    }


def report_without_codes(report: Any) -> Any:  # noqa: ANN401 - a report
    """Put back the codes, which XML cannot hold any other text for."""
    for at, value in leaves(full_report()):
        if at.endswith(("/country", "/state")):
            report = put(report, at, value)
    return report


CANARIES = canaries()


@pytest.mark.parametrize("name", CANARIES)
def test_nothing_a_report_says_is_ever_printed(name: str) -> None:
    data, planted = CANARIES[name]
    assert len(planted) >= 200
    assert sum(canary.encode() in data for canary in planted) >= 200
    for run in (
        run_here("check", "-", stdin=data),
        run_here("check", "--json", "-", stdin=data),
        run_here("convert", "-", "--to", "json", stdin=data),
        run_here("convert", "-", "--to", "xml", stdin=data),
    ):
        assert run.status == 1
        shown = (run.out + run.err).lower()
        assert len(shown) > 1_000
        assert [canary for canary in planted if canary in shown] == []
        assert "canary" not in shown
    entry = json.loads(run_here("check", "--json", "-", stdin=data).out)[0]
    assert len(entry["problems"]) >= 200
    assert len({problem["code"] for problem in entry["problems"]}) >= 5


@pytest.mark.parametrize(
    "name",
    ["\x1b[31mred", "\x9b31m", "a\nb", "a\rb", "\x07", "\u202eabc", "\u2028", "\x7f", "\x00"],
)
def test_names_in_a_document_cannot_steer_a_terminal(name: str) -> None:
    data = json.dumps({name: 1, "reported": [{name: {name: 2}}]}, ensure_ascii=False).encode()
    if min(name) < " ":
        data = json.dumps({name: 1, "reported": [{name: {name: 2}}]}).encode()
    run = run_here("check", "-", stdin=data)
    assert run.status == 1
    assert all(mark.isprintable() or mark == "\n" for mark in run.out)
    assert not {*name} - {*"[31mredabc\n"} & {*run.out}
    run = run_here("check", "--json", "-", stdin=data)
    assert run.out.isascii()
    assert all(mark.isprintable() or mark == "\n" for mark in run.out)
    assert {problem["path"] for problem in listed(run)[0]["problems"]} >= {f"/{name}"}


@pytest.mark.parametrize("name", ["\u0301x", "\u4f8b\u202e", "x\u00b7\u0300", "\ufdf0"])
def test_element_names_are_shown_safely(name: str) -> None:
    run = run_here("check", "-", stdin=f"<report><{name}/></report>".encode())
    assert run.status in {1, 2}
    assert all(mark.isprintable() or mark == "\n" for mark in run.out)


@pytest.mark.parametrize("raw", [b"a\x1b[31m.xml", b"a\xff.xml", b"a\nb.xml", b"a\xc2\x9b.xml"])
def test_file_names_cannot_steer_a_terminal(tmp_path: Path, raw: bytes) -> None:
    name = str(tmp_path / raw.decode(errors="surrogateescape"))
    Path(name).write_bytes(GOOD_XML)
    for expected in (0, 1):
        run = run_here("check", name)
        assert run.status == expected
        assert all(mark.isprintable() or mark == "\n" for mark in run.out)
        assert len(run.out.split("\n")[0].split("/")[-1]) <= len(raw) + 20
        run = run_here("check", "--json", name)
        assert run.status == expected
        assert run.out.isascii()
        assert listed(run)[0]["file"] == name
        Path(name).unlink(missing_ok=True)


def test_a_terminal_of_few_letters_is_no_reason_to_break_down() -> None:
    data = "<report><\u4f8b/></report>".encode()
    run = run_program("check", "-", stdin=data, PYTHONIOENCODING="ascii")
    assert (run.status, run.err) == (1, "")
    assert "/report/\\u4f8b" in run.out
