"""The intake benchmark: `python -m benchmarks.intake`; benchmarks/README.md explains it."""

import json
import sys
from pathlib import Path
from typing import Final

import click

from benchmarks.intake import scenarios
from benchmarks.intake.hotline import running
from benchmarks.intake.load import Kind, require_wrk
from benchmarks.intake.outcome import Outcome
from benchmarks.intake.scenarios import Numbers
from benchmarks.machine import this_machine

_RESULTS: Final = Path(__file__).with_name("results")
_LIBRARIES: Final = ("django", "starlette", "uvicorn", "uvloop", "msgspec", "lxml", "gunicorn")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--record", "keep", is_flag=True, help="Keep the results in the repository.")
@click.option("--seconds", default=8, show_default=True, help="Length of one run.")
@click.option("--rounds", default=3, show_default=True, help="Runs; the middle one counts.")
@click.option("--raw", "raw_reports", default=30_000, show_default=True, help="Reports for raw.")
@click.option(
    "--filled", default=0, help="Measure on a database with so many reports (10000000: an hour)."
)
@click.option("--filled-in", type=click.Path(path_type=Path), help="Keep that database here.")
@click.option("--over", default=0, help="Watch the memory over so many reports (1000000).")
def main(  # noqa: PLR0913 - one for each option
    *,
    as_json: bool,
    keep: bool,
    seconds: int,
    rounds: int,
    raw_reports: int,
    filled: int,
    filled_in: Path | None,
    over: int,
) -> None:
    """Measure intake; the exit status is 1 if a target is missed."""
    require_wrk()
    outcome = _measure((seconds, rounds), raw_reports, (filled, filled_in), over)
    if as_json:
        print(json.dumps(outcome.as_data(), indent=2))
    else:
        print("\n\n".join(table.text() for table in outcome.tables()))
    if keep:
        _record(outcome)
    sys.exit(0 if all(target.met for target in outcome.targets()) else 1)


def _measure(
    timing: tuple[int, int], raw_reports: int, filled: tuple[int, Path | None], over: int
) -> Outcome:
    numbers = Numbers()
    _tell("raw rows")
    before = scenarios.raw(raw_reports)
    _tell("plain Django")
    plain = scenarios.plain(*timing, numbers)
    served = {}
    with scenarios.folder() as data, running(data) as hotline:
        for kind in Kind:
            _tell(f"Tipline, {kind.value}")
            served[kind] = scenarios.served(hotline, kind, timing, numbers)
        _tell("Tipline with somebody at the desk")
        desk = scenarios.with_desk(hotline, timing[0] * 2, numbers)
    _tell("Tipline on a slower disk")
    slow_disk = scenarios.on_slow_disk(timing, numbers)
    _tell("raw rows again")
    after = scenarios.raw(raw_reports)
    return Outcome(
        machine=this_machine(*_LIBRARIES),
        raw=(before, after),
        plain=plain,
        served=served,
        desk=desk,
        slow_disk=slow_disk,
        filled={filled[0]: scenarios.on_filled(*filled, timing, numbers)} if filled[0] else {},
        memory=scenarios.over_many(over, numbers, _tell) if over else (),
    )


def _record(outcome: Outcome) -> None:
    """Keep the results as JSON and as tables."""
    _RESULTS.mkdir(exist_ok=True)
    data = json.dumps(outcome.as_data(), indent=2)
    (_RESULTS / "latest.json").write_text(data + "\n", "utf-8")
    machine = outcome.machine
    libraries = ", ".join(f"{name} {version}" for name, version in machine.libraries.items())
    about = (
        f"Measured on {machine.date} at commit {machine.commit}, on {machine.cpu},"
        f" {machine.cores} cores, {machine.system}, {machine.python}, {libraries}."
    )
    tables = "\n\n".join(table.markdown() for table in outcome.tables())
    page = f"# The intake benchmark, last recorded\n\n{about}\n\n{tables}\n"
    (_RESULTS / "latest.md").write_text(page, "utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
