"""The codec benchmark: `python -m benchmarks.codec`; benchmarks/README.md explains its figures."""

import json
import sys
from collections.abc import Callable

import click

from benchmarks.codec.contenders import against_each_other, on_their_own
from benchmarks.codec.documents import TYPICAL
from benchmarks.codec.growth import measure as measure_growth
from benchmarks.codec.hostile.measure import measure as measure_hostile
from benchmarks.codec.outcome import Outcome
from benchmarks.codec.race import race
from benchmarks.codec.record import record
from benchmarks.codec.tables import plot, tables
from benchmarks.machine import this_machine


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--record", "keep", is_flag=True, help="Keep the results in the repository.")
@click.option("--rounds", default=9, show_default=True, help="Rounds of the comparison.")
@click.option("--growth-rounds", default=3, show_default=True, help="Rounds of the growth part.")
def main(*, as_json: bool, keep: bool, rounds: int, growth_rounds: int) -> None:
    """Measure the codec; the exit status is 1 if a target is missed."""
    outcome = _measure(rounds, growth_rounds)
    if as_json:
        print(json.dumps(outcome.as_data(), indent=2))
    else:
        print("\n\n".join([*(table.text() for table in tables(outcome)), plot(outcome.curves)]))
    if keep:
        record(outcome)
    sys.exit(0 if all(target.met for target in outcome.targets()) else 1)


def _measure(rounds: int, growth_rounds: int) -> Outcome:
    compared = against_each_other()
    alone = on_their_own()
    laps = race([*compared, *alone], rounds, _tell("typical document"))
    return Outcome(
        machine=this_machine("lxml", "msgspec", "pydantic", "pydantic-xml", "xsdata"),
        document=len(TYPICAL),
        compared=[laps[contender.name] for contender in compared],
        alone=[laps[contender.name] for contender in alone],
        curves=measure_growth(growth_rounds, _tell("growth")),
        refusals=measure_hostile(_tell("hostile")),
    )


def _tell(part: str) -> Callable[[str], None]:
    """Return what says on standard error which part is being measured."""
    return lambda what: print(f"{part}: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
