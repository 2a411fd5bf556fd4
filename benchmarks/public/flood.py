"""The abusive side of a run, a process of its own: an open loop, bounded in time and sockets."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import uvloop

from benchmarks.public.abuse import KINDS, Kind, send_slowly
from benchmarks.public.wire import LOST, Browser

MOST_SOCKETS: Final = 1_000
"""Open at once; what would need one more is not sent, and counted."""

LONGEST_SECONDS: Final = 180.0
SLOW_SENDERS: Final = 40
PATIENCE_SECONDS: Final = 20.0
_TICK: Final = 0.01


@dataclass
class Flood:
    """What abusive clients sent, and how it was answered; `cpu` seconds of this process."""

    seconds: float = 0.0
    cpu: float = 0.0
    answered: int = 0
    held_back: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, dict[str, int]] = field(default_factory=dict)


def flood_until(port: int, stop: Path, requests_a_second: float) -> Flood:
    """Send so many requests a second, whatever the answers, until there is a file `stop`."""
    return uvloop.run(_Side(port, stop).run(requests_a_second))


class _Side:
    def __init__(self, port: int, stop: Path) -> None:
        self._port = port
        self._stop = stop
        self._chance = Random(1)
        self._open = 0
        self._held_back = 0
        self._statuses: Counter[tuple[str, str]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, requests_a_second: float) -> Flood:
        weights = [kind.share / kind.requests for kind in KINDS]
        acts_a_second = requests_a_second * sum(weights) / sum(kind.share for kind in KINDS)
        slow = [asyncio.create_task(self._slow(number)) for number in range(SLOW_SENDERS)]
        began, done = time.perf_counter(), 0
        while (now := time.perf_counter() - began) < LONGEST_SECONDS and not self._stop.exists():
            due = int(now * acts_a_second)
            for kind in self._chance.choices(KINDS, weights, k=due - done):
                self._begin(kind)
            done = due
            await asyncio.sleep(_TICK)
        took = time.perf_counter() - began
        for task in (*slow, *self._tasks):
            task.cancel()
        await asyncio.gather(*slow, *self._tasks, return_exceptions=True)
        return self._found(took)

    def _begin(self, kind: Kind) -> None:
        if self._open >= MOST_SOCKETS:
            self._held_back += kind.requests
            return
        task = asyncio.create_task(self._act(kind))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _act(self, kind: Kind) -> None:
        self._open += 1
        browser = Browser(self._port, keep=kind.requests > 1, patience=PATIENCE_SECONDS)

        def say(status: int) -> None:
            self._statuses[kind.name, str(status)] += 1

        try:
            await kind.act(browser, say)
        except LOST as error:
            what = "no answer in time" if isinstance(error, TimeoutError) else "cut off"
            self._statuses[kind.name, what] += 1
        finally:
            browser.close()
            self._open -= 1

    async def _slow(self, number: int) -> None:
        while True:
            try:
                await send_slowly(self._port, body=number % 2 == 0)
            except LOST:
                await asyncio.sleep(1)

    def _found(self, took: float) -> Flood:
        found = Flood(took, time.process_time(), held_back=self._held_back)
        for (kind, status), count in sorted(self._statuses.items()):
            found.statuses[status] = found.statuses.get(status, 0) + count
            found.by_kind.setdefault(kind, {})[status] = count
            found.answered += count if status.isdecimal() else 0
        return found
