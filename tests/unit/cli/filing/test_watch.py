"""`tipline watch`: what becomes of files that are dropped."""

import os
import shutil
from pathlib import Path

import pytest

from tests.unit.cli.filing.conftest import File
from tests.unit.cli.runs import ROOT
from tipline.integrations.pytest_sandbox import TiplineSandbox

EXAMPLES = ROOT / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drop"
    made.mkdir()
    return made


def drop(folder: Path, example: str, name: str) -> None:
    """Put a file there that nobody writes to any more."""
    shutil.copy(EXAMPLES / example, folder / name)
    os.utime(folder / name, (1_700_000_000, 1_700_000_000))


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_files_move_with_their_receipts_or_with_what_is_wrong(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "typical.xml", "a.xml")
    drop(folder, "typical.xml", "the same.xml")
    drop(folder, "wrong.xml", "b.xml")
    drop(folder, "typical.xml", "c.xml.part")
    shutil.copy(EXAMPLES / "typical.xml", folder / "fresh.xml")  # perhaps still being written
    run = tell("watch", str(folder), "--once")
    assert run.status == 0
    assert names(folder) == {
        *("c.xml.part", "fresh.xml"),
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
    tell("watch", str(folder), "--once")
    assert names(folder) == {"waiting/a.xml.item-1"}
    tipline_sandbox.clear()
    tell("outbox", "retry", "1")
    tell("watch", str(folder), "--once")
    assert names(folder) == {"filed/a.xml", "filed/a.xml.receipt.xml"}


def test_what_the_service_refuses_is_told_beside_the_file(
    tell: File, folder: Path, tipline_sandbox: TiplineSandbox
) -> None:
    drop(folder, "typical.xml", "a.xml")
    tipline_sandbox.fail("answer", call="submit", code=4110, status=400)
    tell("watch", str(folder), "--once")
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
