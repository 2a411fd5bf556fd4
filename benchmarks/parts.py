"""What the parts of a benchmark are asked for, what they found, and how it is kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import Machine
from benchmarks.table import Table, Target, targets_table


@dataclass(frozen=True)
class Plan:
    """What a part is to measure: sizes in reports, rounds, a folder for what it needs."""

    sizes: Sequence[int]
    rounds: int
    spark: bool
    folder: Path
    tell: Callable[[str], None]


@dataclass(frozen=True)
class Part:
    """One part: its verdicts, its tables, and all of it as plain values."""

    targets: Sequence[Target]
    tables: Sequence[Table]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """All parts that ran, by name; `busy` is the load of the minute before the first."""

    title: str
    machine: Machine
    busy: float
    parts: Mapping[str, Part]

    def targets(self) -> Sequence[Target]:
        """Return the verdicts of all parts."""
        return [target for part in self.parts.values() for target in part.targets]

    def tables(self) -> Sequence[Table]:
        """Return the verdicts, then the tables of all parts."""
        own = [table for part in self.parts.values() for table in part.tables]
        return [targets_table(self.targets()), *own]

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "machine": asdict(self.machine),
            "load_before": self.busy,
            "parts": {name: part.data for name, part in self.parts.items()},
            "targets": [asdict(target) for target in self.targets()],
        }

    def record(self, folder: Path) -> None:
        """Keep the results as JSON and as tables, under the names of the parts."""
        folder.mkdir(exist_ok=True)
        data = json.dumps(self.as_data(), indent=2)
        name = "-".join(self.parts)
        (folder / f"{name}.json").write_text(data + "\n", "utf-8")
        machine = self.machine
        libraries = ", ".join(f"{name} {version}" for name, version in machine.libraries.items())
        about = (
            f"Measured on {machine.date} at commit {machine.commit}, on {machine.cpu},"
            f" {machine.cores} cores, {machine.system}, {machine.python}, {libraries}."
            f" Load of the minute before: {self.busy:.2f}."
        )
        tables = "\n\n".join(table.markdown() for table in self.tables())
        page = f"# The {self.title} benchmark, last recorded\n\n{about}\n\n{tables}\n"
        (folder / f"{name}.md").write_text(page, "utf-8")
