"""`tipline sandbox` as a program: what it says, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx
import pytest

from tests.doors.provider.papers import MINIMAL

PATIENCE = 20.0
PROGRAM = (sys.executable, "-m", "tipline", "sandbox")


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command until the block ends."""
    process = subprocess.Popen(
        [*PROGRAM, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def said(*arguments: str, program: Sequence[str] = PROGRAM) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*program, *arguments], check=False, capture_output=True, text=True, timeout=PATIENCE
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_when_asked(number: signal.Signals) -> None:
    with running("--json", "--username", "p-17", "--password", "made up") as process:
        told = json.loads(line(process))
        assert told["xml"] == f"{told['url']}/ispws"
        assert told["json"] == f"{told['url']}/api/v1"
        who = (told["username"], told["password"])
        assert who == ("p-17", "made up")
        answer = httpx.get(f"{told['xml']}/status", auth=who)
        assert (answer.status_code, answer.headers.get("server")) == (200, None)
        os.kill(process.pid, number)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", "")


def test_it_ends_while_somebody_is_kept_waiting() -> None:
    with running("--json") as process:
        told = json.loads(line(process))
        httpx.post(f"{told['url']}/sandbox/api/faults", json={"fault": "hang"})
        with socket.create_connection(("127.0.0.1", int(told["url"].rpartition(":")[2]))) as one:
            one.sendall(b"GET /ispws/status HTTP/1.1\r\nHost: localhost\r\n\r\n")
            exchanges: list[object] = []
            while not exchanges:
                found = httpx.get(f"{told['url']}/sandbox/api/exchanges").json()
                exchanges = found["exchanges"]
            process.terminate()
            _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert err == ""


def test_for_people_it_prints_what_can_be_pasted() -> None:
    with running("--username", "it's") as process:
        lines = [line(process) for _ in range(13)]
        process.terminate()
        text = "".join(lines)
    assert "holds nothing real" in text
    assert "export TIPLINE_FILING_TO=http://127.0.0.1:" in text
    assert "export TIPLINE_FILING_USERNAME='it'\"'\"'s'\n" in text
    assert "export TIPLINE_FILING_PASSWORD=sandbox\n" in text
    assert "tipline file examples/typical.xml --wait" in text


def test_nothing_is_left_on_the_disk(tmp_path_factory: pytest.TempPathFactory) -> None:
    here = tmp_path_factory.mktemp("here")
    environment = {**os.environ, "TMPDIR": str(here), "HOME": str(here)}
    with subprocess.Popen(
        [*PROGRAM, "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=here,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        told = json.loads(line(process))
        who = (told["username"], told["password"])
        assert httpx.post(f"{told['xml']}/submit", auth=who, content=MINIMAL).status_code == 200
        process.terminate()
    assert list(here.iterdir()) == []


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = said("--port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port 0" in done.stderr
    assert "--host" not in done.stderr


@pytest.mark.parametrize("wrong", [("--username", "a:b"), ("--password", ""), ("--port", "x")])
def test_what_cannot_be_is_a_usage_error(wrong: tuple[str, str]) -> None:
    assert said(*wrong).returncode == 64


def test_without_the_server_parts_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['starlette'] = None; from tipline.cli import main; main()"
    done = said("sandbox", program=(sys.executable, "-c", code))
    assert done.returncode == 1
    assert "install tipline[server]" in done.stderr
