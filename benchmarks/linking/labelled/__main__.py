"""Precision and recall of linking on labelled reports: `python -m benchmarks.linking.labelled`."""

import json
import sys

import click

from benchmarks.linking.labelled.outcome import measure, tables


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option("--size", default=20_000, show_default=True, help="Reports in a set.")
@click.option("--seed", default=17, show_default=True, help="The seed of the first set.")
def main(*, as_json: bool, size: int, seed: int) -> None:
    """Link labelled reports; the exit status is 1 if the target is missed."""
    outcome = measure(size, seed)
    if as_json:
        print(json.dumps(outcome.as_data(), indent=2))
    else:
        print("\n\n".join(table.text() for table in tables(outcome)))
    sys.exit(0 if all(target.met for target in outcome.targets()) else 1)


if __name__ == "__main__":
    main()
