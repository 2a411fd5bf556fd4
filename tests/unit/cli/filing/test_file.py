"""`tipline file` and `tipline outbox`, with the sandbox."""

import json
import os
from pathlib import Path

import pytest

from tests.unit.cli.filing.conftest import File
from tests.unit.cli.runs import ROOT
from tipline.integrations.pytest_sandbox import TiplineSandbox

TYPICAL = str(ROOT / "examples" / "typical.xml")
WRONG = str(ROOT / "examples" / "wrong.xml")
FORUM = ROOT / "examples" / "platforms" / "forum"


def test_a_report_is_filed_once_however_often_it_is_asked_for(
    tell: File, tipline_sandbox: TiplineSandbox
) -> None:
    first, second = tell("file", TYPICAL), tell("file", TYPICAL)
    (report,) = tipline_sandbox.reports()
    assert report["state"] == "finished"
    assert first.status == second.status == 0
    assert f"filed as report {report['number']} (item 1, kept until" in first.out
    assert "It would help to add" in first.out
    assert second.out.startswith(first.out.splitlines()[0])
    assert tell("file", "--again", TYPICAL).status == 0
    assert len(tipline_sandbox.reports()) == 2


def test_problems_block_and_the_others_are_filed(
    tell: File, tipline_sandbox: TiplineSandbox, tmp_path: Path
) -> None:
    run = tell("file", "--json", WRONG, TYPICAL, str(tmp_path / "absent.xml"))
    wrong, typical, absent = json.loads(run.out)
    assert run.status == 2
    assert (len(wrong["problems"]), "outbox" in wrong) == (10, False)
    assert typical["outbox"]["state"] == "filed"
    assert absent["problems"][0]["code"] == "file_not_readable"
    assert "not filed" in run.err
    assert len(tipline_sandbox.reports()) == 1


def test_what_is_not_filed_is_safe_and_goes_on(
    tell: File, tipline_sandbox: TiplineSandbox
) -> None:
    tipline_sandbox.fail("answer", call="submit", times=None, code=1100, status=503)
    run = tell("file", TYPICAL)
    assert run.status == 75
    assert "not filed yet (item 1): the service cannot be reached" in run.out
    assert "1 report is safe in the outbox" in run.err
    listed = tell("outbox", "list")
    assert (listed.status, "waits" in listed.out) == (0, True)
    tipline_sandbox.clear()
    assert tell("outbox", "retry", "--all").status == 0
    assert tell("file", TYPICAL).status == 0
    assert "Everything is filed." in tell("outbox", "list").out


def test_a_lost_answer_is_found_out_about(tell: File, tipline_sandbox: TiplineSandbox) -> None:
    tipline_sandbox.fail("cut_after", call="finish")
    assert tell("file", TYPICAL, "--wait").status == 0
    assert [one["state"] for one in tipline_sandbox.reports()] == ["finished"]
    told = tell("outbox", "show", "1")
    assert "perhaps filed; to be found out" in told.out
    assert "filed: it had been finished" in told.out


def test_a_refusal_is_loud_and_its_words_are_for_those_who_ask(
    tell: File, tipline_sandbox: TiplineSandbox
) -> None:
    tipline_sandbox.fail("answer", call="submit", code=4100, status=400)
    run = tell("file", TYPICAL, "--wait")
    assert run.status == 1
    assert "REFUSED: the service found something wrong" in run.out
    assert tell("outbox", "list").status == 1
    plain, words = tell("outbox", "show", "1"), tell("outbox", "show", "1", "--words")
    assert "The service said" not in plain.out
    assert "The service said" in words.out
    whole = json.loads(tell("outbox", "show", "1", "--json").out)
    assert (whole["report"]["stuck"], whole["said"]) == (True, "")
    assert tell("outbox", "retry", "1").status == 0
    assert tell("file", TYPICAL).status == 0


def test_what_was_filed_is_kept_and_exported(tell: File, tmp_path: Path) -> None:
    tell("file", TYPICAL)
    folder = tmp_path / "exported"
    done = tell("outbox", "export", "1", "--to", str(folder), "--reason", "trial 17")
    assert done.status == 0
    names = ["item-1-receipt.xml", "item-1.json", "item-1.xml"]
    assert sorted(file.name for file in folder.iterdir()) == names
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert b"<report>" in (folder / "item-1.xml").read_bytes()
    history = json.loads((folder / "item-1.json").read_bytes())["history"]
    assert history[-1]["what"] == "opened: trial 17"
    again = tell("outbox", "export", "1", "--to", str(folder), "--reason", "once more")
    assert (again.status, "is there already" in again.err) == (1, True)
    (tmp_path / "outbox" / "preservation.private").rename(tmp_path / "away")
    shut = tell("outbox", "export", "1", "--to", str(tmp_path / "x"), "--reason", "r")
    assert (shut.status, "preservation key" in shut.err) == (1, True)
    key = ("--key", str(tmp_path / "away"))
    opened = tell("outbox", "export", "1", "--to", str(tmp_path / "x"), "--reason", "r", *key)
    assert opened.status == 0


