"""One works on an outbox at a time; the lock ends with its process, not with its children."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tipline.filing.errors import OutboxBusyError, OutboxUnavailableError
from tipline.filing.outbox.lock import let_go, take_lock

_FORKS = """
import os, sys, time
from pathlib import Path
from tipline.filing.outbox.lock import take_lock
take_lock(Path(sys.argv[1]))
child = os.fork()
if child == 0:
    time.sleep(60)
    os._exit(0)
print(child, flush=True)
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


def wait_for(folder: Path) -> int:
    """Take the lock as soon as it is free: the child may not have run yet since it was forked."""
    for _ in range(400):
        with suppress(OutboxBusyError):
            return take_lock(folder)
        time.sleep(0.05)
    raise AssertionError(folder)


def test_a_child_does_not_keep_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _FORKS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        try:
            assert parent.stdout is not None
            child = int(parent.stdout.readline())
            with pytest.raises(OutboxBusyError):
                take_lock(tmp_path)
        finally:
            parent.kill()
            parent.wait()
        let_go(wait_for(tmp_path))
        os.kill(child, signal.SIGKILL)
