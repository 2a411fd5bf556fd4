"""The FastAPI example as an engineer runs it: a real server, a real database file, the sandbox."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tipline.integrations.pytest_sandbox import TiplineSandbox, running_sandbox

HERE = Path(__file__).resolve().parents[3] / "examples" / "platforms" / "fastapi_app"
_START = "from tipline.cli.filing.sandbox import sandbox; sandbox()"
PATIENCE = 60.0
HAPPENED = "2026-01-31T13:45:00Z"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[TiplineSandbox]:
    with running_sandbox([sys.executable, "-c", _START, "--port", "0", "--json"]) as service:
        yield service


class Platform:
    """The example, served on this machine."""

    def __init__(self, folder: Path, sandbox: TiplineSandbox) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'platform.sqlite3'}",
            "TIPLINE_FILING_TO": sandbox.xml,
            "TIPLINE_FILING_USERNAME": sandbox.username,
            "TIPLINE_FILING_PASSWORD": sandbox.password,
            "TIPLINE_OUTBOX": str(folder / "outbox"),
        }
        self.start()

    def start(self) -> None:
        words = ["-m", "uvicorn", "--factory", "app:make_app", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, *words, "--log-level", "warning"],
            cwd=HERE,
            env=self._environment,
        )
        wait_until(self.is_up)

    def is_up(self) -> bool:
        try:
            return bool(self.ask("/health")["filing"])
        except httpx.TransportError:
            return False

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE).json()

    def tell(self, path: str, **words: str) -> httpx.Response:
        address = f"http://127.0.0.1:{self.port}{path}"
        return httpx.post(address, json=words or None, timeout=PATIENCE)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def platform(tmp_path: Path, sandbox: TiplineSandbox) -> Iterator[Platform]:
    sandbox.reset()
    running = Platform(tmp_path, sandbox)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.1)


def test_a_case_is_closed_and_reported(platform: Platform, sandbox: TiplineSandbox) -> None:
    opened = platform.tell("/cases", account="example_17", happened_at=HAPPENED)
    assert opened.json() == {"case": 1}
    assert platform.tell("/cases/1/close").status_code == 202
    assert platform.tell("/cases/1/close").status_code == 404
    wait_until(lambda: platform.ask("/cases/1")["state"] == "filed")
    (arrived,) = sandbox.reports()
    assert platform.ask("/cases/1")["report_id"] == arrived["number"]
    assert platform.end(signal.SIGTERM) in {0, -signal.SIGTERM}


def test_no_address_names_an_account(platform: Platform) -> None:
    described = platform.ask("/openapi.json")["paths"]
    named = [
        parameter["name"]
        for calls in described.values()
        for call in calls.values()
        for parameter in call.get("parameters", ())
    ]
    assert set(named) == {"number"}


def test_what_is_wrong_leaves_the_case_open(platform: Platform, sandbox: TiplineSandbox) -> None:
    platform.tell("/cases", account="example_17", happened_at="2031-01-31T13:45:00Z")
    refused = platform.tell("/cases/1/close")
    assert refused.status_code == 422
    assert [problem["code"] for problem in refused.json()["detail"]] == ["not_past"]
    found = platform.ask("/cases/1")
    assert (found["closed"], found["state"]) == (False, None)
    assert sandbox.reports() == []


def test_a_killed_platform_loses_nothing(platform: Platform, sandbox: TiplineSandbox) -> None:
    for _ in range(5):
        platform.tell("/cases", account="example_17", happened_at=HAPPENED)
    for number in range(1, 6):
        assert platform.tell(f"/cases/{number}/close").status_code == 202
    assert platform.end(signal.SIGKILL) == -signal.SIGKILL
    platform.start()
    wait_until(
        lambda: (
            [platform.ask(f"/cases/{number}")["state"] for number in range(1, 6)] == ["filed"] * 5
        )
    )
    finished = [one for one in sandbox.reports() if one["state"] == "finished"]
    assert len(finished) == 5