def test_a_hold_is_shown_and_ended(tell: File) -> None:
    tell("file", TYPICAL)
    assert tell("outbox", "hold", "1").status == 64
    assert tell("outbox", "hold", "1", "--reason", "order 17").status == 0
    assert "Held: order 17" in tell("outbox", "show", "1").out
    assert ", held" in tell("outbox", "list", "--all").out
    assert tell("outbox", "hold", "1", "--release").status == 0
    assert "Held" not in tell("outbox", "show", "1").out


def test_a_platforms_own_json_is_filed_by_a_mapping(
    tell: File, tipline_sandbox: TiplineSandbox
) -> None:
    words = ("--mapping", str(FORUM / "mapping.toml"))
    run = tell("file", *words, str(FORUM / "case.json"))
    assert run.status == 0, run.err
    (report,) = tipline_sandbox.reports()
    assert set(report["completeness"].values()) == {"present"}


def test_a_follow_up_carries_the_number_of_the_first(
    tell: File, tmp_path: Path, tipline_sandbox: TiplineSandbox
) -> None:
    tell("file", TYPICAL)
    assert tell("file", TYPICAL, "--again", "--follows", "1", "--wait").status == 0
    tell("outbox", "export", "2", "--to", str(tmp_path / "x"), "--reason", "trial")
    first = min(report["number"] for report in tipline_sandbox.reports())
    kept = (tmp_path / "x" / "item-2.xml").read_text("utf-8")
    assert f"<priorCTReports>{first}</priorCTReports>" in kept
    assert tell("file", TYPICAL, "--again", "--follows", "99").status == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"TIPLINE_FILING_TO": ""}, "with whom?"),
        ({"TIPLINE_FILING_TO": "https://hotline.example.org/ispws"}, "--test or --production"),
        ({"TIPLINE_FILING_TO": "http://hotline.example.org/ispws"}, "--test or --production"),
        ({"TIPLINE_FILING_PASSWORD": "", "TIPLINE_FILING_USERNAME": ""}, "password is missing"),
        ({"TIPLINE_FILING_PASSWORD_FILE": "/nowhere"}, "cannot be read"),
    ],
)
def test_settings_that_are_wrong_are_said_together(
    tell: File, changed: dict[str, str], said: str
) -> None:
    run = tell("file", TYPICAL, **changed)
    assert run.status == 1
    assert said in run.err
    assert "tipline sandbox" in run.err


def test_test_credentials_never_meet_the_real_service(tell: File) -> None:
    run = tell("file", TYPICAL, "--test", TIPLINE_FILING_TO="https://report.cybertip.org/ispws")
    assert (run.status, "is no test service" in run.err) == (1, True)


def test_an_outbox_belongs_to_one_service(tell: File) -> None:
    tell("file", TYPICAL)
    run = tell("file", TYPICAL, "--to", "http://127.0.0.1:9/ispws")
    assert (run.status, "take another folder" in run.err) == (1, True)


def test_the_password_can_come_from_a_file_that_others_cannot_read(
    tell: File, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text("sandbox\n", "utf-8")
    os.chmod(file, 0o644)  # noqa: PTH101 - it is to be refused
    known = {"TIPLINE_FILING_PASSWORD_FILE": str(file), "TIPLINE_FILING_PASSWORD": ""}
    assert "others can read" in tell("file", TYPICAL, **known).err
    file.chmod(0o600)
    assert tell("file", TYPICAL, **known).status == 0


def test_an_empty_outbox_says_how_to_begin(tell: File, tmp_path: Path) -> None:
    assert "no outbox in this folder" in tell("outbox", "list").err
    tell("file", TYPICAL, TIPLINE_FILING_PASSWORD="wrong")
    listed = tell("outbox", "list")
    assert "refuses these credentials" in listed.err
    assert tell("outbox", "show", "17").status == 1
    assert tell("outbox", "retry").status == 64
    assert str(tmp_path) not in listed.err


def test_both_kinds_at_once_are_refused(tell: File) -> None:
    assert tell("file", TYPICAL, "--test", "--production").status == 64
    run = tell("file", TYPICAL, "--production", TIPLINE_FILING_KIND="test")
    assert (run.status, "contradict" in run.err) == (64, True)
    assert tell("file", TYPICAL, "--test", TIPLINE_FILING_KIND="test").status == 0


def test_a_refused_report_is_dropped_once_it_was_filed_anew(
    tell: File, tipline_sandbox: TiplineSandbox
) -> None:
    tipline_sandbox.fail("answer", call="submit", code=4100, status=400)
    tell("file", TYPICAL)
    tell("file", TYPICAL, "--again")
    assert tell("outbox", "list").status == 1
    assert tell("outbox", "retry", "--all").status == 0  # not those refused
    assert "refused" in tell("outbox", "show", "1").out
    assert tell("outbox", "drop", "1", "--reason", "filed anew").status == 0
    assert tell("outbox", "list").status == 0
    assert "dropped" in tell("outbox", "list", "--all").out
    assert tell("outbox", "drop", "2", "--reason", "no").status == 1


@pytest.mark.parametrize("item", ["0", "-1", "99999999999999999999999", "one"])
def test_what_is_no_number_of_an_item(tell: File, item: str) -> None:
    assert tell("outbox", "show", item).status == 64
