"""`tipline import` and `tipline reports`, as an operator runs them."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.cli.runs import Run, run_on_terminal, run_program, unstyled
from tipline.codecs import report_json
from tipline.services.make_demo import make_demo

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[4] / "examples"
MAKE = (
    "import sys; from pathlib import Path; from tipline import bootstrap; "
    "from tipline.config import read_settings; "
    "bootstrap.create_hotline(read_settings(Path(sys.argv[1]), {}))"
)


def new_hotline(folder: Path) -> Path:
    subprocess.run([sys.executable, "-c", MAKE, str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return new_hotline(tmp_path / "data")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a hotline with ten reports from a file, and one test report."""
    folder = tmp_path_factory.mktemp("filled")
    new_hotline(folder / "data")
    (folder / "ten.jsonl").write_bytes(lines(10))
    assert tipline(folder / "data", "import", str(folder / "ten.jsonl")).status == 0
    tests = tipline(folder / "data", "import", "--test", str(EXAMPLES / "typical.xml"))
    assert tests.status == 0
    return folder / "data"


def lines(count: int) -> bytes:
    return b"".join(report_json.encode_report(one) + b"\n" for one in make_demo(count, NOON))


def tipline(data: Path, *words: str, stdin: bytes = b"", **environment: str) -> Run:
    return run_program(*words, "--data", str(data), stdin=stdin, **environment)


def test_an_empty_hotline_says_what_to_do(data: Path) -> None:
    assert "tipline import FILE" in tipline(data, "reports", "list").out
    assert json.loads(tipline(data, "reports", "list", "--json").out) == []


def test_every_refused_document_is_told_with_all_its_problems(data: Path, tmp_path: Path) -> None:
    good, record = lines(2), tmp_path / "refused.jsonl"
    secret = b'{"additional_info": "Synthetic narrative 17.", "wrong": 1}\n'
    mixed = tmp_path / "mixed.jsonl"
    huge = b'{"additional_info":"' + b"x" * 1_100_000 + b'"}\n'
    mixed.write_bytes(good + secret + huge + b"\nnonsense\n")
    words = ("import", str(mixed), str(EXAMPLES / "wrong.xml"), str(tmp_path / "none.json"))
    done = tipline(data, *words, "--refused", str(record), "--json")
    assert done.status == 1
    assert json.loads(done.out) == {"imported": 2, "known": 0, "refused": 5, "dry_run": False}
    told = [json.loads(line) for line in record.read_text().splitlines()]
    assert [(Path(one["file"]).name, one["line"]) for one in told] == [
        ("mixed.jsonl", 3),
        ("mixed.jsonl", 4),
        ("mixed.jsonl", 6),
        ("wrong.xml", 1),
        ("none.json", 1),
    ]
    assert told[1]["problems"][0]["code"] == "too_large"
    assert len(told[3]["problems"]) > 5
    assert "Synthetic narrative" not in record.read_text() + done.err
    for one in told:
        for problem in one["problems"]:
            assert f"{one['file']}:{one['line']}: " in done.err
            assert f"[{problem['code']}]" in done.err
    again = tipline(data, *words)
    assert again.out == "0 imported, 2 known from before, 5 refused\n"
    assert again.status == 1


