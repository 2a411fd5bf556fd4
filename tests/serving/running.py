"""Runs `tipline serve` as an operator would, and looks at its processes from outside."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

PROGRAM = (sys.executable, "-m", "tipline")
PATIENCE = 30.0
_ADDRESS = re.compile(r"Up and ready\? +(\S+)/readyz")
_METRICS = re.compile(r"Prometheus +(\S+)/metrics")


class Said(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


def tipline(*arguments: str, stdin: str = "", pass_fds: Sequence[int] = ()) -> Said:
    """Run one command to its end."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        pass_fds=pass_fds,
        env=environment(),
    )
    return Said(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    """Return the environment without settings of Tipline's."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TIPLINE_")}


class Running:
    """A hotline that runs in its own processes."""

    def __init__(self, data: Path, *arguments: str, pass_fds: Sequence[int] = ()) -> None:
        self.data = data
        self.log = data.parent / f"{data.name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*PROGRAM, "serve", "--data", str(data), "--port", "0", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                pass_fds=pass_fds,
                env=environment(),
            )
        self.said = ""
        self.address = ""
        self.metrics: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if found := _ADDRESS.search(line):
                self.address = found[1]
            if found := _METRICS.search(line):
                self.metrics.append(found[1])
            if line.startswith("Ctrl-C"):
                break
        assert self.address, self.said + self.log.read_text()

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.address + path, timeout=PATIENCE)

    def raw(self, sent: bytes) -> bytes:
        """Say something by hand and return all that is answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(sent)
            heard = b""
            while piece := connection.recv(65_536):
                heard += piece
        return heard

    def credentials(self) -> tuple[str, str]:
        """Let a service in."""
        said = tipline("provider", "add", "Example Chat", "--json", "--data", str(self.data))
        found = json.loads(said.out)
        return found["username"], found["password"]

    def children(self) -> dict[str, set[int]]:
        """Return the processes of this hotline by role."""
        found: dict[str, set[int]] = {}
        for pid, line in _commands():
            if line[1:4] == ["-m", "tipline", "process"] and str(self.data) in line:
                found.setdefault(line[4], set()).add(pid)
        return found

    def kill_one(self, role: str) -> None:
        """Kill one process of a role and wait until another has taken its place."""
        before = self.children()[role]
        os.kill(min(before), signal.SIGKILL)

        def is_replaced() -> bool:
            now = self.children().get(role, set())
            return len(now) == len(before) and now != before

        wait_until(is_replaced)

    def counted(self) -> dict[str, float]:
        """Return the figures of all web processes, summed by series."""
        sums: dict[str, float] = {}
        for one in self.metrics:
            answer = httpx.get(f"{one}/metrics", timeout=PATIENCE)
            assert answer.headers["cache-control"] == "no-store"
            assert "server" not in answer.headers
            for line in answer.text.splitlines():
                if not line.startswith("#"):
                    series, _, number = line.rpartition(" ")
                    sums[series] = sums.get(series, 0.0) + float(number)
        return sums

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return how the parent ended."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def running(data: Path, *arguments: str, pass_fds: Sequence[int] = ()) -> Iterator[Running]:
    """Run a hotline for a while."""
    hotline = Running(data, *arguments, pass_fds=pass_fds)
    try:
        yield hotline
    finally:
        hotline.process.kill()
        hotline.process.wait()
        wait_until(lambda: not hotline.children())
        if hotline.process.stdout is not None:
            hotline.process.stdout.close()


def wait_until(holds: "object", seconds: float = PATIENCE) -> None:
    """Wait until something holds, and fail if it never does."""
    assert callable(holds)
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.05)


def _commands() -> Iterator[tuple[int, list[str]]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            yield int(entry.name), line.decode("utf-8", "replace").split("\0")
