"""Keeps an outcome for the repository: as JSON, and as the tables in the README."""

import json
from pathlib import Path
from typing import Final

from benchmarks.codec.outcome import Outcome
from benchmarks.codec.tables import plot, tables
from benchmarks.machine import Machine

_FOLDER: Final = Path(__file__).parent
_README: Final = _FOLDER.parent / "README.md"
_BEGIN: Final = "<!-- recorded by `python -m benchmarks.codec --record`; do not edit -->"
_END: Final = "<!-- end of the record -->"


def record(outcome: Outcome) -> None:
    """Write the JSON file, the Markdown file, and the same tables into the README."""
    results = _FOLDER / "results"
    results.mkdir(exist_ok=True)
    data = json.dumps(outcome.as_data(), indent=2, ensure_ascii=False)
    (results / "latest.json").write_text(data + "\n", "utf-8")
    parts = [_about(outcome.machine), *(table.markdown() for table in tables(outcome))]
    page = "\n\n".join(parts)
    bars = f"**Growth as bars**\n\n```text\n{plot(outcome.curves)}\n```"
    whole = f"# The codec benchmark, last recorded\n\n{page}\n\n{bars}\n"
    (results / "latest.md").write_text(whole, "utf-8")
    before, _, rest = _README.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _README.write_text(f"{before}{_BEGIN}\n\n{page}\n\n{_END}{after}", "utf-8")


def _about(machine: Machine) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in machine.libraries.items())
    return (
        f"Measured on {machine.date} at commit {machine.commit}, on {machine.cpu},"
        f" {machine.cores} cores, {machine.system}, {machine.python}, {libraries}."
    )
