"""The linking benchmark: `python -m benchmarks.linking`; benchmarks/README.md explains it."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from benchmarks.linking.bulk import measure, verdicts
from benchmarks.linking.stored.measure import incremental, rebuilding
from benchmarks.machine import this_machine
from benchmarks.parts import Outcome, Part, Plan

_RESULTS: Final = Path(__file__).with_name("results")
_LIBRARIES: Final = ("numba", "numpy", "scipy", "igraph", "splink", "duckdb", "pyspark")
_QUICK: Final = (1_000_000,)
_FULL: Final = (1_000_000, 10_000_000, 36_000_000)
_CHANGED: Final = "with changes"


def _bulk(plan: Plan) -> Part:
    measured = measure.measure(plan)
    return Part(
        targets=verdicts.targets(measured),
        tables=verdicts.tables(measured),
        data=asdict(measured),
    )


_PARTS: Final[Mapping[str, Callable[[Plan], Part]]] = {
    "bulk": _bulk,
    "incremental": incremental,
    "rebuild": rebuilding,
}
"""What is measured, by name."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--record", "keep", is_flag=True, help="Keep the results in the repository.")
@click.option("--full", is_flag=True, help="10 and 36 million reports too (15 minutes, 8 GB).")
@click.option("--spark", is_flag=True, help="Splink on Spark too, on 1 million (2 minutes).")
@click.option("--rounds", default=3, show_default=True, help="Runs; the middle one counts.")
@click.option(
    "--part",
    "chosen",
    multiple=True,
    type=click.Choice(list(_PARTS)),
    default=list(_PARTS),
    show_default=True,
    help="What to measure; may be given several times.",
)
def main(
    *, as_json: bool, keep: bool, full: bool, spark: bool, rounds: int, chosen: Sequence[str]
) -> None:
    """Measure linking; the exit status is 1 if a target is missed."""
    machine = this_machine(*_LIBRARIES)
    if keep and _CHANGED in machine.commit:
        raise click.UsageError("there are changes that are not committed; nothing is recorded")
    busy = os.getloadavg()[0]
    with TemporaryDirectory(prefix="tipline-linking-") as name:
        sizes = _FULL if full else _QUICK
        plan = Plan(sizes, rounds, spark, Path(name), _tell)
        parts = {part: _PARTS[part](plan) for part in chosen}
    outcome = Outcome("linking", machine, busy, parts)
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
