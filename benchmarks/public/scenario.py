"""One run: a fresh hotline, honest visitors, and so many times their normal load from abusers."""

import multiprocessing
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.intake.hotline import Running, running
from benchmarks.public.flood import Flood, flood_until
from benchmarks.public.honest import Honest, visit_for

NORMAL_VISITS_A_SECOND: Final = 0.2
"""An honest visit begun every 5 s: 720 an hour, 6.3 million a year."""

REQUESTS_A_VISIT: Final = 31
"""Of an honest visit, with its style sheet and script; each run says how many there were."""

NORMAL_REQUESTS_A_SECOND: Final = NORMAL_VISITS_A_SECOND * REQUESTS_A_VISIT
VISITS_APART: Final = 0.6
"""Seconds between the honest visits that are measured: eight times normal, to have enough."""

_FIRST_SECONDS: Final = 3.0
"""The flood is there before the first honest visitor comes."""

_SETTINGS: Final = {"TIPLINE_WEB_PROCESSES": "2"}


@dataclass(frozen=True)
class Run:
    """What one run has found; `cpu` is the share of one processor that each role's processes used.

    `memory` is the highest proportional set size of all processes of the hotline, in bytes.
    """

    factor: int
    honest: Honest
    flood: Flood
    seconds: float
    cpu: dict[str, float]
    memory: int
    busy_before: float

    @property
    def cpu_ms_a_visit(self) -> float:
        """Processor time of the hotline for one honest visit, if nobody else is there."""
        return sum(self.cpu.values()) * self.seconds / max(self.honest.succeeded, 1) * 1_000


def run_once(factor: int, seconds: float, apart: float = VISITS_APART) -> Run:
    """Measure under so many times the normal load of abuse; 0 for none."""
    with tempfile.TemporaryDirectory(prefix="tipline-public-") as name:
        busy = _load_average()
        with running(Path(name), _SETTINGS) as hotline:
            return _measure(hotline, factor, (seconds, apart), busy)


def _measure(hotline: Running, factor: int, timing: tuple[float, float], busy: float) -> Run:
    port = int(hotline.address.rpartition(":")[2])
    seconds, apart = timing
    stop = hotline.data / "stop"
    visit_for(port, 1.0, 0.5)  # the first pages of each process read their templates
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        began, before = time.perf_counter(), hotline.cpu_seconds()
        flooding: Future[Flood] | None = None
        if factor:
            rate = factor * NORMAL_REQUESTS_A_SECOND
            flooding = pool.submit(flood_until, port, stop, rate)
            time.sleep(_FIRST_SECONDS)
        visiting = pool.submit(visit_for, port, seconds, apart)
        memory = 0
        while not visiting.done():
            time.sleep(1)
            memory = max(memory, hotline.memory())
        stop.touch()
        after, took = hotline.cpu_seconds(), time.perf_counter() - began
        honest = visiting.result()
        flood = Flood() if flooding is None else flooding.result()
    cpu = {role: (used - before.get(role, 0.0)) / took for role, used in after.items()}
    return Run(factor, honest, flood, took, cpu, memory, busy)


def _load_average() -> float:
    """Return how busy the machine was in the last minute, before the run."""
    return float(Path("/proc/loadavg").read_text("ascii").split()[0])
