"""Watches the child processes: starts them, also again when they die, and ends them in order."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

import structlog

from tipline.cli.serving.lifeline import LIFELINE

_log: Final = structlog.get_logger(__name__)
_GRACE_SECONDS: Final = 2.3
"""What a child gets to finish in; twice this is less than the five seconds that are promised."""

_LONGEST_PAUSE_SECONDS: Final = 5.0
_LIVED_SECONDS: Final = 10.0
"""A child that lived this long is started again at once; one that did not, after a pause."""

_READY: Final = b"ready"


class Child:
    """One process of ours: how to start it, and what it is doing."""

    def __init__(
        self,
        role: str,
        arguments: Sequence[str],
        pass_fds: Sequence[int] = (),
        secret: str | None = None,
    ) -> None:
        self.role = role
        self._secret = secret
        self._arguments = [sys.executable, "-m", "tipline", "process", role, *arguments]
        self._pass_fds = tuple(pass_fds)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = 0.0
        self.start_at = 0.0

    def start(self, lifeline: int) -> None:
        """Start the process and wait until it says that it is ready, or dies."""
        ready, says_ready = os.pipe()
        arguments, fds = [*self._arguments, "--ready-fd", str(says_ready)], [lifeline, says_ready]
        if self._secret is not None:
            fds.append(_told(self._secret))
            arguments += ["--passphrase-fd", str(fds[-1])]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            arguments,
            pass_fds=(*self._pass_fds, *fds),
            env={**os.environ, LIFELINE: str(lifeline)},
            start_new_session=True,
        )
        self._started_at = time.monotonic()
        for fd in fds[1:]:
            os.close(fd)
        with os.fdopen(ready, "rb") as pipe:
            pipe.read(len(_READY))

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
        lived = time.monotonic() - self._started_at
        self._pause = (
            0.0
            if lived >= _LIVED_SECONDS
            else min(max(self._pause * 2, 0.1), _LONGEST_PAUSE_SECONDS)
        )
        self.start_at = time.monotonic() + self._pause

    def ask_to_end(self) -> None:
        """Ask the process to end."""
        if self._process is not None and self.running:
            self._process.terminate()

    def end(self, grace: float) -> None:
        """Wait until the process has ended, and make it after a grace period in seconds."""
        if self._process is None:
            return
        try:
            self._process.wait(max(grace, 0.0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _told(secret: str) -> int:
    """Return the reading end of a pipe that holds a secret: not in arguments, nor environment."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(secret.encode("utf-8", "surrogateescape"))
    return reading


class Supervisor:
    """Keeps children running until a signal asks to stop; ends them last first."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stopping = False
        self._lifeline, self._held = os.pipe()
        self._wake, self._woken = os.pipe2(os.O_NONBLOCK)

    def start(self) -> bool:
        """Start all children in order and tell whether all of them live."""
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for child in self._children:
            child.start(self._lifeline)
        return all(child.running for child in self._children)

    def watch(self) -> None:
        """Start again whatever dies, until asked to stop."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake, selectors.EVENT_READ)
            planned: set[Child] = set()
            while not self._stopping:
                for child in self._children:
                    if child.running:
                        planned.discard(child)
                    elif child not in planned:
                        _log.error("child_ended", child=child.role, status=child.status)
                        child.plan_restart()
                        planned.add(child)
                    elif time.monotonic() >= child.start_at:
                        child.start(self._lifeline)
                for _ in selector.select(timeout=0.1 if planned else 5.0):
                    os.read(self._wake, 4096)

    def end(self) -> None:
        """End all children: those that serve at once, and after them the first, which writes."""
        first, *others = self._children
        for together in (others, [first]):
            until = time.monotonic() + _GRACE_SECONDS
            for child in together:
                child.ask_to_end()
            for child in together:
                child.end(until - time.monotonic())

    def _stop(self, *_: object) -> None:
        self._stopping = True
