"""`tipline watch`: what becomes of files that are dropped."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.cli.filing.conftest import File
from tests.unit.cli.runs import ROOT
from tests.unit.filing.making import SetClock
from tipline.cli.filing.folders import Drop, Places
from tipline.cli.filing.watch import file_on
from tipline.domain.report import Report
from tipline.filing import Filer, TestCredentials, TestEndpoint, Worker
from tipline.filing.outbox.items import Item
from tipline.filing.surroundings import UntilStopped
from tipline.filing.worker import Drained, Told
from tipline.integrations.pytest_sandbox import TiplineSandbox

EXAMPLES = ROOT / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drop"
    made.mkdir()
    return made


class FullOnce(Filer):
    """A platform that drops its next report under the same name while one is taken in."""

    then: tuple[Path, str] | None = None

    def enqueue(
        self, report: Report, *, key: str | None = None, follows: Sequence[int] = ()
    ) -> Item:
        item = super().enqueue(report, key=key, follows=follows)
        if self.then is not None:
            folder, name = self.then
            self.then = None
            drop(folder, "typical.xml", name, room=18)
        return item


class OneDrain(Worker):
    """A worker that takes a second for each drain, and ends after the first."""

    def __init__(self, filer: Filer, rest: UntilStopped) -> None:
        super().__init__(filer, rest=rest)
        self._clock = filer.clock
        self._end = rest

    def drain(self, told: Told | None = None) -> Drained:
        assert isinstance(self._clock, SetClock)
        self._clock.move(1)
        done = super().drain(told)
        self._end.stop()
        return done


@pytest.fixture
def filer(tmp_path: Path, tipline_sandbox: TiplineSandbox) -> Iterator[FullOnce]:
    made = FullOnce(
        tmp_path / "outbox",
        TestEndpoint(tipline_sandbox.xml),
        TestCredentials(tipline_sandbox.username, tipline_sandbox.password),
        clock=SetClock(datetime(2026, 11, 22, 12, tzinfo=UTC)),
    )
    yield made
    made.close()


def drop(folder: Path, example: str, name: str, room: int = 17) -> None:
    """Put a file there that nobody writes to any more; another room makes another report."""
    text = (EXAMPLES / example).read_bytes().replace(b"room-17", b"room-%d" % room)
    (folder / name).write_bytes(text)
    os.utime(folder / name, (1_700_000_000, 1_700_000_000))


def names(folder: Path) -> set[str]:
    """Return all files; those that wait without the mark of their outbox."""
    found = (str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    return {re.sub(r"(\.item-[0-9]+)-[0-9a-f]{12}$", r"\1", name) for name in found}


def test_files_move_with_their_receipts_or_with_what_is_wrong(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "typical.xml", "a.xml")
    drop(folder, "typical.xml", "the same.xml")
    drop(folder, "wrong.xml", "b.xml")
    drop(folder, "typical.xml", "c.xml.part")
    run = tell("watch", str(folder), "--once")
    assert run.status == 1
    assert names(folder) == {
        "c.xml.part",
        *("filed/a.xml", "filed/a.xml.receipt.xml"),
        *("filed/the same.xml", "filed/the same.xml.receipt.xml"),
        *("refused/b.xml", "refused/b.xml.problems.txt"),
    }
    (report,) = tipline_sandbox.reports()
    receipt = (folder / "filed" / "a.xml.receipt.xml").read_text("utf-8")
    assert f"<reportId>{report['number']}</reportId>" in receipt
    problems = (folder / "refused" / "b.xml.problems.txt").read_text("utf-8").splitlines()
    assert len(problems) == 10
    assert "a.xml: filed as report" in run.out


def test_what_the_service_does_not_take_now_waits(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "typical.xml", "a.xml")
    tipline_sandbox.fail("too_many", call="submit", times=None, seconds=60)
    assert tell("watch", str(folder), "--once").status == 75
    assert names(folder) == {"waiting/a.xml.item-1"}
    tipline_sandbox.clear()
    tell("outbox", "retry", "1")
    assert tell("watch", str(folder), "--once").status == 0
    assert names(folder) == {"filed/a.xml", "filed/a.xml.receipt.xml"}


def test_what_the_service_refuses_is_told_beside_the_file(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "typical.xml", "a.xml")
    tipline_sandbox.fail("answer", call="submit", code=4110, status=400)
    assert tell("watch", str(folder), "--once").status == 1
    assert names(folder) == {"refused/a.xml", "refused/a.xml.problems.txt"}
    told = (folder / "refused" / "a.xml.problems.txt").read_text("utf-8")
    assert "outbox show 1" in told


def test_cases_are_read_by_a_mapping(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "platforms/chat/case.json", "case.json")
    mapping = str(EXAMPLES / "platforms" / "chat" / "mapping.toml")
    tell("watch", str(folder), "--mapping", mapping, "--once")
    assert "filed/case.json" in names(folder)
    assert len(tipline_sandbox.reports()) == 1


def test_the_next_report_under_the_same_name_is_not_lost(folder: Path, filer: FullOnce) -> None:
    drop(folder, "typical.xml", "a.xml")
    places = Places(folder)
    places.make()
    dropped = Drop(places, filer, None)
    filer.then = (folder, "a.xml")
    assert dropped.take_new() == 1
    assert names(folder) == {"a.xml", "waiting/a.xml.item-1"}
    assert dropped.take_new() == 1
    assert names(folder) == {"waiting/a.xml.item-1", "waiting/a.xml.item-2"}


@pytest.mark.usefixtures("tipline_sandbox")
def test_a_crash_before_a_file_is_taken_in_loses_nothing(tell: File, folder: Path) -> None:
    (folder / "waiting").mkdir()
    drop(folder / "waiting", "typical.xml", "a.xml.new-0123456789abcdef")
    assert tell("watch", str(folder), "--once").status == 0
    assert names(folder) == {"filed/a.xml", "filed/a.xml.receipt.xml"}


def test_files_of_another_outbox_are_left(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "typical.xml", "a.xml")
    tell("watch", str(folder), "--once")
    theirs = {"b.xml.item-1-0123456789ab", "c.xml.item-17-0123456789ab", "d.xml.item-1"}
    for name in theirs:
        drop(folder / "waiting", "typical.xml", name, room=18)
    run = tell("watch", str(folder), "--once")
    assert run.status == 75
    assert {file.name for file in (folder / "waiting").iterdir()} == theirs
    assert run.err.count("belongs to another outbox") == 3
    assert len(tipline_sandbox.reports()) == 1


@pytest.mark.usefixtures("tipline_sandbox")
def test_one_file_that_cannot_be_filed_stops_no_other(tell: File, folder: Path) -> None:
    drop(folder, "public.json", "a.json")  # good, and no document has a place for it
    drop(folder, "typical.xml", "b.xml")
    assert tell("watch", str(folder), "--once").status == 1
    assert {"refused/a.json", "refused/a.json.problems.txt", "filed/b.xml"} < names(folder)
    told = (folder / "refused" / "a.json.problems.txt").read_text("utf-8")
    assert "no_place_for_public" in told


@pytest.mark.usefixtures("tipline_sandbox")
def test_file_says_why_a_good_report_has_no_document_and_files_the_others(tell: File) -> None:
    run = tell("file", str(EXAMPLES / "public.json"), str(EXAMPLES / "typical.xml"))
    assert run.status == 1
    assert "no_place_for_public" in run.err
    assert "filed as report" in run.out


@pytest.mark.usefixtures("tipline_sandbox")
def test_what_is_no_file_of_its_own_is_said_and_left(
    tell: File, folder: Path, tmp_path: Path
) -> None:
    drop(tmp_path, "typical.xml", "elsewhere.xml")
    (folder / "folder.xml").mkdir()
    (folder / "link.xml").symlink_to(tmp_path / "elsewhere.xml")
    os.mkfifo(folder / "pipe.xml")
    drop(folder, "typical.xml", f"{'n' * 220}.xml")
    drop(folder, "typical.xml", "b.xml", room=18)
    run = tell("watch", str(folder), "--once")
    assert run.status == 75
    assert [run.err.count(f"{name}.xml: left") for name in ("folder", "link", "pipe")] == [1, 1, 1]
    assert "over 200 bytes" in run.err
    assert {file.name for file in (folder / "filed").iterdir()} == {"b.xml", "b.xml.receipt.xml"}


@pytest.mark.usefixtures("tipline_sandbox")
def test_once_waits_for_what_may_still_be_written(tell: File, folder: Path) -> None:
    shutil.copy(EXAMPLES / "typical.xml", folder / "fresh.xml")
    assert tell("watch", str(folder), "--once").status == 0
    assert "filed/fresh.xml" in names(folder)


def test_what_is_dropped_while_others_are_filed_is_taken_in_between(
    folder: Path, filer: FullOnce
) -> None:
    drop(folder, "typical.xml", "a.xml")
    places = Places(folder)
    places.make()
    filer.then = (folder, "b.xml")
    rest = UntilStopped()
    with OneDrain(filer, rest) as worker:
        file_on(Drop(places, filer, None), worker, rest)
    assert {"filed/a.xml", "filed/b.xml"} < names(folder)


def test_looks_are_a_second_apart(folder: Path, filer: FullOnce) -> None:
    places = Places(folder)
    places.make()
    dropped = Drop(places, filer, None)
    dropped.take_new()
    drop(folder, "typical.xml", "a.xml")
    dropped.take_now_and_then()
    assert names(folder) == {"a.xml"}
    assert isinstance(filer.clock, SetClock)
    filer.clock.move(1)
    dropped.take_now_and_then()
    assert names(folder) == {"waiting/a.xml.item-1"}


def test_what_cannot_be_moved_on_stays_until_it_can(
    folder: Path, filer: FullOnce, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(folder, "typical.xml", "a.xml")
    places = Places(folder)
    places.make()
    places.filed.rmdir()
    dropped = Drop(places, filer, None)
    dropped.take_new()
    with Worker(filer) as worker:
        worker.drain()
    dropped.settle_one(filer.item(1))
    dropped.take_new()
    assert names(folder) == {"waiting/a.xml.item-1"}
    assert capsys.readouterr().err.count("left there: no such file") == 1
    places.make()
    dropped.take_new()
    assert names(folder) == {"filed/a.xml", "filed/a.xml.receipt.xml"}


@pytest.mark.usefixtures("tipline_sandbox")
def test_a_second_file_of_the_same_name_overwrites_nothing(tell: File, folder: Path) -> None:
    for room in (17, 18, 18):
        drop(folder, "typical.xml", "a.xml", room)
        drop(folder, "wrong.xml", "b.xml", room)
        tell("watch", str(folder), "--once")
    kept = {"filed/a.xml", "filed/a.item-2.xml", "filed/a.item-2-2.xml"}
    refused = {"refused/b.xml", "refused/b-2.xml", "refused/b-3.xml"}
    receipts = {f"{name}.receipt.xml" for name in kept}
    assert names(folder) == kept | receipts | refused | {f"{n}.problems.txt" for n in refused}
    first, second = (folder / "filed" / name for name in ("a.xml", "a.item-2.xml"))
    assert (b"room-17" in first.read_bytes(), b"room-18" in second.read_bytes()) == (True, True)


@pytest.mark.usefixtures("tipline_sandbox")
def test_forgotten_files_leave_their_receipts(tell: File, folder: Path) -> None:
    drop(folder, "typical.xml", "a.xml")
    assert tell("watch", str(folder), "--once", "--forget").status == 0
    drop(folder, "typical.xml", "a.xml", room=18)
    assert tell("watch", str(folder), "--once", "--forget").status == 0
    assert names(folder) == {"filed/a.xml.receipt.xml", "filed/a.item-2.xml.receipt.xml"}


@pytest.mark.usefixtures("tipline_sandbox")
def test_a_mapping_that_cannot_be_used_is_refused_with_all_its_problems(
    tell: File, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[summary]\nplatfrom = "Example Chat"\n', "utf-8")
    checked = tell("mapping", "check", str(bad))
    for command in ("file", "watch"):
        what = str(EXAMPLES / "typical.xml") if command == "file" else str(tmp_path)
        run = tell(command, "--mapping", str(bad), what)
        assert run.status == 1
        assert "cannot be used" in run.err
        assert "platfrom" in run.err
        assert "2:1" in run.err
        assert (checked.out + checked.err).count("\n") <= run.err.count("\n") + 2
