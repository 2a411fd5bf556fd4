"""The flood benchmark: `python -m benchmarks.public`; benchmarks/README.md explains it."""

import json
import sys
from pathlib import Path
from typing import Final

import click

from benchmarks.machine import this_machine
from benchmarks.public.outcome import Outcome
from benchmarks.public.scenario import Run, run_once

_RESULTS: Final = Path(__file__).with_name("results")
_LIBRARIES: Final = ("django", "uvicorn", "uvloop", "jinja2", "argon2-cffi", "cryptography")
_CHANGED: Final = "with changes"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--record", "keep", is_flag=True, help="Keep the results in the repository.")
@click.option("--seconds", default=60, show_default=True, help="In which visits are begun.")
@click.option(
    "--factor",
    "factors",
    multiple=True,
    type=int,
    default=(0, 50, 100, 200),
    show_default=True,
    help="Abuse, times the normal load; may be given several times.",
)
def main(*, as_json: bool, keep: bool, seconds: int, factors: tuple[int, ...]) -> None:
    """Flood the public door; the exit status is 1 if a target is missed."""
    machine = this_machine(*_LIBRARIES)
    if keep and _CHANGED in machine.commit:
        raise click.UsageError("there are changes that are not committed; nothing is recorded")
    outcome = Outcome(machine, [_told(factor, seconds) for factor in factors])
    if as_json:
        print(json.dumps(outcome.as_data(), indent=2))
    else:
        print("\n\n".join(table.text() for table in outcome.tables()))
        print(
            f"\nAn honest visit costs the hotline {outcome.visit_ms():.0f} ms of processor time."
        )
    if keep:
        _record(outcome)
    sys.exit(0 if all(target.met for target in outcome.targets()) else 1)


def _told(factor: int, seconds: int) -> Run:
    print(f"{factor} times the normal load", file=sys.stderr, flush=True)
    run = run_once(factor, seconds)
    for failure, count in run.honest.failures.items():
        print(f"  {count} x {failure}", file=sys.stderr, flush=True)
    return run


def _record(outcome: Outcome) -> None:
    """Keep the results as JSON and as tables."""
    _RESULTS.mkdir(exist_ok=True)
    data = json.dumps(outcome.as_data(), indent=2)
    (_RESULTS / "latest.json").write_text(data + "\n", "utf-8")
    machine = outcome.machine
    libraries = ", ".join(f"{name} {version}" for name, version in machine.libraries.items())
    about = (
        f"Measured on {machine.date} at commit {machine.commit}, on {machine.cpu},"
        f" {machine.cores} cores that the load generator shares, {machine.system},"
        f" {machine.python}, {libraries}. An honest visit costs the hotline"
        f" {outcome.visit_ms():.0f} ms of processor time."
    )
    tables = "\n\n".join(table.markdown() for table in outcome.tables())
    page = f"# The flood benchmark, last recorded\n\n{about}\n\n{tables}\n"
    (_RESULTS / "latest.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
