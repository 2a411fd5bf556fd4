"""A real hotline to measure: `tipline serve` on loopback in its own folder, and its memory."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROVIDERS: Final = 8
"""Credentials the load is spread over, so that none meets its rate limit."""

_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+")
_PSS: Final = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_KIB: Final = 1024


@dataclass(frozen=True)
class Credentials:
    """What a provider logs in with."""

    username: str
    password: str


@dataclass(frozen=True)
class Running:
    """A hotline that runs, and those who may file with it."""

    address: str
    data: Path
    providers: tuple[Credentials, ...]
    process: "subprocess.Popen[str]"

    def memory(self) -> int:
        """Return the proportional set size of all its processes together, in bytes."""
        return sum(_pss(pid) for pid in self.processes())

    def processes(self) -> dict[int, str]:
        """Return the processes by number, each with its role."""
        return {pid: _role(pid) for pid in _family(self.process.pid)}

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time that the processes of each role have used together so far."""
        used: dict[str, float] = {}
        for pid, role in self.processes().items():
            used[role] = used.get(role, 0.0) + _cpu(pid)
        return used


@contextmanager
def running(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run a hotline in a folder, with providers let in, and end it with all its processes."""
    environ = {**os.environ, **(environment or {})}
    process = subprocess.Popen(
        _tipline("serve", "--data", str(data), "--port", "0"),
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = _address(process)
        yield Running(address, data, admit_providers(data), process)
    finally:
        process.terminate()
        process.wait(30)


def _tipline(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tipline", *arguments]


def _address(process: "subprocess.Popen[str]") -> str:
    """Return where the hotline says that it is."""
    for line in process.stdout or ():
        found = _ADDRESS.search(line)
        if found:
            return found[0]
    raise RuntimeError("the hotline did not start")


def admit_providers(data: Path) -> tuple[Credentials, ...]:
    """Let providers in, whether the hotline runs or not."""
    return tuple(_provider(data, number) for number in range(PROVIDERS))


def _provider(data: Path, number: int) -> Credentials:
    command = _tipline("provider", "add", f"Example Service {number}", "--data", str(data))
    run = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    return Credentials(found["username"], found["password"])


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _role(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return words[words.index("process") + 1] if "process" in words else "supervisor"


def _pss(pid: int) -> int:
    found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"))
    return int(found[1]) * _KIB if found else 0


def _cpu(pid: int) -> float:
    """Return user and system time in seconds; fields 14 and 15 of proc(5)'s stat."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
