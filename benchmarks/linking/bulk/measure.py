"""All clusters at once: our engine from integer arrays, and how others do on the same edges."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.linking.bulk.cuts import Found
from benchmarks.linking.bulk.kept import Setting, all_kinds, defaults
from benchmarks.parts import Plan

OURS: Final = "numba"
RIVALS: Final = ("scipy", "igraph", "Splink on DuckDB")
SPARK: Final = "Splink on Spark"
"""Takes minutes where others take seconds: runs if asked for, once, at RACED_BY_SPARK."""
RACED_BY_SPARK: Final = 1_000_000
RACED: Final = 10_000_000
"""Up to so many reports the others run too."""
HEAVY: Final = "all kinds join, cut 100"
"""As many edges as there can be, and half of all reports in one cluster."""
DEFAULT: Final = "the default cuts"
SETTINGS: Final = {HEAVY: all_kinds(100), DEFAULT: defaults()}
_PROJECT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Whole:
    """Our engine from all edges in memory to labels; seconds, and the peak in bytes."""

    reports: int
    edges: int
    setting: str
    counting: float
    labelling: float
    seconds: float
    peak: int


@dataclass(frozen=True)
class Run:
    """One engine on the edges that join; seconds, and the peak in bytes."""

    reports: int
    edges: int
    setting: str
    engine: str
    seconds: float
    peak: int
    answer: str


@dataclass(frozen=True)
class Bulk:
    """Everything that was measured on graphs in memory."""

    whole: Sequence[Whole]
    runs: Sequence[Run]
    found: Sequence[Found]


class Measuring:
    """Measures graphs of several sizes, every piece of work in a process of its own."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.whole: list[Whole] = []
        self.runs: list[Run] = []
        self.found: list[Found] = []

    def measure(self, size: int) -> None:
        """Make the graph of so many reports in the folder, measure it, and take it away."""
        place = self._plan.folder / f"graph-{size}"
        self._plan.tell(f"{size:,} reports: the model")
        edges = _probe("make", place, str(size))["edges"]
        self._plan.tell(f"{size:,} reports: cuts")
        self.found += msgspec.convert(_probe("cuts", place)["found"], list[Found])
        for name, setting in SETTINGS.items():
            self._plan.tell(f"{size:,} reports, {name}: from all edges")
            answer = _probe("whole", place, _limits(setting), str(self._plan.rounds))
            self.whole.append(Whole(reports=size, edges=edges, setting=name, **answer))
            if size <= RACED:
                self._race(place, size, name)
        for file in place.iterdir():
            file.unlink()

    def _race(self, place: Path, size: int, name: str) -> None:
        edges = _probe("keep", place, _limits(SETTINGS[name]))["edges"]
        engines = [OURS, *RIVALS]
        if self._plan.spark and size == RACED_BY_SPARK and name == DEFAULT:
            engines.append(SPARK)
        for engine in engines:
            self._plan.tell(f"{size:,} reports, {name}: {engine}")
            rounds = 1 if engine == SPARK else self._plan.rounds
            answer = _probe("run", place, engine, str(rounds))
            self.runs.append(Run(reports=size, edges=edges, setting=name, engine=engine, **answer))


def measure(plan: Plan) -> Bulk:
    """Measure graphs of these sizes."""
    measuring = Measuring(plan)
    for size in plan.sizes:
        measuring.measure(size)
    return Bulk(measuring.whole, measuring.runs, measuring.found)


def _limits(setting: Setting) -> str:
    return ",".join(str(cut) for cut in setting.cuts)


def _probe(job: str, place: Path, *arguments: str) -> dict[str, Any]:
    """Do one piece of work in a process of its own, and return what it says."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.linking.bulk.probe", job, str(place), *arguments],
        cwd=_PROJECT,
        stdout=subprocess.PIPE,
        check=True,
    )
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer
