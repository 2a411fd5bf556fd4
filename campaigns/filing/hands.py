"""`python -m campaigns.filing.hands`: does with an outbox what it is told, each time in a fork.

A fork can be killed at any line of `tipline.filing` (SIGKILL, between two lines), and the disk
can begin to fail there. Reads a JSON object a line, answers one.
"""

import json
import os
import signal
import sys
import threading
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final, Self

import httpx

from tipline import decode_report
from tipline.domain.errors import TiplineError
from tipline.filing import Filer, Pace, TestCredentials, TestEndpoint, Worker
from tipline.filing.outbox.states import State

_ROOM: Final = f"{os.sep}filing{os.sep}"
_PACE: Final = Pace(
    calls_per_second=1_000_000.0,
    first_pause=timedelta(milliseconds=1),
    longest_pause=timedelta(milliseconds=20),
    lanes=1,
)
_TIMEOUT: Final = httpx.Timeout(0.4)
_PATIENCE: Final = 2_000
"""Rounds after which a worker that gets nowhere gives up."""


class Tracer:
    """Counts the lines of `tipline.filing` that are run, and strikes at one of them."""

    def __init__(self, at: int, control: str) -> None:
        self.count = 0
        self._at = at
        self._control = control

    def __call__(self, frame: FrameType, event: str, _argument: object) -> Self | None:
        """Trace a call (see `sys.settrace`)."""
        if _ROOM not in frame.f_code.co_filename or "campaigns" in frame.f_code.co_filename:
            return None
        if event == "line":
            self.count += 1
            if self.count == self._at:
                self._strike()
        return self

    def _strike(self) -> None:
        if not self._control:
            os.kill(os.getpid(), signal.SIGKILL)
        Path(self._control).write_text("write 28", "utf-8")


def main() -> None:
    """Serve until the input ends."""
    document = Path(sys.argv[1]).read_bytes()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os._exit(_do(asked, document, writing))
        os.close(writing)
        with os.fdopen(reading) as said:
            answer = said.read()
        _, status = os.waitpid(child, 0)
        found = json.loads(answer) if answer else {}
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"killed": killed, "status": status, **found}), flush=True)


def _do(asked: dict[str, Any], document: bytes, writing: int) -> int:
    tracer = Tracer(asked.get("at", 0), asked.get("control", ""))
    if asked.get("trace"):
        threading.settrace(tracer)
        sys.settrace(tracer)
    error = ""
    try:
        found = _enqueue(asked, document) if asked["act"] == "enqueue" else _work(asked)
    except TiplineError as failed:
        error, found = failed.code, {}
    finally:
        sys.settrace(None)
        threading.settrace(None)
    os.write(writing, json.dumps({"lines": tracer.count, "error": error, **found}).encode())
    return 0


def _open(asked: dict[str, Any]) -> Filer:
    credentials = TestCredentials(asked["username"], asked["password"])
    return Filer(asked["outbox"], TestEndpoint(asked["base_url"]), credentials)


def _enqueue(asked: dict[str, Any], document: bytes) -> dict[str, Any]:
    filer = _open(asked)
    item = filer.enqueue(decode_report(document), key=asked["key"])
    return {"item": item.number, "items": sum(filer.book.counts().values())}


def _work(asked: dict[str, Any]) -> dict[str, Any]:
    filer = _open(asked)
    with Worker(filer, pace=_PACE, timeout=_TIMEOUT) as worker:
        for _ in range(_PATIENCE):
            drained = worker.drain()
            if drained.left == 0 or asked.get("once"):
                break
            threading.Event().wait(0.002)
    counts = filer.book.counts()
    filed = filer.book.filed_ids() if asked.get("filed") else []
    left = [item.number for item in filer.book.unfiled()]
    return {"left": left, "done": counts.get(State.FILED, 0), "filed": filed}


if __name__ == "__main__":
    main()
