"""`tipline demo`: it needs an open door, and leaves no live credentials behind."""

import json
from pathlib import Path

from tests.serving.running import Running, running, tipline


def test_its_credentials_end_with_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data) as hotline:
        words = ("demo", "--count", "3", "--data", str(data))
        assert tipline(*words, "--port", str(hotline.port)).status == 0
    for _ in range(2):
        failed = tipline(*words, "--port", str(hotline.port))
        assert (failed.status, "No server answers at" in failed.err) == (1, True)
    listed = json.loads(tipline("provider", "list", "--json", "--data", str(data)).out)
    assert [(one["name"], one["disabled"]) for one in listed] == [("Demo", True)]


def test_a_second_serve_says_that_it_stands_by(tmp_path: Path) -> None:
    with running(tmp_path / "data") as first:
        assert "standing by" not in first.log.read_text()
        second = Running(tmp_path / "data")  # ends before the first, and with its own children
        try:
            assert "Another serve has this folder; standing by." in second.log.read_text()
            assert second.end() == 0
        finally:
            second.process.kill()
            second.process.communicate()
