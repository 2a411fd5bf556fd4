"""The file of an outbox under forks, other processes, full disks and damage."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.filing.making import make_filer, report
from tipline.domain.errors import KeysUnusableError
from tipline.filing.endpoints import (
    ProductionCredentials,
    ProductionEndpoint,
    TestCredentials,
    TestEndpoint,
)
from tipline.filing.errors import OutboxUnavailableError, OutboxUnusableError
from tipline.filing.filer import Filer
from tipline.filing.keeper import Outbox
from tipline.filing.outbox.file import NAME
from tipline.filing.outbox.states import State

ROOT = Path(__file__).resolve().parents[4]
FORKING = """
import os, subprocess, sys, threading
from pathlib import Path
from tests.unit.filing.making import make_filer, report
folder = Path(sys.argv[1])
filer = make_filer(folder)
filer.enqueue(report(0), key="before")
{busy}
child = os.fork()
if child == 0:
    filer.enqueue(report(1), key="child-1")
    sys.stdin.readline()  # until the parent has let go of the file
    filer.enqueue(report(2), key="child-2")
    looked = [sys.executable, "-c", "import sys; from tipline.filing.keeper import Outbox; "
              "box = Outbox(sys.argv[1]); print(len(list(box.items()))); box.close()"]
    subprocess.run([*looked, str(folder)], check=True)
    filer.enqueue(report(3), key="child-3")
    print(len(list(filer.items())), flush=True)
    os._exit(0)
{after}
filer.enqueue(report(4), key="parent")
filer.close()
print("closed", flush=True)
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
WHILE_BUSY = """
stop = threading.Event()
def work():
    while not stop.is_set():
        filer.book.counts()
        filer.book.note(1, "busy", 17)
threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads: thread.start()
"""
ENQUEUEING = """
import sys
from pathlib import Path
from tests.unit.filing.making import make_filer, report
folder, name, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
filer = make_filer(folder, seed=seed)
for number in range(40):
    filer.enqueue(report(number), key=f"same-{number}")
    filer.enqueue(report(number), key=f"{name}-{number}")
filer.close()
"""


@pytest.fixture
def filer(tmp_path: Path) -> Iterator[Filer]:
    with closing(make_filer(tmp_path / "outbox")) as made:
        yield made


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def keys(folder: Path) -> list[str]:
    with closing(make_filer(folder)) as filer:
        return sorted(item.key for item in filer.items())


@pytest.mark.parametrize("busy", [False, True])
def test_a_child_stores_what_it_takes_in(busy: bool, tmp_path: Path) -> None:
    """Also when the parent has gone and others open and close the file meanwhile."""
    after = "stop.set()\nfor thread in threads: thread.join()" if busy else ""
    script = FORKING.format(busy=WHILE_BUSY if busy else "", after=after)
    process = start(script, str(tmp_path))
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "closed\n"
    said, errors = process.communicate("go\n", timeout=60)
    assert process.returncode == 0, errors
    assert said.split() == ["4", "5"]
    assert keys(tmp_path) == ["before", "child-1", "child-2", "child-3", "parent"]


def test_a_process_can_fork_many_times(filer: Filer) -> None:
    for number in range(20):
        child = os.fork()
        if child == 0:
            try:
                filer.enqueue(report(number), key=f"child-{number}")
            finally:
                os._exit(0)
        filer.enqueue(report(number), key=f"parent-{number}")
        os.waitpid(child, 0)
    assert len(list(filer.items())) == 40


