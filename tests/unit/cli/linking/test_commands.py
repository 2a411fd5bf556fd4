"""`tipline links`, `tipline clusters` and `tipline link`, as an operator runs them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.unit.cli.runs import Run, run_on_terminal, run_program, unstyled
from tipline.domain.lifecycle import State

MAKE = (
    "import sys; from pathlib import Path; from tipline import bootstrap; "
    "from tipline.config import read_settings; "
    "bootstrap.create_hotline(read_settings(Path(sys.argv[1]), {}))"
)
SHARED = "user1@example.net"


def document(number: int, *emails: str) -> bytes:
    """Return a report on one subject with these addresses."""
    made = {
        "summary": {
            "incident_type": "online_enticement",
            "incident_time": "2026-01-31T10:00:00Z",
        },
        "reporter": {"person": {"emails": [{"address": "desk@example.org"}]}},
        "reported": [{"person": {"emails": [{"address": email} for email in emails]}}],
        "additional_info": f"Synthetic narrative {number}.",
    }
    return json.dumps(made).encode() + b"\n"


def new_hotline(folder: Path, lines: bytes) -> Path:
    """Return a hotline with these reports."""
    data = folder / "data"
    subprocess.run([sys.executable, "-c", MAKE, str(data)], check=True, capture_output=True)
    (folder / "reports.jsonl").write_bytes(lines)
    done = tipline(data, "import", str(folder / "reports.jsonl"))
    assert done.status == 0, done.err
    return data


def four() -> bytes:
    """Return four reports: three belong together, in a chain, and one is alone."""
    return b"".join(
        (
            document(1, SHARED),
            document(2, SHARED, "user2@example.net"),
            document(3, "user2@example.net"),
            document(4, "user4@example.net"),
        )
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_hotline(tmp_path_factory.mktemp("filled"), four())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return new_hotline(tmp_path, four())


def tipline(data: Path, *words: str, stdin: bytes = b"", **environment: str) -> Run:
    return run_program(*words, "--data", str(data), stdin=stdin, **environment)


def numbers(data: Path) -> list[int]:
    """Return the reports' numbers, in the order of the file."""
    found = json.loads(tipline(data, "reports", "list", "--json").out)
    return sorted(one["number"] for one in found)


