"""A reader of our output that goes away early, as `head` does, is no error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.reports import NOW, full_report
from tipline.cli.reports.pipes import reader_may_leave
from tipline.cli.reports.present import present_document
from tipline.codecs import cybertipline
from tipline.services.check_document import check_document


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["schema", "xsd"], 0),
        (["schema", "json"], 0),
        (["check", "{}"], 0),
        (["check", "--json", "{}"], 0),
        (["check", "{}", "missing.xml"], 1),
        (["convert", "{}", "--to", "json"], 0),
    ],
)
def test_the_status_stays_what_it_is(tmp_path: Path, arguments: list[str], status: int) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(cybertipline.encode_report(full_report()))
    with subprocess.Popen(
        [sys.executable, "-m", "tipline", *(word.format(path) for word in arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == status


def test_what_is_written_after_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as output:
        monkeypatch.setattr(sys, "stdout", output)
        with reader_may_leave():
            present_document("Synthetic", check_document(b"{}", NOW))
            written.append("Synthetic")
        output.write("narrative")
        output.flush()
    assert written == []


def test_other_errors_go_through() -> None:
    with pytest.raises(OSError, match="full"), reader_may_leave():
        raise OSError("full")
