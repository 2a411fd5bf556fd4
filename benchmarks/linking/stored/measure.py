"""Linking one report at a time, in databases of several sizes: how long, and how it grows."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.linking.stored.databases import VENDORS
from benchmarks.parts import Part, Plan
from benchmarks.table import Table, Target

OPERATIONS: Final = 4_000
_LIMITS: Final = {"sqlite": 2.0, "postgresql": 5.0}
"""Milliseconds, 99th percentile, of linking, committing and listing."""
_GROWTH: Final = 2.0
_MERGE: Final = 2.0
_LOOK: Final = 50.0
_WALK: Final = 100.0
_PROJECT: Final = Path(__file__).resolve().parents[3]
_REBUILD: Final = "benchmarks.linking.stored.rebuild"
_MAKING: Final = (
    "import sys; from pathlib import Path; from benchmarks.linking.model import write_graph;"
    " write_graph(int(sys.argv[1]), Path(sys.argv[2]))"
)
_LARGEST: Final = 10_000_000
"""Reports in the largest database that is linked into one by one."""
_WORLD: Final = 36_000_000
_REBUILT: Final = 300.0
"""Seconds for the world's largest year, from the store."""
_TIMED: Final = ("bare commit", "link and list", "whole submit", "in the crowd")

Run = Mapping[str, Any]


def incremental(plan: Plan) -> Part:
    """Fill and measure each database in each size but the largest, one at a time."""
    runs: list[Run] = []
    for size in (size for size in plan.sizes if size <= _LARGEST):
        graph = _graph(size, plan)
        for vendor in VENDORS:
            plan.tell(f"{size:,} reports: {vendor}")
            place = plan.folder / f"{vendor}-{size}"
            place.mkdir()
            module = "benchmarks.linking.stored.run"
            runs.append(_run(module, vendor, str(graph), str(place), str(OPERATIONS)))
            shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(graph)
    return Part(targets=targets(runs), tables=tables(runs), data={"runs": runs})


def rebuilding(plan: Plan) -> Part:
    """Fill a SQLite file in each size, and rebuild all clusters from it."""
    runs: list[Run] = []
    for size in plan.sizes:
        graph, place = _graph(size, plan), plan.folder / f"rebuild-{size}"
        place.mkdir()
        plan.tell(f"{size:,} reports: filling a store")
        filling = _run(_REBUILD, "fill", str(graph), str(place))
        plan.tell(f"{size:,} reports: rebuilding from it")
        found = _run(_REBUILD, "look", str(graph), str(place))
        runs.append({"reports": size, "filling": filling, **found})
        shutil.rmtree(place)
        shutil.rmtree(graph)
    return Part(targets=_rebuilt(runs), tables=[_rebuilding_table(runs)], data={"rebuilt": runs})


def _graph(size: int, plan: Plan) -> Path:
    """Make the model in a process of its own, which gives its memory back."""
    plan.tell(f"{size:,} reports: the model")
    graph = plan.folder / f"stored-{size}"
    _call([sys.executable, "-c", _MAKING, str(size), str(graph)])
    return graph


def _rebuilt(runs: Sequence[Run]) -> Sequence[Target]:
    found = []
    for run in runs:
        where = f"rebuild from a store of {run['reports']:,} reports"
        wrong = run["wrong"]
        found.append(Target(f"{where}: nothing is wrong", f"{wrong}", wrong == 0))
        if run["reports"] >= _WORLD:
            seconds = run["seconds"]
            found.append(
                Target(f"{where}, <= {_REBUILT:.0f} s", f"{seconds:.0f} s", seconds <= _REBUILT)
            )
    return found


def _rebuilding_table(runs: Sequence[Run]) -> Table:
    rows = [
        (
            f"{run['reports']:,}",
            f"{run['edges']:,}",
            f"{run['seconds']:.1f}",
            f"{run['peak'] / 1e9:.2f}",
            f"{run['clusters']:,}",
            f"{run['largest']:,}",
            f"{run['filling']['bytes'] / 1e9:.1f}",
        )
        for run in runs
    ]
    head = ("reports", "edges that join", "seconds", "peak GB", "clusters", "largest", "store GB")
    return Table("Rebuilding from a store (SQLite)", head, rows)


