"""Watches the child processes: starts them, also again when they die, and ends them in order.

Nothing here waits for one child alone: a signal to stop is heard at any moment.
"""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

import structlog

from tipline.cli.serving.child import Child
from tipline.domain.errors import TiplineError

_log: Final = structlog.get_logger(__name__)
_GRACE_SECONDS: Final = 2.2
"""What a child gets to finish in; twice this is less than the five seconds that are promised."""

_READY_WITHIN_SECONDS: Final = 60.0
"""A child that is not ready by then never will be."""

_BESIDE_SECONDS: Final = 0.3
"""What a program run beside the children gets to end in."""


class StartError(TiplineError):
    """The hotline could not be started: one of its processes failed at once."""

    code = "start_failed"


class Supervisor:
    """Keeps children running until a signal asks to stop; ends them last first."""

    def __init__(
        self, children: Sequence[Child], ready_within: float = _READY_WITHIN_SECONDS
    ) -> None:
        self._children = children
        self._ready_within = ready_within
        self._planned: set[Child] = set()
        self._stopping = False
        self._lifeline, self._held = os.pipe()
        self._wake, self._woken = os.pipe2(os.O_NONBLOCK)

    def listen(self) -> None:
        """Hear signals from here on."""
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def start(self) -> bool:
        """Start all children in order; tell whether all are ready, and nobody asked to stop.

        Raises:
            StartError: one of them cannot be started, ended, or does not become ready.
        """
        self.listen()
        for child in self._children:
            if self._stopping:
                break
            self._start_first(child)
        return not self._stopping

    def watch(self) -> None:
        """Start again whatever dies, until asked to stop."""
        while not self._stopping:
            self._look_after()

    def run(self, program: Sequence[str]) -> bool:
        """Run a program beside the children; tell whether it ended before anybody said stop."""
        beside = subprocess.Popen(program)  # noqa: S603 - our own program
        while not self._stopping and beside.poll() is None:
            self._look_after()
        beside.terminate()
        try:
            beside.wait(_BESIDE_SECONDS)
        except subprocess.TimeoutExpired:
            beside.kill()
            beside.wait()
        return not self._stopping

    def end(self) -> None:
        """End all children: those that serve at once, and after them the first, which writes."""
        first, *others = self._children
        for together in (others, [first]):
            until = time.monotonic() + _GRACE_SECONDS
            for child in together:
                child.ask_to_end()
            for child in together:
                child.end(until - time.monotonic())

    def _start_first(self, child: Child) -> None:
        """Start a child for the first time and wait until it is ready, or somebody says stop."""
        try:
            child.start(self._lifeline)
        except OSError as error:
            raise _failed(child, f"cannot be started: {(error.strerror or '').lower()}") from None
        while child.ready_fd is not None and not self._stopping:
            if child.age >= self._ready_within:
                raise _failed(child, f"was not ready within {self._ready_within:.0f} seconds")
            self._wait(min(self._ready_within - child.age, 5.0), self._hear_first)

    def _hear_first(self, child: Child) -> None:
        if not child.heard():
            child.end(_BESIDE_SECONDS)
            raise _failed(child, f"ended with status {child.status}")

    def _look_after(self) -> None:
        """Do for each child what is due, and wait until something happens."""
        for child in self._children:
            if child.running:
                self._planned.discard(child)
                if child.ready_fd is not None and child.age >= self._ready_within:
                    _log.error("child_not_ready", child=child.role)
                    child.end(0.0)
            elif child not in self._planned:
                _log.error("child_ended", child=child.role, status=child.status)
                self._plan(child)
            elif time.monotonic() >= child.start_at:
                self._start_again(child)
        starting = any(child.ready_fd is not None for child in self._children)
        pause = 0.1 if self._planned else 1.0 if starting else 5.0
        self._wait(pause, Child.heard)

    def _start_again(self, child: Child) -> None:
        """Start a child; if there is no room for it now, try again later."""
        try:
            child.start(self._lifeline)
        except OSError as error:
            _log.error("child_not_started", child=child.role, exc_info=error)
            self._plan(child)

    def _plan(self, child: Child) -> None:
        child.plan_restart()
        self._planned.add(child)

    def _wait(self, seconds: float, hear: Callable[[Child], object]) -> None:
        """Wait for a signal, for what a starting child says, or until the time is over."""
        with selectors.PollSelector() as selector:  # unlike epoll it needs no descriptor
            selector.register(self._wake, selectors.EVENT_READ)
            for child in self._children:
                if child.ready_fd is not None:
                    selector.register(child.ready_fd, selectors.EVENT_READ, child)
            for key, _ in selector.select(timeout=max(seconds, 0.0)):
                if isinstance(key.data, Child):
                    hear(key.data)
                else:
                    with suppress(BlockingIOError):
                        os.read(self._wake, 4096)

    def _stop(self, *_: object) -> None:
        self._stopping = True


def _failed(child: Child, how: str) -> StartError:
    return StartError(
        f"The hotline could not be started: its process `{child.role}` {how}. What went wrong"
        " stands above, if anything."
    )
