"""The parts of the intake benchmark: each makes what it needs, measures, and cleans up."""

import multiprocessing
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.intake.desk import Analyst, working
from benchmarks.intake.filled import fill
from benchmarks.intake.gunicorn import serving
from benchmarks.intake.hotline import Credentials, Running, admit_providers, running
from benchmarks.intake.load import Kind, Load, send
from benchmarks.intake.prepared import add_provider, prepared
from benchmarks.intake.raw import batches, write
from benchmarks.intake.slow_sync import slow_sync
from tipline import bootstrap
from tipline.config import read_settings
from tipline.stores.audit_log import read_head

Tell = Callable[[str], None]
"""Says on standard error what is being done."""

T = TypeVar("T")

WARM_UP_SECONDS: Final = 2
_FILLED: Final = "filled"
"""A file that says that a kept database is whole."""
_BETWEEN: Final = 10_000_000
"""Between the first numbers of two runs, so that no report is sent twice."""


@dataclass(frozen=True)
class Served:
    """Several runs of one load; the middle one by rate speaks for them.

    `memory` is the proportional set size of all processes at the end, in bytes; `cpu_us` the
    processor time of each role for one report, in microseconds.
    """

    loads: tuple[Load, ...]
    memory: int = 0
    cpu_us: dict[str, float] | None = None
    desk_p99_ms: float = float("nan")
    pages_ms: dict[str, float] | None = None

    @property
    def rate(self) -> float:
        """Reports in a second."""
        return statistics.median(load.rate for load in self.loads)

    @property
    def p50_ms(self) -> float:
        """The middle latency in milliseconds."""
        return statistics.median(load.p50_ms for load in self.loads)

    @property
    def p99_ms(self) -> float:
        """The latency that 99 of 100 answers stay below, in milliseconds."""
        return statistics.median(load.p99_ms for load in self.loads)


class Numbers:
    """First numbers of runs, far apart."""

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        """Return the first number of the next run."""
        self._next += 1
        return self._next * _BETWEEN


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tipline-intake-") as name:
        yield Path(name)


def raw(reports: int) -> float:
    """Return the rate of the yardstick *raw*, measured in a process of its own."""
    with folder() as data:
        return _apart(_raw, data, reports)


def _raw(data: Path, reports: int) -> float:
    hotline, provider = _empty_hotline(data)
    return write(list(batches(prepared(hotline, 1, reports, provider), read_head()))).rate


def _fill(data: Path, reports: int) -> None:
    hotline, provider = _empty_hotline(data)
    fill(hotline, provider, reports, lambda done: _say(f"{done:,} of {reports:,} reports stored"))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _empty_hotline(data: Path) -> tuple[bootstrap.Hotline, int]:
    """Return a new hotline and the number of a provider; a process can open one only."""
    settings = read_settings(data, {})
    bootstrap.create_hotline(settings)
    hotline = bootstrap.open_hotline(settings)
    return hotline, add_provider(hotline)


def _apart(work: Callable[[Path, int], T], data: Path, reports: int) -> T:
    """Return what some work gives, done in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, data, reports).result()


def plain(seconds: int, rounds: int, numbers: Numbers) -> dict[Kind, Served]:
    """Return what the yardstick *plain Django* does."""
    with folder() as data:
        with running(data):
            pass  # makes the folder, the keys and the database
        credentials = admit_providers(data)
        with serving(data) as address:
            return {
                kind: Served(_runs(address, kind, credentials, (seconds, rounds), numbers))
                for kind in (Kind.JSON, Kind.XML)
            }


def served(hotline: Running, kind: Kind, timing: tuple[int, int], numbers: Numbers) -> Served:
    """Return what a hotline does under one kind of load."""
    # A provider can finish its own reports only, and the load script does not keep them apart.
    credentials = hotline.providers[:1] if kind is Kind.LIFE else hotline.providers
    send(hotline.address, kind, credentials, WARM_UP_SECONDS, numbers.take())
    before = hotline.cpu_seconds()
    loads = _runs(hotline.address, kind, credentials, timing, numbers)
    answers = sum(load.answers for load in loads)
    after = hotline.cpu_seconds()
    cpu = {role: (used - before[role]) / answers * 1e6 for role, used in after.items()}
    return Served(loads, hotline.memory(), cpu)


def with_desk(hotline: Running, seconds: int, numbers: Numbers) -> Served:
    """Return what a hotline does while somebody works at its desk."""
    with working(hotline) as work:
        load = send(hotline.address, Kind.JSON, hotline.providers, seconds, numbers.take())
    return Served((load,), hotline.memory(), desk_p99_ms=work.p99_ms)


def on_slow_disk(timing: tuple[int, int], numbers: Numbers) -> Served:
    """Return what a hotline does when every fsync takes longer."""
    with folder() as data, slow_sync() as environment, running(data, environment) as hotline:
        return served(hotline, Kind.JSON, timing, numbers)


def on_filled(
    reports: int, kept: Path | None, timing: tuple[int, int], numbers: Numbers
) -> Served:
    """Return what a hotline does on a database that holds so many reports; see `filled`.

    `kept` is a folder to keep it in, or in which it was kept, since it takes long to make.
    """
    with folder() if kept is None else nullcontext(kept) as data:
        if not (data / _FILLED).exists():
            _apart(_fill, data, reports)
            (data / _FILLED).touch()
        with running(data) as hotline:
            found = served(hotline, Kind.JSON, timing, numbers)
            return replace(found, pages_ms=Analyst(hotline).page_times())


def over_many(count: int, numbers: Numbers, tell: Tell) -> list[tuple[int, int]]:
    """Return the memory of a hotline, in bytes, while it takes so many reports: (sent, memory)."""
    found: list[tuple[int, int]] = []
    with folder() as data, running(data) as hotline:
        sent = 0
        while sent < count:
            load = send(hotline.address, Kind.JSON, hotline.providers, 20, numbers.take())
            sent += load.answers
            found.append((sent, hotline.memory()))
            tell(f"{sent:,} of {count:,} reports, {found[-1][1] / 1e6:.0f} MB")
    return found


def _runs(
    address: str,
    kind: Kind,
    credentials: Sequence[Credentials],
    timing: tuple[int, int],
    numbers: Numbers,
) -> tuple[Load, ...]:
    seconds, rounds = timing
    return tuple(send(address, kind, credentials, seconds, numbers.take()) for _ in range(rounds))
