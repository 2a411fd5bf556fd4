"""`tipline mapping`: what it says about mappings and cases, and the report it prints."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tipline.cli.filing.mapping import mapping
from tipline.codecs.platform import all_fields

EXAMPLES = Path(__file__).parents[4] / "examples" / "platforms"
FORUM = str(EXAMPLES / "forum" / "mapping.toml")
CASE = str(EXAMPLES / "forum" / "case.json")


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(mapping, arguments, input=stdin, catch_exceptions=False)


def found(*arguments: str, status: int = 0) -> list[dict[str, Any]]:
    result = run("check", "--json", *arguments)
    assert result.exit_code == status
    assert result.output.isascii()
    return list(json.loads(result.output))


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "mapping.toml"
    path.write_text(Path(FORUM).read_text("utf-8").replace("account_id", "acount_id"), "utf-8")
    return str(path)


@pytest.fixture
def bad_case(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    text = Path(CASE).read_text("utf-8").replace('"username"', '"user_name"')
    path.write_text(text.replace('"192.0.2.17:51234"', '"secret17:51234"'), "utf-8")
    return str(path)


def test_a_good_mapping() -> None:
    result = run("check", FORUM)
    assert result.exit_code == 0
    assert result.output.split() == [FORUM, "valid"]
    assert found(FORUM) == [
        {
            "file": FORUM,
            "valid": True,
            "problems": [],
            "becomes": None,
            "completeness": None,
            "unfound": [],
            "untaken": [],
        }
    ]


def test_a_mapping_with_mistakes(broken: str) -> None:
    result = run("check", broken, CASE)
    assert result.exit_code == 1
    assert "2 problems" in result.output
    assert "Did you mean `account_id`?" in result.output
    assert CASE not in result.output
    (entry,) = found(broken, CASE, status=1)
    assert {problem["code"] for problem in entry["problems"]} == {"unknown_field"}
    assert all(problem["line"] for problem in entry["problems"])


def test_what_a_case_becomes() -> None:
    result = run("check", FORUM, CASE)
    assert result.exit_code == 0
    assert "Which facts are there" in result.output
    assert "reported.ip_events 3" in result.output
    assert "/thread/title" in result.output
    assert "led nowhere" not in result.output
    _, entry = found(FORUM, CASE)
    assert entry["valid"]
    assert entry["becomes"]["reported.ip_events"] == 3
    assert {group["state"] for group in entry["completeness"]["groups"]} == {"present"}
    assert "/flag/id" in entry["untaken"]


def test_what_is_wrong_with_a_case(bad_case: str) -> None:
    result = run("check", FORUM, CASE, bad_case)
    assert result.exit_code == 1
    assert "not_an_ip_address" in result.output
    assert "reported.ip_events.address." in result.output
    assert "secret17" not in result.output
    assert "led nowhere" not in result.output  # it is found in one of the two
    result = run("check", FORUM, bad_case)
    assert "author.username   Did you mean user_name?" in result.output
    _, _, entry = found(FORUM, CASE, bad_case, status=1)
    assert {one["path"] for one in entry["unfound"]} == {"author.username", "addressee.username"}
    assert entry["becomes"] is None


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent")
    assert found(absent, status=1)[0]["problems"][0]["code"] == "file_not_readable"
    assert found(FORUM, absent, status=1)[1]["problems"][0]["code"] == "file_not_readable"
    not_json = tmp_path / "not.json"
    not_json.write_text("{", "utf-8")
    entry = found(FORUM, str(not_json), status=2)[1]
    assert entry["problems"][0]["code"] == "not_well_formed"
    assert "refused unread" in run("check", FORUM, str(not_json)).output


def test_the_report() -> None:
    result = run("try", FORUM, CASE)
    assert result.exit_code == 0
    assert result.stdout == (EXAMPLES / "forum" / "report.json").read_text("utf-8")
    assert run("try", FORUM, "-", stdin=Path(CASE).read_bytes()).stdout == result.stdout
    result = run("try", FORUM, CASE, "--to", "xml")
    assert result.stdout.startswith("<?xml")
    assert "<ipAddress>192.0.2.17</ipAddress>" in result.stdout


def test_no_report_if_anything_is_wrong(broken: str, bad_case: str) -> None:
    for arguments in ((broken, CASE), (FORUM, bad_case)):
        result = run("try", *arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "not converted" in " ".join(result.stderr.split())
    result = run("try", FORUM, "-", stdin=b"{")
    assert (result.exit_code, result.stdout) == (2, "")


def test_no_report_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    text = Path(FORUM).read_text("utf-8").replace("{post.body}", "{post.body}" * 30)
    path.write_text(text, "utf-8")
    case = json.loads(Path(CASE).read_bytes())
    case["post"]["body"] = "Synthetic narrative 17. " * 2_000
    result = run("try", str(path), "-", stdin=json.dumps(case).encode())
    assert (result.exit_code, result.stdout) == (1, "")
    assert "too_large" in result.stderr


def test_every_field_is_listed() -> None:
    result = run("fields")
    assert result.exit_code == 0
    names = {field.name for field in all_fields()}
    assert all(name in result.output for name in names)
    assert "source port" in result.output
    rows = json.loads(run("fields", "--json").output)
    assert [row["path"] for row in rows] == [field.path for field in all_fields()]
    (row,) = (row for row in rows if row["path"] == "reported[].ip_events[].address")
    assert row["required"]
    assert row["type"] == "text"
    (row,) = (row for row in rows if row["path"] == "reported[].screen_name")
    assert row["longest"] == 256
    (row,) = (row for row in rows if row["path"] == "summary.incident_type")
    assert "online_enticement" in row["words"]


def test_the_help_teaches() -> None:
    text = run("--help").output
    assert "tipline mapping check" in text
    for command in ("check", "fields", "try"):
        assert len(run(command, "--help").output) > 200
