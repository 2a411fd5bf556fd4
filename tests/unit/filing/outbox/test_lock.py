"""One works on an outbox at a time; the lock ends with its process, whatever was forked from it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tipline.filing.errors import OutboxBusyError, OutboxUnavailableError
from tipline.filing.outbox.lock import let_go, take_lock

_FORKS = """
import os, sys, time
from pathlib import Path
from tipline.filing.outbox.lock import take_lock
take_lock(Path(sys.argv[1]))
if os.fork() == 0:
    print("forked", flush=True)
    time.sleep(60)
sys.stdin.read()
"""


def test_it_is_taken_once_and_let_go(tmp_path: Path) -> None:
    taken = take_lock(tmp_path)
    with pytest.raises(OutboxBusyError):
        take_lock(tmp_path)
    let_go(taken)
    let_go(taken)  # twice does no harm
    let_go(take_lock(tmp_path))


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(OutboxUnavailableError):
        take_lock(tmp_path / "gone")


def test_a_child_does_not_keep_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _FORKS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        try:
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"forked\n"
            with pytest.raises(OutboxBusyError):
                take_lock(tmp_path)
        finally:
            parent.kill()
            parent.wait()
        let_go(take_lock(tmp_path))
        subprocess.run(["pkill", "-f", str(tmp_path)], check=False)
