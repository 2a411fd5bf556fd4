"""What the parent does at any moment: hears a signal, says what failed, goes on where it can."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving.running import PROGRAM, environment, running, wait_until

PROMISED_SECONDS = 5
PARENT = """
import sys
from tipline.cli.serving.child import Child
from tipline.cli.serving.supervise import Supervisor
within, *scripts = sys.argv[1:]
children = [
    Child("writer", [], program=["sh", "-c", 'for fd; do :; done; ' + script, "sh"])
    for script in scripts
]
supervisor = Supervisor(children, float(within))
try:
    if supervisor.start():
        print("all ready", flush=True)
        supervisor.watch()
finally:
    supervisor.end()
print("ended", flush=True)
"""
READY = "printf ready >&$fd; exec sleep 60"
SILENT = "echo silent; exec sleep 60"


@contextmanager
def parent_of(*scripts: str, within: str = "60") -> Iterator[subprocess.Popen[str]]:
    """Run a parent with one child for each script."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, within, *scripts],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield parent
    finally:
        parent.kill()
        parent.communicate()


def said_by(parent: subprocess.Popen[str], line: str) -> bool:
    """Read on until a line; tell whether it came."""
    assert parent.stdout is not None
    return any(one.strip() == line for one in parent.stdout)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_heard_while_a_child_never_says_ready(number: signal.Signals) -> None:
    with parent_of(SILENT) as parent:
        assert said_by(parent, "silent")
        parent.send_signal(number)
        assert parent.wait(PROMISED_SECONDS) == 0
        assert said_by(parent, "ended")


def test_a_child_that_ignores_the_signal_is_ended_in_time() -> None:
    with parent_of(READY, "trap '' TERM; echo silent; while :; do sleep 1; done") as parent:
        assert said_by(parent, "silent")
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(PROMISED_SECONDS) == 0


@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 3", "`writer` ended with status 3"), (SILENT, "`writer` was not ready within 0 s")],
)
def test_a_first_start_that_fails_says_what(script: str, words: str) -> None:
    with parent_of(script, within="0.2") as parent:
        _, err = parent.communicate(timeout=30)
        assert parent.returncode == 1
        assert words in err


def test_one_that_is_not_ready_later_is_started_again(tmp_path: Path) -> None:
    second = tmp_path / "second"
    script = (
        f"[ -e {second} ] || {{ touch {second}; printf ready >&$fd; exit 1; }}; "
        f"echo x >> {second}; exec sleep 60"
    )
    with parent_of(script, within="0.2") as parent:
        assert said_by(parent, "all ready")
        wait_until(lambda: second.read_text().count("x") >= 2)
        parent.send_signal(signal.SIGTERM)
        out, _ = parent.communicate(timeout=PROMISED_SECONDS)
        assert "child_not_ready" in out


def test_no_room_for_a_process_does_not_end_the_hotline(tmp_path: Path) -> None:
    with running(tmp_path / "data") as hotline:
        pid = hotline.process.pid
        before, (_, most) = hotline.children(), resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, most))
        (writer,) = before["writer"]
        os.kill(writer, signal.SIGKILL)
        wait_until(lambda: "child_not_started" in hotline.log.read_text())
        assert hotline.process.poll() is None
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (most, most))
        wait_until(lambda: len(hotline.children().get("writer", ())) == 1)
        wait_until(lambda: hotline.get("/readyz").status_code == 200)
        assert hotline.end() == 0


@pytest.mark.parametrize("line", ["New keys were made", "Ctrl-C stops it.", "Your log-in"])
def test_a_signal_while_it_starts_or_fills_ends_everything(tmp_path: Path, line: str) -> None:
    data = tmp_path / "data"
    serving = subprocess.Popen(
        [*PROGRAM, "serve", "--demo", "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**environment(), "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert serving.stdout is not None
        assert any(one.startswith(line) for one in serving.stdout)
        serving.send_signal(signal.SIGTERM)
        ended = serving.wait(PROMISED_SECONDS)
        # Before there is any child the signal does what it always does.
        assert ended == 0 or (ended == -signal.SIGTERM and line.startswith("New keys"))
        assert not working_on(data)
    finally:
        serving.kill()
        serving.communicate()


def working_on(data: Path) -> list[str]:
    """Return the command lines of processes that name a folder."""
    lines = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                lines.append((entry / "cmdline").read_text())
            except OSError:
                continue
    return [line for line in lines if str(data) in line]
