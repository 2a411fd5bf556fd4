"""What a campaign found, printed, and with `--record` kept in `campaigns/results/` as JSON.

A record names date, processor and commit; never a host, a path or an address.
"""

import json
import os
import platform
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

RESULTS: Final = Path(__file__).parent / "results"
_PROJECT: Final = Path(__file__).resolve().parents[1]

Figures = dict[str, Any]


def conclude(name: str, figures: Figures, broken: list[str], *, record: bool) -> int:
    """Print the figures and every broken law, keep them if asked, and return the exit status."""
    for what, figure in figures.items():
        print(f"  {what.replace('_', ' '):38} {_shown(figure)}")
    for law in broken[:50]:
        print(f"BROKEN: {law}")
    print(f"{name}: {f'{len(broken)} laws broken' if broken else 'every law held'}", flush=True)
    if record:
        _write(name, {**figures, "broken": broken})
    return 1 if broken else 0


def _write(name: str, figures: Figures) -> None:
    RESULTS.mkdir(exist_ok=True)
    about = {
        "campaign": name,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": _commit(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    text = json.dumps({**about, "figures": figures}, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", "utf-8")


def _shown(figure: object) -> str:
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    if isinstance(figure, dict):
        return ", ".join(f"{name} {_shown(value)}" for name, value in figure.items())
    return f"{figure:,}" if isinstance(figure, int | float) else str(figure)


def _cpu() -> str:
    source = Path("/proc/cpuinfo")
    lines = source.read_text("utf-8").splitlines() if source.exists() else []
    stated = dict(line.split(":", 1) for line in lines if ":" in line)
    found = {name.strip(): value.strip() for name, value in stated.items()}
    return found.get("model name") or platform.machine()


def _commit() -> str:
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", "src", "campaigns/*.py", "docs/*.py")
    return f"{commit or 'unknown'}{' with changes' if changed else ''}"


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, *arguments]
    answer = subprocess.run(command, cwd=_PROJECT, check=False, capture_output=True, text=True)
    return answer.stdout.strip()
