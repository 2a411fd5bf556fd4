"""What the bulk measurements come to: tables, and whether the targets were met."""

from collections.abc import Sequence
from typing import Final

from benchmarks.linking.bulk import cuts
from benchmarks.linking.bulk.measure import OURS, Bulk, Run
from benchmarks.table import Table, Target

LARGEST: Final = 36_000_000
MOST_SECONDS: Final = 60.0
MOST_GB: Final = 6.0
TIMES_FASTER: Final = {"scipy": 2.0, "igraph": 10.0}
"""In the largest race there was, at both settings."""


def targets(bulk: Bulk) -> Sequence[Target]:
    """Return the verdicts on cuts, on time and memory at the largest size, and on ratios."""
    return [*cuts.targets(bulk.found), *_largest(bulk), *_ratios(bulk), *_agreement(bulk)]


def tables(bulk: Bulk) -> Sequence[Table]:
    """Return the cuts, our engine from all edges, and the races."""
    return [*cuts.tables(bulk.found), _whole(bulk), *_races(bulk)]


def _largest(bulk: Bulk) -> Sequence[Target]:
    verdicts = []
    for one in bulk.whole:
        if one.reports == LARGEST:
            what = f"{one.reports:,} reports from arrays, {one.setting}"
            gigabytes = one.peak / 1e9
            verdicts += [
                Target(
                    f"{what}: at most {MOST_SECONDS:.0f} s",
                    f"{one.seconds:.1f} s",
                    one.seconds <= MOST_SECONDS,
                ),
                Target(
                    f"{what}: at most {MOST_GB:.0f} GB",
                    f"{gigabytes:.2f} GB",
                    gigabytes <= MOST_GB,
                ),
            ]
    return verdicts


def _ratios(bulk: Bulk) -> Sequence[Target]:
    raced = max((run.reports for run in bulk.runs), default=0)
    verdicts = []
    for run in bulk.runs:
        if run.reports == raced and run.engine in TIMES_FASTER:
            least, times = TIMES_FASTER[run.engine], _times(bulk, run)
            what = f"{raced:,} reports, {run.setting}"
            verdicts.append(
                Target(
                    f"{what}: at least {least:.0f} times as fast as {run.engine}",
                    f"{times:.1f} times",
                    times >= least,
                )
            )
    return verdicts


def _agreement(bulk: Bulk) -> Sequence[Target]:
    if not bulk.runs:
        return []
    same = all(run.answer == _ours(bulk, run).answer for run in bulk.runs)
    return [Target("all engines find the same clusters", f"{len(bulk.runs)} runs", same)]


def _whole(bulk: Bulk) -> Table:
    head = ("cuts", "reports", "edges", "counting s", "labels s", "together s", "peak GB")
    rows = [
        (
            one.setting,
            f"{one.reports:,}",
            f"{one.edges:,}",
            f"{one.counting:.2f}",
            f"{one.labelling:.2f}",
            f"{one.seconds:.2f}",
            f"{one.peak / 1e9:.2f}",
        )
        for one in bulk.whole
    ]
    return Table("Our engine from all edges in memory to a label per report", head, rows)


def _races(bulk: Bulk) -> Sequence[Table]:
    races = dict.fromkeys((run.reports, run.setting, run.edges) for run in bulk.runs)
    return [
        Table(
            f"{reports:,} reports, {setting}: {edges:,} edges join",
            ("engine", "seconds", "times ours", "peak GB"),
            [
                (
                    run.engine,
                    f"{run.seconds:.2f}",
                    f"{_times(bulk, run):.1f}",
                    f"{run.peak / 1e9:.2f}",
                )
                for run in bulk.runs
                if (run.reports, run.setting) == (reports, setting)
            ],
        )
        for reports, setting, edges in races
    ]


def _times(bulk: Bulk, run: Run) -> float:
    return run.seconds / _ours(bulk, run).seconds


def _ours(bulk: Bulk, beside: Run) -> Run:
    race = (beside.reports, beside.setting, OURS)
    return next(run for run in bulk.runs if (run.reports, run.setting, run.engine) == race)
