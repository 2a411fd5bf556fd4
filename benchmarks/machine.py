"""What a measurement depends on: machine, Python, libraries, commit. No host name, no path."""

import os
import platform
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from lxml import etree

_PROJECT: Final = Path(__file__).resolve().parents[1]
_CPU_FIELDS: Final = ("model name", "Model", "Hardware")


@dataclass(frozen=True)
class Machine:
    """Where, when and with what was measured."""

    date: str
    commit: str
    cpu: str
    cores: int
    system: str
    python: str
    libraries: dict[str, str]


def this_machine(*names: str) -> Machine:
    """Return what can be told of the machine this runs on, and of the libraries named."""
    libraries = {name: metadata.version(name) for name in names}
    libraries["libxml2"] = ".".join(str(part) for part in etree.LIBXML_VERSION)
    return Machine(
        date=time.strftime("%Y-%m-%d", time.gmtime()),
        commit=_commit(),
        cpu=_cpu(),
        cores=os.cpu_count() or 0,
        system=f"{platform.system()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        libraries=libraries,
    )


def _cpu() -> str:
    """Return the processor's name as Linux tells it, or its architecture elsewhere."""
    source = Path("/proc/cpuinfo")
    lines = source.read_text("utf-8").splitlines() if source.exists() else []
    stated = {name.strip(): value.strip() for name, _, value in (s.partition(":") for s in lines)}
    return next((stated[name] for name in _CPU_FIELDS if stated.get(name)), platform.machine())


def _commit() -> str:
    """Return the short commit, marked if the sources have changed since."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", "src", "benchmarks/*.py")
    return f"{commit or 'unknown'}{' with changes' if changed else ''}"


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    run: Sequence[str] = (git, *arguments)
    answer = subprocess.run(run, cwd=_PROJECT, check=False, capture_output=True, text=True)
    return answer.stdout.strip()
