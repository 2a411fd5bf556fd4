"""The referral benchmark: `python -m benchmarks.referral`; benchmarks/README.md explains it."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from benchmarks.machine import this_machine
from benchmarks.parts import Outcome, Part, Plan
from benchmarks.referral import packaged, routed
from benchmarks.table import Table, Target

_RESULTS: Final = Path(__file__).with_name("results")
_LIBRARIES: Final = ("typst", "xlsxwriter", "msgspec", "phonenumbers", "lxml")
_CHANGED: Final = "with changes"
_MILLISECONDS: Final = 2.0
_SECONDS: Final = 30.0
_BYTES: Final = 500e6


def _route(plan: Plan) -> Part:
    plan.tell("routing")
    found = routed.measure(plan.rounds)
    everyday, full = routed.middle(found.everyday), routed.middle(found.full)
    target = Target("routing of one report < 2 ms", f"{everyday:.2f} ms", everyday < _MILLISECONDS)
    rows = [("the everyday report", f"{everyday:.2f}"), ("every field there is", f"{full:.2f}")]
    return Part([target], [Table("Routing one report", ("", "median ms"), rows)], asdict(found))


def _package(plan: Plan) -> Part:
    rows, data, targets = [], {}, list[Target]()
    for reports in plan.sizes:
        plan.tell(f"packaging a case of {reports:,}")
        found = packaged.measure_apart(reports)
        took = found.find + found.compose + found.write
        steps = (found.find, found.compose, found.write, took)
        rows.append(
            (
                f"{reports:,}",
                *(f"{step:,.2f}" for step in steps),
                f"{found.size / 1e6:,.1f}",
                f"{found.peak / 1e6:,.0f}",
            )
        )
        data[str(reports)] = asdict(found)
        if reports == plan.sizes[-1]:
            case = f"a case of {reports:,} packaged in"
            targets.append(Target(f"{case} < 30 s", f"{took:.1f} s", took < _SECONDS))
            megabytes = f"{found.peak / 1e6:,.0f} MB"
            targets.append(Target(f"{case} < 500 MB", megabytes, found.peak < _BYTES))
    header = ("reports", "findings s", "compose s", "write s", "in all s", "ZIP MB", "peak MB")
    return Part(targets, [Table("Packaging a case", header, rows)], data)


_PARTS: Final[Mapping[str, Callable[[Plan], Part]]] = {"route": _route, "package": _package}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--record", "keep", is_flag=True, help="Keep the results in the repository.")
@click.option("--rounds", default=15, show_default=True, help="Rounds; the middle one counts.")
@click.option(
    "--reports",
    "sizes",
    multiple=True,
    default=[1, 100, 1_000],
    show_default=True,
    help="Sizes of cases; the last one has the targets.",
)
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
    *, as_json: bool, keep: bool, rounds: int, sizes: Sequence[int], chosen: Sequence[str]
) -> None:
    """Measure referral; the exit status is 1 if a target is missed."""
    machine = this_machine(*_LIBRARIES)
    if keep and _CHANGED in machine.commit:
        raise click.UsageError("there are changes that are not committed; nothing is recorded")
    busy = os.getloadavg()[0]
    with TemporaryDirectory(prefix="tipline-referral-") as name:
        plan = Plan(tuple(sizes), rounds, spark=False, folder=Path(name), tell=_tell)
        parts = {part: _PARTS[part](plan) for part in chosen}
    outcome = Outcome("referral", machine, busy, parts)
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
