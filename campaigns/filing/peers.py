"""The services that are filed with: a real hotline, and the sandbox; both started and asked."""

import base64
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from campaigns.databases import database
from campaigns.hotline import Hotline

KINDS: Final = ("sandbox", "sqlite", "postgresql")
"""The sandbox, and a hotline on each database."""


@dataclass(frozen=True)
class Peer:
    """A service: its address, our credentials, and the process to ask what it has."""

    base_url: str
    username: str
    password: str
    hotline: Hotline | None = None

    def finished(self) -> list[int]:
        """Return the numbers of all reports that were finished, as the service itself has them."""
        if self.hotline is not None:
            words = ("reports", "list", "--json", "--limit", "1000000", "--state", "finished")
            said = self.hotline.command(*words)
            return sorted(one["number"] for one in json.loads(said.stdout))
        found = self.control("reports")
        return sorted(one["number"] for one in found if one["state"] == "finished")

    def control(self, path: str, body: object = None) -> list[dict[str, Any]]:
        """Ask the sandbox's own door."""
        url = f"{self.base_url.removesuffix('/ispws')}/sandbox/api/{path}"
        answer = httpx.get(url) if body is None else httpx.post(url, json=body)
        found = answer.raise_for_status().json()
        return found if isinstance(found, list) else found.get(path, [found])


@contextlib.contextmanager
def started(kind: str, folder: Path) -> Iterator[Peer]:
    """Start a service of a kind, and end it afterwards."""
    if kind == "sandbox":
        command = [sys.executable, "-m", "tipline", "sandbox", "--port", "0", "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            if process.stdout is None:
                raise AssertionError(kind)
            said = json.loads(process.stdout.readline())
            yield Peer(said["xml"], said["username"], said["password"])
        finally:
            process.terminate()
            process.wait(20)
        return
    with database(kind, folder) as used:
        yield from _with_hotline(Hotline(folder / "data", used.environ))


def _with_hotline(hotline: Hotline) -> Iterator[Peer]:
    hotline.start()
    try:
        pair = base64.b64decode(hotline.admit("Example Chat").removeprefix("Basic ")).decode()
        username, _, password = pair.partition(":")
        address = f"http://127.0.0.1:{hotline.port}/ispws"
        yield Peer(address, username, password, hotline)
    finally:
        hotline.stop()
