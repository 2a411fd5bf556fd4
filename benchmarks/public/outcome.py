"""What the runs of the flood benchmark found together, and whether the targets were met."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from benchmarks.machine import Machine
from benchmarks.public.scenario import (
    NORMAL_REQUESTS_A_SECOND,
    NORMAL_VISITS_A_SECOND,
    VISITS_APART,
    Run,
)
from benchmarks.table import Table, Target, targets_table

FACTOR: Final = 50
SHARE: Final = 0.99
MOST_MS: Final = 2_000.0
_KINDS: Final = ("page", "file", "answer", "send", "leave")
_NAMES: Final = {
    "page": "pages",
    "file": "style, script",
    "answer": "answers kept",
    "send": "final send",
    "leave": "/leave",
}


@dataclass(frozen=True)
class Outcome:
    """All runs, the one without abuse first."""

    machine: Machine
    runs: Sequence[Run]

    def targets(self) -> Sequence[Target]:
        """Return the verdicts on the run at the promised factor."""
        found = []
        for run in self.runs:
            if run.factor == FACTOR:
                share = run.honest.succeeded / run.honest.tried
                worst = percentile(_all_times(run), 99)
                found += [
                    Target(
                        f"under {FACTOR} times normal load at least {SHARE:.0%} come to a receipt",
                        f"{run.honest.succeeded} of {run.honest.tried}",
                        share >= SHARE,
                    ),
                    Target(
                        f"p99 of all honest requests below {MOST_MS:,.0f} ms",
                        f"{worst:,.0f} ms",
                        worst < MOST_MS,
                    ),
                ]
        return found

    def tables(self) -> Sequence[Table]:
        """Return the verdicts, what honest visitors met, the flood, and what it cost."""
        return [
            targets_table(self.targets()),
            self._honest(),
            self._latencies(),
            self._flood(),
            self._kinds(),
            self._costs(),
        ]

    def _honest(self) -> Table:
        head = ("abuse, times normal", "visits", "receipts", "p50 ms", "p99 ms", "visit s")
        rows = []
        for run in self.runs:
            times = _all_times(run)
            rows.append(
                (
                    str(run.factor),
                    str(run.honest.tried),
                    str(run.honest.succeeded),
                    f"{percentile(times, 50):,.0f}",
                    f"{percentile(times, 99):,.0f}",
                    f"{percentile(run.honest.visit_seconds, 50):.1f}",
                )
            )
        return Table("Honest visitors", head, rows)

    def _latencies(self) -> Table:
        head = ("abuse, times normal", *(f"{_NAMES[kind]}" for kind in _KINDS))
        rows = []
        for run in self.runs:
            cells = []
            for kind in _KINDS:
                times = run.honest.times.get(kind, [])
                cells.append(f"{percentile(times, 50):,.0f} / {percentile(times, 99):,.0f}")
            rows.append((str(run.factor), *cells))
        return Table("Honest requests, p50 / p99 in ms", head, rows)

    def _flood(self) -> Table:
        statuses = sorted({status for run in self.runs for status in run.flood.statuses})
        head = ("abuse, times normal", "answers/s", "not sent", *statuses)
        rows = [
            (
                str(run.factor),
                f"{run.flood.answered / run.flood.seconds:,.0f}",
                f"{run.flood.held_back:,}",
                *(f"{run.flood.statuses.get(status, 0):,}" for status in statuses),
            )
            for run in self.runs
            if run.factor
        ]
        return Table("Abusive requests, by answer", head, rows)

    def _kinds(self) -> Table:
        rows = [
            (kind, ", ".join(f"{count:,} x {status}" for status, count in found.items()))
            for run in self.runs
            if run.factor == FACTOR
            for kind, found in run.flood.by_kind.items()
        ]
        title = f"Abusive requests at {FACTOR} times normal, by kind"
        return Table(title, ("kind", "answered"), rows, frozenset({0, 1}))

    def _costs(self) -> Table:
        roles = sorted({role for run in self.runs for role in run.cpu})
        head = ("abuse, times normal", *roles, "generator", "PSS MB", "load before")
        rows = [
            (
                str(run.factor),
                *(f"{run.cpu.get(role, 0.0):.0%}" for role in roles),
                f"{(run.honest.cpu + run.flood.cpu) / run.seconds:.0%}",
                f"{run.memory / 1e6:.0f}",
                f"{run.busy_before:.2f}",
            )
            for run in self.runs
        ]
        return Table("Processor (100 % is one of them) and memory of the hotline", head, rows)

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain values for JSON; single times as percentiles."""
        runs = []
        for run in self.runs:
            data = asdict(run)
            data["honest"]["times"] = {
                kind: _spread(times) for kind, times in run.honest.times.items()
            }
            data["honest"]["all_times"] = _spread(_all_times(run))
            data["honest"]["visit_seconds"] = _spread(run.honest.visit_seconds)
            runs.append(data)
        return {
            "machine": asdict(self.machine),
            "normal_visits_a_second": NORMAL_VISITS_A_SECOND,
            "normal_requests_a_second": NORMAL_REQUESTS_A_SECOND,
            "honest_visits_a_second": 1 / VISITS_APART,
            "load_generator": "two processes on the same processors as the hotline",
            "cpu_ms_of_an_honest_visit": round(self.visit_ms(), 1),
            "runs": runs,
            "targets": [asdict(target) for target in self.targets()],
        }

    def visit_ms(self) -> float:
        """Return the hotline's processor time for an honest visit, from the run without abuse."""
        return next((run.cpu_ms_a_visit for run in self.runs if not run.factor), float("nan"))


def percentile(values: Sequence[float], hundredth: int) -> float:
    """Return what so many of a hundred values stay at or below; not a number without any."""
    ordered = sorted(values)
    return ordered[max(0, -(-hundredth * len(ordered) // 100) - 1)] if ordered else float("nan")


def _all_times(run: Run) -> list[float]:
    """Return the times of all requests of honest visits; who leaves is counted apart."""
    return [one for kind, times in run.honest.times.items() if kind != "leave" for one in times]


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"count": 0}
    found = {f"p{place}": round(percentile(values, place), 2) for place in (50, 90, 99, 100)}
    return {"count": len(values), **found}
