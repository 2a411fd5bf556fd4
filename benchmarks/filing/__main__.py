"""The filing benchmark: `python -m benchmarks.filing`; benchmarks/README.md explains it."""

import json
import os
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from benchmarks.filing import drain, enqueue
from benchmarks.intake.slow_sync import ADDED_MS
from benchmarks.machine import this_machine
from benchmarks.parts import Outcome, Part, Plan
from benchmarks.table import Table, Target

_RESULTS: Final = Path(__file__).with_name("results")
_LIBRARIES: Final = ("httpx", "cryptography", "lxml", "msgspec")
_CHANGED: Final = "with changes"
_RATIO: Final = 0.6
_GROWTH: Final = 1.1
_SHORT: Final = 2_000


def _enqueue(plan: Plan) -> Part:
    plan.tell("taking in")
    found = enqueue.measure(plan.folder, plan.rounds)
    promise = "enqueue, as a share of bare commits >= 60 %"
    target = Target(promise, f"{found.ratio:.0%}", found.ratio >= _RATIO)
    measured = {
        "enqueue": found.ours,
        f"bare durable commit of {found.size:,} bytes": found.bare,
    }
    rows = [
        (name, f"{statistics.median(times):,.0f}", f"{1e6 / statistics.median(times):,.0f}")
        for name, times in measured.items()
    ]
    table = Table("Taking reports in", ("", "median us", "a second"), rows)
    slow_folder = plan.folder / "slow"
    slow_folder.mkdir()
    slow = enqueue.measure_slowly(slow_folder, max(plan.rounds // 4, 3))
    told = f"the same with {ADDED_MS:g} ms more for each sync: no target, an ordinary disk"
    slow_table = Table(told, ("", "share"), [("enqueue, of bare commits", f"{slow.ratio:.0%}")])
    return Part([target], [table, slow_table], {**asdict(found), "slow_disk": asdict(slow)})


def _drain(plan: Plan) -> Part:
    rows, data = [], {}
    for kind in ("sandbox", "sqlite", "postgresql"):
        plan.tell(f"filing {_SHORT:,} with {kind}")
        folder = plan.folder / kind
        folder.mkdir()
        found = drain.measure(kind, folder, _SHORT)
        rows.append((kind, f"{found.reports / found.seconds:,.0f}"))
        data[kind] = asdict(found)
    return Part([], [Table("Filing (four lanes)", ("with", "reports a second"), rows)], data)


def _memory(plan: Plan) -> Part:
    reports = plan.sizes[0]
    plan.tell(f"filing {reports:,}: memory")
    folder = plan.folder / "memory"
    folder.mkdir()
    found = drain.measure("sandbox", folder, reports)
    growth = found.memory[-1] / found.memory[0]
    target = Target(
        f"memory after {reports:,} reports <= 1.1 times that after a tenth",
        f"{growth:.2f}",
        growth <= _GROWTH,
    )
    rows = [
        (f"{reports // 10 * place:,}", f"{size / 1e6:,.1f}")
        for place, size in enumerate(found.memory, 1)
    ]
    return Part([target], [Table("Memory of the filer", ("after", "MB"), rows)], asdict(found))


_PARTS: Final[Mapping[str, Callable[[Plan], Part]]] = {
    "enqueue": _enqueue,
    "drain": _drain,
    "memory": _memory,
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--record", "keep", is_flag=True, help="Keep the results in the repository.")
@click.option("--rounds", default=15, show_default=True, help="Rounds; the middle one counts.")
@click.option("--over", default=100_000, show_default=True, help="Reports of the part `memory`.")
@click.option(
    "--part",
    "chosen",
    multiple=True,
    type=click.Choice(list(_PARTS)),
    default=["enqueue", "drain"],
    show_default=True,
    help="What to measure; may be given several times. `memory` takes ten minutes.",
)
def main(*, as_json: bool, keep: bool, rounds: int, over: int, chosen: Sequence[str]) -> None:
    """Measure filing; the exit status is 1 if a target is missed."""
    machine = this_machine(*_LIBRARIES)
    if keep and _CHANGED in machine.commit:
        raise click.UsageError("there are changes that are not committed; nothing is recorded")
    busy = os.getloadavg()[0]
    with TemporaryDirectory(prefix="tipline-filing-") as name:
        plan = Plan((over,), rounds, spark=False, folder=Path(name), tell=_tell)
        parts = {part: _PARTS[part](plan) for part in chosen}
    outcome = Outcome("filing", machine, busy, parts)
    if as_json:
        print(json.dumps(outcome.as_data(), indent=2))
    else:
        print("\n\n".join(table.text() for table in outcome.tables()))
    if keep:
        outcome.record(_RESULTS)
    sys.exit(0 if all(target.met for target in outcome.targets()) else 1)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
