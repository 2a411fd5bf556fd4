"""`tipline keys rotate-index` as an operator runs it: killed, run again, while it is served."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.unit.cli.linking.test_commands import (
    clusters,
    document,
    four,
    new_hotline,
    numbers,
    served,
    tipline,
)
from tipline.domain.lifecycle import State
from tipline.ports.operations import StoredKey, StoredReport

PATIENCE = 60.0
MANY = 90


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a hotline with four reports to look at, and many others."""
    others = (document(n, f"actor{n % 40}@example.net") for n in range(5, MANY))
    return new_hotline(tmp_path, four() + b"".join(others))


def done_of(data: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "tipline.sqlite3")) as store:
        found: list[tuple[object, ...]] = store.execute(
            "SELECT epoch, coming, done FROM index_keys"
        ).fetchall()
        return found


def links(data: Path) -> list[object]:
    """Return the links of four reports."""
    return [
        json.loads(tipline(data, "links", str(number), "--json").out)
        for number in numbers(data)[:4]
    ]


def kill_midway(data: Path) -> None:
    """Run it, and kill it as soon as some reports are done."""
    command = [sys.executable, "-m", "tipline", "keys", "rotate-index", "--data", str(data)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and running.poll() is None:
            if any(done for _, _, done in done_of(data)):
                break
            time.sleep(0.005)
        running.kill()


@pytest.mark.parametrize("is_served", [True])
def test_it_is_killed_and_goes_on_and_links_are_as_they_were(
    data: Path, *, is_served: bool
) -> None:
    before, partition = links(data), clusters(data)
    if is_served:
        with served(data):
            kill_midway(data)
            meanwhile = links(data)
            done = tipline(data, "keys", "rotate-index")
    else:
        kill_midway(data)
        meanwhile = links(data)
        done = tipline(data, "keys", "rotate-index")
    assert (done.status, meanwhile) == (0, before), done.err
    assert "under the new key only" in done.out
    assert "keys export" in done.err
    assert (links(data), clusters(data)) == (before, partition)
    ((epoch, coming, left),) = done_of(data)
    assert (epoch, coming, left) == (1, None, None)
    assert (data / "keys" / "identifiers.key").exists()
    assert not (data / "keys" / "identifiers.next.key").exists()
    again = tipline(data, "import", str(data.parent / "reports.jsonl"), "--json")
    assert json.loads(again.out)["known"] == MANY - 1, "the ledger knows them under its own key"
    (data.parent / "more.jsonl").write_bytes(document(1_000, "user4@example.net"))
    assert tipline(data, "import", str(data.parent / "more.jsonl")).status == 0
    fourth, newest = numbers(data)[3], numbers(data)[-1]
    (link,) = json.loads(tipline(data, "links", str(newest), "--json").out)
    assert link["report"] == fourth


def test_keys_of_another_day_are_refused_at_the_start(data: Path, tmp_path: Path) -> None:
    export = tmp_path / "keys.txt"
    assert tipline(data, "keys", "export", str(export), "--no-passphrase").status == 0
    assert tipline(data, "keys", "rotate-index").status == 0
    (data / "keys").rename(tmp_path / "kept")
    imported = tipline(data, "keys", "import", str(export), "--no-passphrase")
    assert imported.status == 0, imported.err
    refused = tipline(data, "serve")
    assert refused.status == 1
    assert "blind under another key" in refused.err


def test_a_draft_from_before_holds_up_the_end_and_it_says_until_when(data: Path) -> None:
    left = StoredReport(
        number=1_000_000,
        door="public",
        provider=None,
        is_test=False,
        state=State.FINISHED,
        urgent=False,
        facts=0,
        sealed_key=b"key",
        sealed_body=b"body",
        digest=b"digest",
        keys=(StoredKey(blind=b"b" * 16, side=0, kind=1, grade=5, role=1, place=0),),
    )
    with closing(sqlite3.connect(data / "tipline.sqlite3")) as store:
        store.execute(
            "INSERT INTO draft (id, revision, sealed, leaving, expires_at) VALUES (?, 1, ?, ?, ?)",
            (b"id", b"sealed", msgspec.msgpack.encode(left), 4_102_444_800_000_000),
        )
        store.commit()
    for words in ("opened and indexed", "Went on with the rotation"):
        waits = tipline(data, "keys", "rotate-index")
        assert waits.status == 1
        assert words in waits.out + waits.err
        assert "again after 2100-01-01 00:00:00 UTC" in waits.err
    with closing(sqlite3.connect(data / "tipline.sqlite3")) as store:
        store.execute("DELETE FROM draft")
        store.commit()
    assert tipline(data, "keys", "rotate-index").status == 0
