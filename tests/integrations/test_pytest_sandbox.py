"""The plugin in a project of its own: the fixture, in a pytest that this one starts."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.doors.provider.papers import MINIMAL

pytest_plugins = "pytester"

PROJECT = f'''
from datetime import timedelta

import httpx
import pytest

DOCUMENT = """{MINIMAL}"""


@pytest.fixture
def client(tipline_sandbox):
    who = (tipline_sandbox.username, tipline_sandbox.password)
    with httpx.Client(base_url=tipline_sandbox.xml, auth=who) as found:
        yield found


def test_a_report_arrives(tipline_sandbox, client):
    assert client.post("/submit", content=DOCUMENT).status_code == 200
    (report,) = tipline_sandbox.reports()
    assert (report["state"], report["finished"]) == ("open", False)
    (exchange,) = tipline_sandbox.exchanges()
    assert exchange["report"] == report["number"]
    before = tipline_sandbox.now()
    assert tipline_sandbox.forward(timedelta(hours=24)) >= before + timedelta(hours=24)
    assert tipline_sandbox.reports()[0]["state"] == "expired"
    tipline_sandbox.fail("garbage", times=None)


def test_the_next_one_begins_with_nothing(tipline_sandbox, client):
    assert tipline_sandbox.reports() == tipline_sandbox.exchanges() == []
    tipline_sandbox.fail("answer", call="submit", code=1000, status=503)
    tipline_sandbox.fail("cut_after", call="submit")
    assert client.post("/submit", content=DOCUMENT).status_code == 503
    with pytest.raises(httpx.TransportError):
        client.post("/submit", content=DOCUMENT)
    assert len(tipline_sandbox.reports()) == 1
    tipline_sandbox.fail("garbage", times=None)
    tipline_sandbox.clear()
    assert client.get("/status").headers["content-type"] == "application/xml"


def test_what_cannot_be_is_explained(tipline_sandbox):
    with pytest.raises(ValueError, match="no such fault"):
        tipline_sandbox.fail("nothing")
    with pytest.raises(ValueError, match="forward_seconds"):
        tipline_sandbox.forward(-1)
    assert httpx.get(tipline_sandbox.url).status_code == 200
'''

PARENT = """
import sys
from tipline.integrations.pytest_sandbox import running_sandbox

with running_sandbox([sys.executable, "-m", "tipline", "sandbox", "--port", "0", "--json"]) as one:
    print(one.url.rpartition(":")[2], flush=True)
    sys.stdin.read()
"""
PATIENCE = 20.0


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the inner pytest have this plugin and no other."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def run(pytester: pytest.Pytester) -> pytest.RunResult:
    plugin = ("-p", "tipline.integrations.pytest_sandbox")
    return pytester.runpytest_subprocess(*plugin, "-W", "error", timeout=60)


def test_the_fixture_in_a_project(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(PROJECT)
    run(pytester).assert_outcomes(passed=3)


def test_the_example_of_the_docs_passes(pytester: pytest.Pytester) -> None:
    page = (ROOT / "docs/sandbox.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (pytester.path / "examples").symlink_to(ROOT / "examples")
    pytester.makepyfile(example)
    run(pytester).assert_outcomes(passed=1)


def test_a_sandbox_that_does_not_start_is_explained(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("""
        import sys
        import pytest

        @pytest.fixture(scope="session")
        def tipline_sandbox_command():
            return [sys.executable, "-c", "pass"]
    """)
    pytester.makepyfile("def test_nothing(tipline_sandbox): ...")
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*did not start*server parts*"])


def test_it_ends_with_the_tests_however_these_end(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    with parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        assert is_open(port)
        os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while is_open(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_open(port)


def test_the_plugin_is_light() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, tipline.integrations.pytest_sandbox; print(*sys.modules)",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    heavy = {"django", "starlette", "uvicorn", "lxml", "msgspec", "cryptography", "click"}
    assert heavy & {*loaded} == set()


def is_open(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
