"""A plugin for pytest: the fixture `tipline_sandbox`, a service to file with in any tests.

The sandbox runs as a process of its own, once for a test session; every test begins with an empty
one. Needs `tipline[server]`.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

_LIFELINE: Final = "TIPLINE_LIFELINE"
_START_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 10.0
_ANSWER_SECONDS: Final = 30.0
_HOST: Final = "127.0.0.1"
_REFUSED: Final = 400


class TiplineSandbox:
    """A running sandbox: where to file, what arrived, and what shall go wrong.

    `url` is the address of the page; `xml` and `json` are the base addresses for clients.
    """

    def __init__(self, announced: dict[str, str]) -> None:
        self.url = announced["url"]
        self.xml = announced["xml"]
        self.json = announced["json"]
        self.username = announced["username"]
        self.password = announced["password"]
        self._port = int(self.url.rpartition(":")[2])

    def reports(self) -> list[dict[str, Any]]:
        """Return the reports that were accepted, the oldest first: number, state, completeness."""
        found: list[dict[str, Any]] = self._ask("GET", "reports")["reports"]
        return found

    def exchanges(self) -> list[dict[str, Any]]:
        """Return the newest 1,000 requests and what came of them, the oldest first."""
        found: list[dict[str, Any]] = self._ask("GET", "exchanges")["exchanges"]
        return found

    def fail(
        self, fault: str, *, call: str = "any", times: int | None = 1, **details: float
    ) -> None:
        """Provoke a fault on the next calls; `times` None means until `clear` or the next test.

        `details` are `code` and `status` for the fault `answer`, `seconds` for those that last.

        Raises:
            ValueError: there is no such fault, call or detail; the message says what there is.
        """
        self._ask("POST", "faults", {"fault": fault, "call": call, "times": times, **details})

    def clear(self) -> None:
        """End all faults."""
        self._ask("DELETE", "faults")

    def now(self) -> datetime:
        """Return what time it is in the sandbox, aware, in UTC."""
        return datetime.fromisoformat(self._ask("GET", "clock")["now"])

    def forward(self, span: timedelta | float) -> datetime:
        """Let time pass in the sandbox, seconds or a timedelta; return what time it is then.

        Raises:
            ValueError: it would lead back.
        """
        seconds = span.total_seconds() if isinstance(span, timedelta) else span
        told = self._ask("POST", "clock", {"forward_seconds": seconds})
        return datetime.fromisoformat(told["now"])

    def reset(self) -> None:
        """Forget all that arrived, end all faults, set the clock right; done before every test."""
        self._ask("POST", "reset")

    def _ask(self, method: str, path: str, value: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        body = None if value is None else json.dumps(value)
        headers = {} if value is None else {"Content-Type": "application/json"}
        connection = http.client.HTTPConnection(_HOST, self._port, timeout=_ANSWER_SECONDS)
        try:
            connection.request(method, f"/sandbox/api/{path}", body, headers)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        if answer.status >= _REFUSED:
            raise ValueError(" ".join(json.loads(data)["problems"]))
        return json.loads(data) if data else None


@contextmanager
def running_sandbox(command: Sequence[str]) -> Iterator[TiplineSandbox]:
    """Run a sandbox as a process; it ends with the block, and with this process however that ends.

    Raises:
        RuntimeError: it did not start.
    """
    ours, theirs = os.pipe()  # nothing is ever written: it closes when this process is gone
    process = subprocess.Popen(  # noqa: S603 - the program of this package, or what a test names
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        pass_fds=[ours],
        env={**os.environ, _LIFELINE: str(ours)},
        text=True,
    )
    os.close(ours)
    try:
        yield TiplineSandbox(_announced(process))
    finally:
        os.close(theirs)
        _end(process)


@pytest.fixture(scope="session")
def tipline_sandbox_command() -> list[str]:
    """Return how the sandbox is started; override it to start it in another way."""
    return [sys.executable, "-m", "tipline", "sandbox", "--port", "0", "--json"]


@pytest.fixture(scope="session")
def tipline_sandbox_process(tipline_sandbox_command: Sequence[str]) -> Iterator[TiplineSandbox]:
    """Run one sandbox for the session; tests take `tipline_sandbox`, which is empty."""
    with running_sandbox(tipline_sandbox_command) as sandbox:
        yield sandbox


@pytest.fixture
def tipline_sandbox(tipline_sandbox_process: TiplineSandbox) -> TiplineSandbox:
    """A local CyberTipline-compatible service: empty, without faults, with the right time."""
    tipline_sandbox_process.reset()
    return tipline_sandbox_process


def _announced(process: subprocess.Popen[str]) -> dict[str, str]:
    """Return what the sandbox says when it is ready."""
    if process.stdout is None:
        raise RuntimeError("The sandbox has no output to read.")
    watchdog = threading.Timer(_START_SECONDS, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline()
    finally:
        watchdog.cancel()
        watchdog.join()
    try:
        announced: dict[str, str] = json.loads(line)
    except ValueError:
        raise RuntimeError(
            "`tipline sandbox` did not start. Is it installed with its server parts:"
            " tipline[server]?"
        ) from None
    return announced


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
