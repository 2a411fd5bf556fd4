"""One child process: how to start it, what it is doing, how to end it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from tipline.cli.serving.lifeline import LIFELINE

_LONGEST_PAUSE_SECONDS: Final = 5.0
_LIVED_SECONDS: Final = 10.0
"""A child that lived this long is started again at once; one that did not, after a pause."""

_READY: Final = b"ready"
_PROGRAM: Final = (sys.executable, "-m", "tipline", "process")


class Child:
    """One process of ours; `program` is what it is an argument of."""

    def __init__(
        self,
        role: str,
        arguments: Sequence[str],
        pass_fds: Sequence[int] = (),
        secret: str | None = None,
        *,
        program: Sequence[str] = _PROGRAM,
    ) -> None:
        self.role = role
        self._secret = secret
        self._arguments = [*program, role, *arguments]
        self._pass_fds = tuple(pass_fds)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = 0.0
        self.start_at = 0.0
        self.ready_fd: int | None = None
        """Where it says that it is ready; None if it said so, or is gone."""

    def start(self, lifeline: int) -> None:
        """Start the process; `heard` takes in later what it says.

        Raises:
            OSError: there is no room for another process, or for what it needs.
        """
        self.forget()
        self._started_at = time.monotonic()
        with _pipe() as (ready, says_ready), _told(self._secret) as told:
            secret = [] if told is None else ["--passphrase-fd", str(told)]
            given = [lifeline, says_ready, *([] if told is None else [told])]
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*self._arguments, "--ready-fd", str(says_ready), *secret],
                pass_fds=(*self._pass_fds, *given),
                env={**os.environ, LIFELINE: str(lifeline)},
                start_new_session=True,
            )
            self.ready_fd = os.dup(ready)

    def heard(self) -> bool:
        """Take in what came from the process and tell whether it is ready."""
        said = b"" if self.ready_fd is None else os.read(self.ready_fd, len(_READY))
        self.forget()
        return said == _READY

    def forget(self) -> None:
        """Listen to the process no more."""
        if self.ready_fd is not None:
            os.close(self.ready_fd)
            self.ready_fd = None

    @property
    def age(self) -> float:
        """For how many seconds the process has been there."""
        return time.monotonic() - self._started_at

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def status(self) -> int | None:
        """The exit status of the process that ended last."""
        return None if self._process is None else self._process.poll()

    def plan_restart(self) -> None:
        """Say when the process may be started again: later each time it dies young."""
        self._pause = (
            0.0
            if self.age >= _LIVED_SECONDS
            else min(max(self._pause * 2, 0.1), _LONGEST_PAUSE_SECONDS)
        )
        self.start_at = time.monotonic() + self._pause

    def ask_to_end(self) -> None:
        """Ask the process to end."""
        if self._process is not None and self.running:
            self._process.terminate()

    def end(self, grace: float) -> None:
        """Wait until the process has ended, and make it after a grace period in seconds."""
        self.forget()
        if self._process is None:
            return
        try:
            self._process.wait(max(grace, 0.0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    """Open a pipe, and close here both its ends afterwards."""
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


@contextmanager
def _told(secret: str | None) -> Iterator[int | None]:
    """Open a pipe that holds a secret, which stands in no argument and no environment."""
    if secret is None:
        yield None
        return
    reading, writing = os.pipe()
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(secret.encode("utf-8", "surrogateescape"))
        yield reading
    finally:
        os.close(reading)
