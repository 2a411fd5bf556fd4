"""A real hotline of the program's own, to be maltreated: started, killed and started again."""

import base64
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Final

_PROGRAM: Final = (sys.executable, "-m", "tipline")
_STARTS_WITHIN: Final = 60.0
_GONE: Final = (OSError, http.client.HTTPException)

ROLES: Final = ("parent", "writer", "web")


class HotlineLostError(Exception):
    """The hotline does not come up again, or a command fails: the campaign cannot go on."""


class Hotline:
    """`tipline serve` on a data folder, with what it prints in a file beside the folder."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.log = folder.with_name("serve.log")
        self.port = free_port()
        self.starts = 0
        self._environ = {**os.environ, **(environ or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, wholly: bool = True) -> None:
        """Start it, as often as it takes: an old process may still hold the port for a moment.

        It may be killed while it starts, unless it is waited for `wholly`.

        Raises:
            HotlineLostError: it does not answer within a minute.
        """
        deadline, before = time.monotonic() + _STARTS_WITHIN, self.said_that_it_runs()
        while time.monotonic() < deadline:
            if self.ended:
                self._launch()
            up = self.said_that_it_runs() > before if wholly else bool(self.pids("web"))
            if up and self.answers():
                return
            time.sleep(0.05)
        raise HotlineLostError(f"no answer within {_STARTS_WITHIN:.0f} s\n{self.said()}")

    def _launch(self) -> None:
        command = [*_PROGRAM, "serve", "--data", str(self.folder), "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=self._environ)
        self.starts += 1

    @property
    def ended(self) -> bool:
        """Whether the program is over: killed, or given up because a child died as it started."""
        return self._process is None or self._process.poll() is not None

    def said(self) -> str:
        """Return the end of what the processes printed."""
        return self.log.read_text("utf-8", "replace")[-4_000:] if self.log.exists() else ""

    def answers(self) -> bool:
        """Tell whether somebody answers at the port, whatever the answer."""
        try:
            status(self.port, "/ispws/status")
        except _GONE:
            return False
        return True

    def said_that_it_runs(self) -> int:
        """Return how often the program said that it is up."""
        return self.log.read_bytes().count(b"The hotline runs") if self.log.exists() else 0

    def pids(self, role: str) -> list[int]:
        """Return the processes in this role, oldest first; none while there is none."""
        if self._process is None or self.ended:
            return []
        parent = self._process.pid
        return [parent] if role == "parent" else children_of(parent, role)

    def processes(self) -> list[int]:
        """Return all processes: the same as long as none was started anew."""
        return [pid for role in ROLES for pid in self.pids(role)]

    def kill(self, role: str, chance: Random) -> bool:
        """End a process in this role without warning (SIGKILL), and tell whether there was one."""
        pids = self.pids(role)
        if not pids:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(pids), signal.SIGKILL)
        if role == "parent" and self._process is not None:
            self._process.wait()
        return True

    def stop(self) -> None:
        """End it as an operator does."""
        if self._process is not None and not self.ended:
            self._process.terminate()
            self._process.wait(20)

    def command(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run another command of the program on the same folder."""
        command = [*_PROGRAM, *words, "--data", str(self.folder)]
        return subprocess.run(command, check=False, capture_output=True, env=self._environ)

    def admit(self, name: str) -> str:
        """Let a provider in and return its Authorization header."""
        done = self.command("provider", "add", name, "--json")
        if done.returncode:
            raise HotlineLostError(done.stderr.decode("utf-8", "replace"))
        given = json.loads(done.stdout)
        pair = f"{given['username']}:{given['password']}".encode()
        return "Basic " + base64.b64encode(pair).decode()


def status(port: int, path: str, headers: Mapping[str, str] | None = None) -> int:
    """Return the status of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        return connection.getresponse().status
    finally:
        connection.close()


def children_of(parent: int, role: str) -> list[int]:
    """Return the child processes that were started as `tipline process ROLE`."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it ended while it was looked at
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8").split()
        for child in children:
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            if b"process" in words and role.encode() in words:
                found.append(int(child))
    return found


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