def _run(module: str, *arguments: str) -> Run:
    """Return what a module of ours prints as JSON."""
    found: Run = json.loads(_call([sys.executable, "-m", module, *arguments]))
    return found


def _call(command: Sequence[str]) -> str:
    found = subprocess.run(command, cwd=_PROJECT, stdout=subprocess.PIPE, check=True, text=True)
    return found.stdout


def targets(runs: Sequence[Run]) -> Sequence[Target]:
    """Return the verdicts."""
    found: list[Target] = []
    for run in runs:
        where = f"{run['vendor']}, {run['reports']:,} reports"
        limit = _LIMITS[run["vendor"]]
        for what in ("link and list", "in the crowd"):
            p99 = run[what]["p99"]
            promise = f"{where}: {what}, p99 <= {limit:.0f} ms"
            found.append(Target(promise, f"{p99:.2f} ms", p99 <= limit))
        ratio = run["merges"]["merge"] / run["merges"]["ordinary"]
        promise = f"{where}: merging two clusters of 100,000, at most twice an ordinary link"
        found.append(Target(promise, f"{ratio:.2f} times", ratio <= _MERGE))
        looks = {name: ms for name, ms in run["looks"].items() if name not in _COUNTS}
        crowd = max(ms for name, ms in looks.items() if "million" in name)
        promise = f"{where}: looks at an identifier of a million, <= {_LOOK:.0f} ms"
        found.append(Target(promise, f"{crowd:.1f} ms", crowd <= _LOOK))
        slowest = max(looks.values())
        promise = f"{where}: every look, <= {_WALK:.0f} ms"
        found.append(Target(promise, f"{slowest:.1f} ms", slowest <= _WALK))
    return [*found, *_growth(runs)]


_COUNTS: Final = frozenset({"most common that joins"})


def _growth(runs: Sequence[Run]) -> Sequence[Target]:
    """Compare the same database at its smallest and largest size."""
    found = []
    for vendor in VENDORS:
        its = sorted((run for run in runs if run["vendor"] == vendor), key=_size)
        if len(its) > 1:
            ratio = its[-1]["link and list"]["p99"] / its[0]["link and list"]["p99"]
            span = f"{_size(its[0]):,} to {_size(its[-1]):,}"
            promise = f"{vendor}: from {span} at most twice"
            found.append(Target(promise, f"{ratio:.2f} times", ratio <= _GROWTH))
    return found


def _size(run: Run) -> int:
    return int(run["reports"])


def tables(runs: Sequence[Run]) -> Sequence[Table]:
    """Return what was measured."""
    spreads = [
        (
            run["vendor"],
            f"{run['reports']:,}",
            what,
            *(f"{run[what][part]:.2f}" for part in ("p50", "p99", "max")),
        )
        for run in runs
        for what in _TIMED
    ]
    looks = [
        (run["vendor"], f"{run['reports']:,}", name, f"{value:.1f}")
        for run in runs
        for name, value in (*run["looks"].items(), *_named("merge", run["merges"]))
    ]
    filling = [
        (
            run["vendor"],
            f"{run['reports']:,}",
            f"{run['edges']:,}",
            f"{sum(run['filling'].values()):.0f}",
            f"{run['bytes'] / 1e9:.2f}",
        )
        for run in runs
    ]
    words = frozenset({0, 2})
    return [
        Table(
            "One report, milliseconds",
            ("database", "reports", "what", "p50", "p99", "max"),
            spreads,
            words,
        ),
        Table(
            "The slowest of five looks, and merges, milliseconds",
            ("database", "reports", "what", "ms"),
            looks,
            words,
        ),
        Table("Filling", ("database", "reports", "edges", "seconds", "GB"), filling),
    ]


def _named(prefix: str, values: Mapping[str, float]) -> list[tuple[str, float]]:
    return [(f"{prefix}: {name}", value) for name, value in values.items()]