def test_folders_and_standard_input_are_read_and_a_dry_run_keeps_nothing(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "reports" / "inner"
    folder.mkdir(parents=True)
    five = lines(5)
    (folder / "a.jsonl").write_bytes(b"\n".join(five.splitlines()[:3]))
    (folder / "typical.xml").write_bytes((EXAMPLES / "typical.xml").read_bytes())
    (folder / "notes.txt").write_text("not looked at")
    dry = tipline(data, "import", "--dry-run", str(folder.parent))
    assert dry.out == "4 could be imported, 0 known from before, 0 refused\n"
    assert tipline(data, "import", str(folder.parent)).out.startswith("4 imported")
    piped = tipline(data, "import", "-", stdin=five)
    assert piped.out == "2 imported, 3 known from before, 0 refused\n"


def test_killed_imports_are_finished_by_running_them_again(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_bytes(lines(1_500))
    program = [sys.executable, "-m", "tipline", "import", str(file), "--data", str(data)]
    database = data / "tipline.sqlite3-wal"
    kills = 0
    for size in (200_000, 600_000, 1_200_000):
        with subprocess.Popen(program, stdout=subprocess.DEVNULL) as running:
            while running.poll() is None and (
                not database.exists() or database.stat().st_size < size
            ):
                os.sched_yield()
            kills += running.poll() is None
            running.kill()
    assert kills
    assert tipline(data, "import", str(file)).status == 0
    found = json.loads(tipline(data, "reports", "list", "--json").out)
    assert len({one["number"] for one in found}) == len(found) == 1_500
    assert "0 imported, 1,500 known" in tipline(data, "import", str(file)).out


def test_a_second_service_of_a_name_is_added_with_a_warning(data: Path) -> None:
    first = json.loads(tipline(data, "provider", "add", "Example Chat", "--json").out)
    second = tipline(data, "provider", "add", "example chat")
    assert (second.status, "username" in second.out) == (0, True)
    assert f"can file already, as {first['username']}; this adds another" in second.err
    assert "can file already" not in tipline(data, "provider", "add", "Other").err


def test_the_audit_key_is_what_an_outsider_checks_with(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "log").write_text(tipline(filled, "audit", "export").out)
    note = tipline(filled, "audit", "checkpoint").out
    key = tipline(filled, "audit", "key").out.strip()
    script = Path(__file__).parents[4] / "docs" / "verify_audit.py"
    command = [sys.executable, "-I", str(script), "--key", key, str(tmp_path / "log")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert note.splitlines()[2] in tipline(filled, "audit", "verify").out


def test_reports_of_a_service_belong_to_it(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_bytes(lines(1))
    missing = tipline(data, "import", "--provider", "Example Chat", str(file))
    assert (missing.status, "tipline provider list" in missing.err) == (1, True)
    tipline(data, "provider", "add", "Example Chat")
    assert tipline(data, "import", "--provider", "example chat", str(file)).status == 0
    (one,) = json.loads(
        tipline(data, "reports", "list", "--provider", "Example Chat", "--json").out
    )
    assert (one["provider"], one["door"], one["state"]) == ("Example Chat", "import", "finished")


def test_a_listing_has_plain_columns_when_piped_and_a_table_on_a_terminal(filled: Path) -> None:
    piped = tipline(filled, "reports", "list", "--limit", "3")
    head, *rows = piped.out.splitlines()
    assert head.split() == [
        "Number", "State", "Received", "Door", "Provider", "Urgent", "Facts", "Desk",
    ]  # fmt: skip
    numbers = [int(row.split()[0]) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 3
    assert "1 test report is not shown" in piped.err
    shown = run_on_terminal("reports", "list", "--data", str(filled), columns=100)
    assert len([line for line in unstyled(shown).splitlines() if "finished" in line]) == 10


def test_a_table_fits_eighty_columns_without_breaking_a_word(filled: Path) -> None:
    shown = run_on_terminal("reports", "list", "--data", str(filled), columns=80)
    head, *rows = unstyled(shown).splitlines()
    assert head.split() == ["Number", "State", "Received", "Provider", "Urgent", "Facts", "Desk"]
    assert len([row for row in rows if "finished" in row]) == 10
    assert all(len(row) <= 80 for row in rows)
    assert len([row for row in rows if re.search(r"\dT\d\d:\d\dZ ", row)]) == 10


def test_facts_that_are_partly_there_are_told_so(filled: Path) -> None:
    number = json.loads(tipline(filled, "reports", "list", "--json").out)[0]
    shown = tipline(filled, "reports", "show", str(number["number"]), "--sealed", COLUMNS="200")
    words = dict(re.findall(r"^ +(\w+ there) +(.*?) *$", shown.out, re.MULTILINE))
    for label, state in (("Facts there", "present"), ("Partly there", "partly")):
        named = [
            name.replace("_", " ")
            for name, found in number["completeness"].items()
            if found == state
        ]
        assert words[label] == (", ".join(named) or "none")
    assert "partly" in number["completeness"].values()


def test_json_is_one_array_and_tests_never_mix_with_real_ones(filled: Path) -> None:
    real = json.loads(tipline(filled, "reports", "list", "--json").out)
    tests = json.loads(tipline(filled, "reports", "list", "--test", "--json").out)
    assert [one["test"] for one in real] == [False] * 10
    assert [one["test"] for one in tests] == [True]
    assert list(real[0]) == [
        "number", "state", "received", "finished", "door", "provider", "test", "urgent",
        "completeness", "desk",
    ]  # fmt: skip
    assert (
        json.loads(
            tipline(
                filled, "reports", "list", "--since", "2999-01-01", "--shelf", "waiting", "--json"
            ).out
        )
        == []
    )


def test_showing_opens_with_the_key_and_the_audit_log_has_it_first(filled: Path) -> None:
    number = json.loads(tipline(filled, "reports", "list", "--json").out)[0]["number"]
    sealed = tipline(filled, "reports", "show", str(number), "--sealed")
    assert "Synthetic" not in sealed.out
    assert "was not opened" in sealed.err
    opened = tipline(filled, "reports", "show", str(number))
    assert "Synthetic narrative" in opened.out or "Synthetic note" in opened.out
    found = json.loads(tipline(filled, "reports", "show", str(number), "--json").out)
    assert (found["number"], found["sealed"]) == (number, False)
    assert found["report"]["summary"]
    last = found["history"][0]
    assert (last["action"], last["detail"]) == ("report.read", "trial")
    assert last["actor"] == f"command:{os.getuid()}"
    assert found["desk"]["shelf"] == "unread"


def test_without_the_key_or_a_reason_the_rest_stays_sealed(filled: Path) -> None:
    number = str(json.loads(tipline(filled, "reports", "list", "--json").out)[0]["number"])
    show = ("reports", "show", number)
    for words in ((), ("--reason", "trial")):
        silent = tipline(filled, *show, *words, TIPLINE_MODE="production")
        assert (silent.status, "--reason" in silent.err) == (0, True), silent.err
        assert "Synthetic" not in silent.out
    assert (
        "Synthetic"
        in tipline(filled, *show, "--reason", "recovery", TIPLINE_MODE="production").out
    )
    key = filled / "keys" / "hotline.private"
    elsewhere = key.rename(filled / "elsewhere")
    try:
        without = tipline(filled, *show, "--json")
    finally:
        elsewhere.rename(key)
    assert (without.status, json.loads(without.out)["sealed"]) == (0, True)


def test_a_provider_nobody_can_be_is_an_error(filled: Path) -> None:
    done = tipline(filled, "reports", "list", "--provider", "\udcff")
    assert (done.status, done.out) == (64, "")
    assert "this is no text" in done.err
    done = tipline(filled, "reports", "list", "--provider", "Nobody")
    assert (done.status, done.out) == (1, "")
    assert "no provider" in done.err


@pytest.mark.parametrize("number", ["17", str(2**63), str(2**64)])
def test_a_number_nobody_has_is_an_error(filled: Path, number: str) -> None:
    done = tipline(filled, "reports", "show", number)
    assert (done.status, done.out) == (1, "")
    assert f"no report {number}" in done.err
