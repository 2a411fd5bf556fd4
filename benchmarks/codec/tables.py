"""An outcome as tables: aligned for a terminal, in Markdown for the record."""

from collections.abc import Sequence
from typing import Final

from benchmarks.codec.documents import KIB, SIZES
from benchmarks.codec.growth import Curve
from benchmarks.codec.outcome import Outcome
from benchmarks.codec.race import Lap
from benchmarks.table import Table, targets_table

_BAR: Final = 40


def tables(outcome: Outcome) -> Sequence[Table]:
    """Return the tables of an outcome, the targets first."""
    return (
        targets_table(outcome.targets()),
        _laps(f"Typical document, {outcome.document:,} bytes", outcome, outcome.compared),
        _laps("Reported separately, same report", outcome, outcome.alone),
        _growth(outcome),
        _hostile(outcome),
    )


def plot(curves: Sequence[Curve]) -> str:
    """Return time per KiB over size as bars: level bars mean linear growth."""
    lines: list[str] = []
    for curve in curves:
        most = max(curve.per_kib(size) for size in SIZES)
        lines.append(f"{curve.name}, us per KiB")
        for size in SIZES:
            bar = "#" * max(1, round(_BAR * curve.per_kib(size) / most))
            lines.append(f"{size // KIB:>6} KiB  {bar} {curve.per_kib(size):.1f}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _laps(title: str, outcome: Outcome, laps: Sequence[Lap]) -> Table:
    rows = [
        (
            lap.name,
            f"{lap.best / 1000:,.1f}",
            f"{lap.median / 1000:,.1f}",
            f"{lap.times(outcome.yardstick):.2f}",
            lap.includes,
        )
        for lap in laps
    ]
    head = ("what", "best us", "median us", "times lxml", "includes")
    return Table(title, head, rows, frozenset({0, 4}))


def _growth(outcome: Outcome) -> Table:
    rows = [
        (
            curve.name,
            *(f"{curve.per_kib(size):,.1f}" for size in SIZES),
            f"{curve.exponent:.2f}",
            f"{curve.last_step:.2f}",
        )
        for curve in outcome.curves
    ]
    sizes = [f"{size // KIB} KiB" for size in SIZES]
    head = ("growing by", *sizes, "exponent", "last step")
    return Table("Growth: microseconds per KiB of document", head, rows)


def _hostile(outcome: Outcome) -> Table:
    rows = [
        (
            refusal.name,
            f"{refusal.size:,}",
            refusal.verdict or "TAKEN",
            f"{refusal.ns / 1e6:,.2f}",
            f"{refusal.peak / 2**20:.1f}",
            "-" if not refusal.has_target else "yes" if refusal.is_harmless else "NO",
        )
        for refusal in outcome.refusals
    ]
    head = ("hostile class", "bytes", "refused as", "ms", "peak MiB", "met")
    return Table("Hostile documents", head, rows, frozenset({0, 2}))