def test_two_processes_take_reports_in_at_once(tmp_path: Path) -> None:
    """Also the first of all, when there is no outbox yet; equal keys are one report."""
    folder = tmp_path / "outbox"
    processes = [start(ENQUEUEING, str(folder), name, name[-1]) for name in ("p1", "p2", "p3")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate(timeout=100)
        assert process.returncode == 0, errors
    assert len(keys(folder)) == 40 * 4


def test_readers_while_somebody_writes(filer: Filer) -> None:
    """A long listing sees one moment, and holds nobody up."""
    for number in range(5):
        filer.enqueue(report(number))
    listing = filer.items()
    first = next(listing)
    filer.enqueue(report(5))
    assert [item.number for item in (first, *listing)] == [5, 4, 3, 2, 1]
    reader = Outbox(filer.folder, clock=filer.clock)
    filer.enqueue(report(6))
    assert reader.item(7).state is State.QUEUED
    reader.close()


def test_threads_share_it(filer: Filer) -> None:
    def work(name: int) -> None:
        for number in range(10):
            filer.enqueue(report(number), key=f"{name}-{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(filer.items())) == 40


def test_a_full_disk_stores_nothing_and_all_works_again(filer: Filer) -> None:
    connection = filer.book._database._mine()
    taken = 0
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 4}")

    def take_all() -> None:
        nonlocal taken
        for number in range(100):
            filer.enqueue(report(number), key=f"r{number}")
            taken += 1

    with pytest.raises(OutboxUnavailableError, match="disk is full") as full:
        take_all()
    assert "Synthetic" not in str(full.value)
    assert [item.key for item in filer.items()] == [f"r{n}" for n in reversed(range(taken))]
    assert not connection.in_transaction
    connection.execute("PRAGMA max_page_count = 100000")
    filer.enqueue(report(taken), key=f"r{taken}")
    assert len(list(filer.items())) == taken + 1
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_is_taken_in_is_durable(filer: Filer) -> None:
    connection = filer.book._database._mine()
    asked = ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert found == ["wal", 2, 1, 1]


@pytest.mark.parametrize("content", [b"Synthetic.", b"SQLite format 3\x00" + b"\x17" * 4_096])
def test_a_damaged_file(content: bytes, filer: Filer) -> None:
    filer.close()
    (filer.folder / NAME).write_bytes(content)
    for suffix in "-wal", "-shm":
        (filer.folder / f"{NAME}{suffix}").unlink(missing_ok=True)
    with pytest.raises(OutboxUnusableError, match="damaged"):
        make_filer(filer.folder)
    assert (filer.folder / NAME).read_bytes() == content


def test_another_version(filer: Filer) -> None:
    filer.enqueue(report())
    filer.close()
    with closing(sqlite3.connect(filer.folder / NAME)) as connection, connection:
        connection.execute("UPDATE outbox SET version = 2")
    with pytest.raises(OutboxUnusableError, match="another version"):
        make_filer(filer.folder)
    with pytest.raises(OutboxUnusableError, match="another version"):
        Outbox(filer.folder)


def test_another_owner(filer: Filer) -> None:
    here = filer.endpoint.base_url
    credentials = TestCredentials("example-user", "another-password")
    Filer(filer.folder, TestEndpoint(here), credentials).close()
    production = ProductionCredentials("example-user", "example-password")
    others: list[Callable[[], Filer]] = [
        lambda: Filer(filer.folder, ProductionEndpoint(here), production),
        lambda: Filer(filer.folder, TestEndpoint(f"{here}/other"), credentials),
        lambda: Filer(filer.folder, TestEndpoint(here), TestCredentials("other-user", "a")),
    ]
    for other in others:
        with pytest.raises(OutboxUnusableError, match="another service"):
            other()
    with closing(Outbox(filer.folder)) as box:
        assert box.owner() == ("test", here, "example-user")


def test_a_folder_without_an_outbox(tmp_path: Path) -> None:
    with pytest.raises(OutboxUnusableError, match="no outbox"):
        Outbox(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("Synthetic.")
    with pytest.raises(OutboxUnavailableError) as refused:
        make_filer(tmp_path / "file")
    assert str(tmp_path) not in str(refused.value)
    with pytest.raises(OutboxUnavailableError):
        make_filer(tmp_path / "file" / "inside")


@pytest.mark.parametrize("name", ["working.key", "preservation.public"])
def test_a_key_is_missing_or_damaged(name: str, filer: Filer) -> None:
    filer.close()
    place = filer.folder / name
    kept = place.read_bytes()
    for content in (b"", kept[:-1] if name == "working.key" else kept[:40], b"\x00" * 31):
        place.write_bytes(content)
        with pytest.raises(KeysUnusableError, match=name):
            make_filer(filer.folder)
    place.unlink()
    with pytest.raises(KeysUnusableError, match=name):
        make_filer(filer.folder)
    assert not place.exists()  # an outbox with reports gets no new keys


def test_a_key_that_others_can_read(filer: Filer) -> None:
    filer.close()
    for mode in 0o640, 0o604, 0o660:
        (filer.folder / "working.key").chmod(mode)
        with pytest.raises(KeysUnusableError, match="chmod 600"):
            make_filer(filer.folder)
    (filer.folder / "working.key").chmod(0o600)
    make_filer(filer.folder).close()


def test_nothing_is_open_to_others(filer: Filer) -> None:
    filer.enqueue(report())
    assert filer.folder.stat().st_mode & 0o077 == 0
    for file in filer.folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
