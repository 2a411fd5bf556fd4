"""Runs the small platform's processes, on either database."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tipline.integrations.pytest_sandbox import TiplineSandbox

HERE = Path(__file__).parent
PATIENCE = 60.0


class Ended(subprocess.CompletedProcess[str]):
    """How a command ended."""


class Site:
    """One platform: its folder, its database, the service it files with."""

    def __init__(
        self, folder: Path, database: dict[str, str], sandbox: TiplineSandbox | None
    ) -> None:
        self.folder = folder
        self.database = database
        self.sandbox = sandbox
        self.filing: dict[str, Any] | None = None
        self.debug = False
        if sandbox is not None:
            self.filing = {
                "TO": sandbox.xml,
                "KIND": "test",
                "USERNAME": sandbox.username,
                "PASSWORD": sandbox.password,
                "OUTBOX": str(folder / "outbox"),
            }

    def environment(self) -> dict[str, str]:
        known = {
            "PLATFORM_FOLDER": str(self.folder),
            "PLATFORM_DATABASES": json.dumps({"default": self.database}),
            "DJANGO_SETTINGS_MODULE": "platform_site.settings",
            "PYTHONPATH": str(HERE),
        }
        if self.filing is not None:
            known["PLATFORM_FILING"] = json.dumps(self.filing)
        if self.debug:
            known["PLATFORM_DEBUG"] = "1"
        return {**os.environ, **known}

    def act(self, name: str, *words: str) -> Any:  # noqa: ANN401 - JSON
        """Do something at the platform and return what came of it."""
        ended = self._run("platform_site.act", name, *words)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    def die(self, name: str, *words: str) -> None:
        """Do something that ends with SIGKILL."""
        ended = self._run("platform_site.act", name, *words)
        assert ended.returncode == -signal.SIGKILL, ended.stderr

    def manage(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of Django's."""
        return self._run("django", *words)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command of Django's, and wait for its first line."""
        process = subprocess.Popen(
            [sys.executable, "-m", "django", *words],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline()
        return process

    def _run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def states(self) -> list[str]:
        return [row["state"] for row in self.act("rows")]

    def once(self) -> int:
        """File what can be filed."""
        return self.manage("tipline_filing", "once", "--json").returncode

    def filed(self) -> list[int]:
        """Return the numbers of what the service has, finished; it has nothing else."""
        assert self.sandbox is not None
        found = self.sandbox.reports()
        return [one["number"] for one in found if one["state"] == "finished"]


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.2)


def copy_of(template: Path, folder: Path) -> dict[str, str]:
    """Return a SQLite database with all tables and no rows."""
    name = folder / "platform.sqlite3"
    shutil.copyfile(template, name)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(name)}
