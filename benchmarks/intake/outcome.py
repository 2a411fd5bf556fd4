"""Everything one run of the intake benchmark has measured, and whether the targets were met."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from benchmarks.intake.load import Kind
from benchmarks.intake.scenarios import Served
from benchmarks.intake.slow_sync import ADDED_MS
from benchmarks.machine import Machine
from benchmarks.table import Table, Target, targets_table

SHARES_OF_RAW: Final = {Kind.JSON: 0.35, Kind.XML: 0.25}
TIMES_PLAIN: Final = 4.0
MOST_MS: Final = 150.0
SLOW_DISK_SHARE: Final = 0.8
FILLED_SHARE: Final = 0.5
MOST_BYTES: Final = 300_000_000
MOST_GROWTH: Final = 0.1
"""Of memory between the first and the last quarter of a million reports."""


@dataclass(frozen=True)
class Outcome:
    """One run's results; `raw` has one rate before and one after all the others."""

    machine: Machine
    raw: tuple[float, ...]
    plain: dict[Kind, Served]
    served: dict[Kind, Served]
    desk: Served
    slow_disk: Served
    filled: dict[int, Served] = field(default_factory=dict)
    memory: Sequence[tuple[int, int]] = ()

    @property
    def raw_rate(self) -> float:
        """The rate of the yardstick *raw*: the mean of its runs."""
        return sum(self.raw) / len(self.raw)

    def targets(self) -> Sequence[Target]:
        """Return every target with its verdict."""
        json = self.served[Kind.JSON]
        found = [
            _at_least(
                f"{kind.value.upper()} at least {share:.0%} of raw",
                self.served[kind].rate / self.raw_rate,
                share,
            )
            for kind, share in SHARES_OF_RAW.items()
        ]
        for kind, plain in self.plain.items():
            times = self.served[kind].rate / plain.rate
            promise = f"{kind.value.upper()} at least {TIMES_PLAIN:g} times plain Django"
            found.append(Target(promise, f"{times:.1f} times", times >= TIMES_PLAIN))
        for name, milliseconds in (
            ("JSON at 64 connections", json.p99_ms),
            ("XML at 64 connections", self.served[Kind.XML].p99_ms),
            ("desk writes meanwhile", self.desk.desk_p99_ms),
        ):
            found.append(
                Target(
                    f"{name}: p99 below {MOST_MS:g} ms",
                    f"{milliseconds:.0f} ms",
                    milliseconds < MOST_MS,
                )
            )
        found.append(
            _at_least(
                f"{ADDED_MS:g} ms more in every fsync: at least {SLOW_DISK_SHARE:.0%} kept",
                self.slow_disk.rate / json.rate,
                SLOW_DISK_SHARE,
            )
        )
        found += [
            _at_least(
                f"{reports:,} reports in the store: at least {FILLED_SHARE:.0%} kept",
                served.rate / json.rate,
                FILLED_SHARE,
            )
            for reports, served in self.filled.items()
        ]
        return [*found, *self._memory_targets()]

    def _memory_targets(self) -> Sequence[Target]:
        measured = [self.served[Kind.JSON].memory, self.served[Kind.XML].memory]
        most = max(*measured, *(memory for _, memory in self.memory))
        promise = f"all processes together below {MOST_BYTES / 1e6:.0f} MB (PSS)"
        found = [Target(promise, f"{most / 1e6:.0f} MB", most < MOST_BYTES)]
        if self.memory:
            quarter = max(1, len(self.memory) // 4)
            first = max(memory for _, memory in self.memory[:quarter])
            last = max(memory for _, memory in self.memory[-quarter:])
            growth = last / first - 1
            found.append(
                Target(
                    f"memory flat over {self.memory[-1][0]:,} reports (at most {MOST_GROWTH:.0%})",
                    f"{growth:+.1%}",
                    growth <= MOST_GROWTH,
                )
            )
        return found

    def tables(self) -> Sequence[Table]:
        """Return the verdicts, and all rates and latencies."""
        rows = [("raw: rows only, batches of 64", f"{self.raw_rate:,.0f}", "", "", "")]
        for name, served in self._rows():
            memory = f"{served.memory / 1e6:.0f}" if served.memory else ""
            rows.append(
                (
                    name,
                    f"{served.rate:,.0f}",
                    f"{served.p50_ms:.0f}",
                    f"{served.p99_ms:.0f}",
                    memory,
                )
            )
        head = ("what", "requests/s", "p50 ms", "p99 ms", "PSS MB")
        found = [targets_table(self.targets()), Table("Rates", head, rows), self._cpu()]
        pages = [
            (name, f"{reports:,}", f"{milliseconds:.0f}")
            for reports, served in self.filled.items()
            for name, milliseconds in (served.pages_ms or {}).items()
        ]
        if pages:
            found.append(Table("Pages of the desk", ("page", "reports in the store", "ms"), pages))
        return found

    def _rows(self) -> Sequence[tuple[str, Served]]:
        return [
            *((f"plain Django, {kind.value}", served) for kind, served in self.plain.items()),
            *((f"Tipline, {_NAMES[kind]}", served) for kind, served in self.served.items()),
            ("Tipline, JSON, desk at work", self.desk),
            (f"Tipline, JSON, fsync {ADDED_MS:g} ms slower", self.slow_disk),
            *(
                (f"Tipline, JSON, {reports:,} reports in the store", served)
                for reports, served in self.filled.items()
            ),
        ]

    def _cpu(self) -> Table:
        """Return where the processor's time goes, by process."""
        roles = sorted({role for one in self.served.values() for role in one.cpu_us or {}})
        rows = [
            (_NAMES[kind], *(f"{(served.cpu_us or {}).get(role, 0.0):.0f}" for role in roles))
            for kind, served in self.served.items()
        ]
        return Table("Processor time for one request, us", ("load", *roles), rows)

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        data = asdict(self)
        data["filled"] = {str(count): asdict(served) for count, served in self.filled.items()}
        data["targets"] = [asdict(target) for target in self.targets()]
        return data


_NAMES: Final = {
    Kind.JSON: "JSON reports",
    Kind.XML: "XML /submit",
    Kind.LIFE: "XML /submit and /finish in turn",
}


def _at_least(promise: str, share: float, wanted: float) -> Target:
    return Target(promise, f"{share:.1%}", share >= wanted)
