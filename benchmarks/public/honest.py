"""The honest side of a run, a process of its own: visits begun at a steady pace, and leaving."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import uvloop

from benchmarks.public.visit import FailedError, Visit
from benchmarks.public.wire import LOST, Browser

_GIVES_UP_SECONDS: Final = 60.0
"""For a visit that takes 22 s if nothing has to be waited for."""


@dataclass
class Honest:
    """What honest visitors met; `times` in milliseconds by kind of request.

    `cpu` is what this process used, in seconds.
    """

    cpu: float = 0.0
    tried: int = 0
    succeeded: int = 0
    requests: int = 0
    visit_seconds: list[float] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)


def visit_for(port: int, seconds: float, apart: float) -> Honest:
    """Begin a visit every so many seconds, for so long, and wait until the last is over."""
    return uvloop.run(_Side(port).run(seconds, apart))


class _Side:
    def __init__(self, port: int) -> None:
        self._port = port
        self._found = Honest()
        self._failures: Counter[str] = Counter()

    async def run(self, seconds: float, apart: float) -> Honest:
        leaving = asyncio.create_task(self._leave_again_and_again())
        began, visits = time.perf_counter(), []
        for number in range(round(seconds / apart)):
            await asyncio.sleep(began + number * apart - time.perf_counter())
            visits.append(asyncio.create_task(self._visit(number)))
        await asyncio.gather(*visits)
        leaving.cancel()
        self._found.cpu = time.process_time()
        self._found.failures = dict(self._failures.most_common())
        return self._found

    async def _visit(self, number: int) -> None:
        self._found.tried += 1
        began = time.perf_counter()
        try:
            async with asyncio.timeout(_GIVES_UP_SECONDS):
                await Visit(self._port, number, self._note).walk()
        except FailedError as failure:
            self._failures[str(failure)] += 1
        except TimeoutError:
            self._failures["the whole visit took too long"] += 1
        else:
            self._found.succeeded += 1
            self._found.visit_seconds.append(time.perf_counter() - began)

    async def _leave_again_and_again(self) -> None:
        while True:
            began = time.perf_counter()
            try:
                answer = await Browser(self._port, keep=False, patience=30).get("/leave")
                if answer.status != 303:
                    self._failures[f"leave: status {answer.status}"] += 1
            except LOST as error:
                self._failures[f"leave: {type(error).__name__}"] += 1
            self._note("leave", time.perf_counter() - began)
            await asyncio.sleep(0.2)

    def _note(self, kind: str, seconds: float) -> None:
        self._found.times.setdefault(kind, []).append(seconds * 1_000)
        self._found.requests += kind != "leave"