def clusters(data: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(tipline(data, "clusters", "--json").out)
    return found


@contextmanager
def served(data: Path) -> Iterator[None]:
    """Have the writer run, as `tipline serve` does."""
    reading, writing = os.pipe()
    words = ("process", "writer", "--data", str(data), "--ready-fd", str(writing))
    command = [sys.executable, "-m", "tipline", *words]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as running:
        os.close(writing)
        try:
            assert os.read(reading, 5) == b"ready"
            yield
        finally:
            os.close(reading)
            running.terminate()


def test_links_are_one_row_for_each_report_and_shared_identifier(filled: Path) -> None:
    first, second, third, alone = numbers(filled)
    found = json.loads(tipline(filled, "links", str(second), "--json").out)
    assert [(one["report"], one["reason"]) for one in found if one["joins"]] == [
        (third, "same_email"),
        (first, "same_email"),
    ]
    assert list(found[0]) == [
        "report", "kind", "strength", "reason", "shared", "sentence", "here", "there", "joins",
    ]  # fmt: skip
    assert found[0]["strength"] == "strong"
    assert found[0]["shared"].startswith("i")
    assert found[0]["sentence"] == "The same e-mail address."
    assert (found[0]["here"], found[0]["there"]) == ("reported", "reported")
    nothing = tipline(filled, "links", str(alone), "--json")
    assert (nothing.status, json.loads(nothing.out)) == (0, [])


def test_links_need_no_private_key_and_say_no_fact(filled: Path) -> None:
    second = numbers(filled)[1]
    key = filled / "keys" / "hotline.private"
    elsewhere = key.rename(filled / "elsewhere")
    try:
        done = tipline(filled, "links", str(second))
    finally:
        elsewhere.rename(key)
    assert done.status == 0
    assert f"Report {second} is in cluster {numbers(filled)[0]}, of 3 reports." in done.out
    assert "strong" in done.out
    assert "example.net" not in done.out + done.err
    shown = run_on_terminal("links", str(second), "--data", str(filled), columns=120)
    assert "The same e-mail address." in unstyled(shown)


@pytest.mark.parametrize("command", ["links", "clusters"])
@pytest.mark.parametrize("number", ["17", str(2**63), str(2**64)])
def test_a_number_nobody_has_is_an_error(filled: Path, command: str, number: str) -> None:
    done = tipline(filled, command, number)
    assert (done.status, done.out) == (1, "")
    assert f"no report {number}" in done.err


def test_clusters_are_listed_largest_first_and_by_their_reports(filled: Path) -> None:
    first, second, third, alone = numbers(filled)
    assert clusters(filled) == [{"first": first, "size": 3, "waits": False}]
    assert json.loads(tipline(filled, "clusters", "--least", "4", "--json").out) == []
    assert str(first) in tipline(filled, "clusters").out
    assert json.loads(tipline(filled, "clusters", str(third), "--json").out) == [
        first,
        second,
        third,
    ]
    one = tipline(filled, "clusters", str(alone))
    assert (one.status, one.out) == (0, f"{alone}\n")
    assert "in no cluster" in one.err


def test_an_empty_hotline_says_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    subprocess.run([sys.executable, "-c", MAKE, str(data)], check=True, capture_output=True)
    assert "No reports belong together" in tipline(data, "clusters").out
    assert clusters(data) == []
    assert "No merge waits" in tipline(data, "link", "held").out
    assert json.loads(tipline(data, "link", "held", "--json").out) == []
    assert "link stop add" in tipline(data, "link", "stop", "list").out
    done = tipline(data, "link", "rebuild")
    assert (done.status, "0 clusters" in done.out) == (0, True), done.err


def test_what_is_stopped_links_nothing_and_links_again(data: Path) -> None:
    second = numbers(data)[1]
    add = ("link", "stop", "add", "email", "-", "--reason", "own")
    done = tipline(data, *add, stdin=SHARED.upper().encode() + b"\n")
    assert (done.status, done.err) == (0, "")
    assert clusters(data) == [{"first": second, "size": 2, "waits": False}]
    shown = tipline(data, "links", str(second))
    assert "on the stop list (2)" in shown.out
    (entry,) = json.loads(tipline(data, "link", "stop", "list", "--json").out)
    assert (entry["kind"], entry["reports"], entry["reason"]) == ("email", 2, "own")
    assert "email" in tipline(data, "link", "stop", "list").out
    log = tipline(data, "audit", "export").out
    assert "identifier.stopped" in log
    assert "example.net" not in log
    assert "already" in tipline(data, *add, stdin=SHARED.encode()).out
    assert tipline(data, "link", "stop", "remove", "email", SHARED).status == 0
    assert [one["size"] for one in clusters(data)] == [3]
    again = tipline(data, "link", "stop", "remove", "email", SHARED)
    assert (again.status, "not on the stop list" in again.err) == (1, True)


def test_what_is_no_identifier_is_a_wrong_use_and_not_repeated(filled: Path) -> None:
    done = tipline(filled, "link", "stop", "add", "email", "synthetic-17", "--reason", "own")
    assert (done.status, "none of the kind email" in done.err) == (64, True)
    assert "synthetic-17" not in done.err


def test_cuts_are_shown_changed_and_applied_by_a_rebuild(data: Path) -> None:
    assert "1,000" in tipline(data, "link", "cuts").out
    changed = tipline(data, "link", "cuts", "--set", "email=1", "--large", "30", "--json")
    assert "link rebuild" in changed.err
    told = json.loads(changed.out)
    assert {"kind": "email", "cut": 1, "default": 1_000} in told["cuts"]
    assert told["limits"]["large"] == 30
    assert [one["size"] for one in clusters(data)] == [3]
    done = json.loads(tipline(data, "link", "rebuild", "--json").out)
    assert (done["right"], done["recounted"], done["clusters"]) == (
        True,
        3,
        0,
    )  # the reporter's own address too
    assert "too common (2)" in tipline(data, "links", str(numbers(data)[0])).out
    assert "link rebuild" in tipline(data, "link", "cuts", "--reset").err
    done = json.loads(tipline(data, "link", "rebuild", "--json").out)
    assert (done["right"], done["recounted"], done["largest"]) == (True, 3, 3)


@pytest.mark.parametrize("words", ["email", "email=", "email=-1", "email=1e3", "domain=5", "x=1"])
def test_a_cut_that_is_none_is_a_wrong_use(filled: Path, words: str) -> None:
    assert tipline(filled, "link", "cuts", "--set", words).status == 64


def spoil(data: Path, statement: str, *values: int) -> None:
    """Damage what is stored."""
    with closing(sqlite3.connect(data / "tipline.sqlite3")) as connection, connection:
        connection.execute(statement, values)


def test_a_rebuild_finds_and_mends_and_says_what(data: Path) -> None:
    spoil(data, "DELETE FROM cluster")
    assert clusters(data) == []
    done = tipline(data, "link", "rebuild", "--progress")
    assert done.status == 0, done.err
    assert "1 cluster was wrong, 0 left" in done.out
    assert "Joining edges" in done.err
    assert [one["size"] for one in clusters(data)] == [3]
    assert "links.mended" in tipline(data, "audit", "export").out


def test_a_merge_that_waits_is_told(data: Path, tmp_path: Path) -> None:
    assert tipline(data, "link", "cuts", "--largest", "4", "--large", "4").status == 0
    more = tmp_path / "more.jsonl"
    more.write_bytes(document(5, "user4@example.net") + document(6, SHARED, "user4@example.net"))
    assert tipline(data, "import", str(more)).status == 0
    last = numbers(data)[-1]
    shown = tipline(data, "links", str(last))
    assert "a merge waits for a person" in shown.out
    (waits,) = json.loads(tipline(data, "link", "held", "--json").out)
    assert (waits["report"], waits["shared"][0]) == (last, "i")
    assert str(last) in tipline(data, "link", "held").out
    assert "1 merge waits" in tipline(data, "clusters").err
    done = json.loads(tipline(data, "link", "rebuild", "--json").out)
    assert (done["right"], done["clusters"]) == (True, 2)


def test_a_supplement_leads_to_its_report_and_a_retracted_one_to_none(data: Path) -> None:
    first, second, _, alone = numbers(data)
    spoil(data, "UPDATE report SET supplements = ? WHERE number = ?", first, alone)
    shown = tipline(data, "links", str(alone), "--json")
    assert f"{alone} adds facts to report {first}, shown here." in shown.err
    assert second in {one["report"] for one in json.loads(shown.out)}
    assert json.loads(tipline(data, "clusters", str(alone), "--json").out)[0] == first
    spoil(data, "UPDATE report SET supplements = NULL, state = 3 WHERE number = ?", alone)
    assert State(3) is State.RETRACTED
    gone = tipline(data, "links", str(alone))
    assert (gone.status, "is retracted: it is linked with none" in gone.err) == (0, True)


def test_all_works_while_the_hotline_runs(data: Path) -> None:
    first, second, third, _ = numbers(data)
    with served(data):
        assert len(json.loads(tipline(data, "links", str(second), "--json").out)) >= 2
        spoil(data, "UPDATE cluster SET first = ? WHERE parent IS NULL", third)
        done = json.loads(tipline(data, "link", "rebuild", "--json").out)
        assert (done["wrong"], done["left"], done["right"]) == (1, 0, True)
    assert clusters(data)[0]["first"] == first


def test_the_reader_may_leave(filled: Path) -> None:
    command = [sys.executable, "-m", "tipline", "clusters", "--json", "--data", str(filled)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.wait(60) == 0


def test_limits_that_contradict_each_other_are_refused_and_a_cut_of_nothing_is_told(
    data: Path,
) -> None:
    refused = tipline(data, "link", "cuts", "--largest", "10")
    assert (refused.status, "give --large at most --largest" in refused.err) == (64, True)
    told = tipline(data, "link", "cuts", "--set", "email=1")
    assert (told.status, "By email nothing links with a cut of 1." in told.err) == (0, True)
