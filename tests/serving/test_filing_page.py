"""The newcomer's path in docs/filing.md: every command on it is run as it stands, from a copy."""

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("pyproject.toml", "README.md", "LICENSE", "src", "examples")
PATIENCE = 240


def commands() -> tuple[list[str], list[str]]:
    """Return the lines for the first terminal and for the second."""
    page = (ROOT / "docs" / "filing.md").read_text("utf-8")
    part = page.partition("## In five minutes")[2].partition("\n## ")[0]
    first, second = re.findall(r"```\n(.*?)```", part, re.DOTALL)
    return first.splitlines(), second.splitlines()


ENVIRON = {**os.environ, "PIP_COMPILE": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A copy of the project, and the sandbox of the first terminal running in it.

    pip is told to compile nothing: Python compiles what these commands use.
    """
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    first, _ = commands()
    for line in first[:-1]:
        subprocess.run(  # noqa: S602 - the page's own words
            line, shell=True, check=True, cwd=tmp_path, env=ENVIRON, timeout=PATIENCE
        )
    with subprocess.Popen(
        first[-1].split(), cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as it:
        said = []
        ready = threading.Event()

        def read() -> None:
            for line in it.stdout or ():
                said.append(line.strip())
                if line.startswith("Ctrl-C"):
                    ready.set()

        reader = threading.Thread(target=read)
        reader.start()
        try:
            assert ready.wait(60), said
            (tmp_path / "said").write_text("\n".join(said), "utf-8")
            yield tmp_path
        finally:
            it.send_signal(signal.SIGINT)
            reader.join(20)


def test_every_command_of_the_newcomers_path_does_what_the_page_says(place: Path) -> None:
    _, second = commands()
    said = (place / "said").read_text("utf-8")
    exports = [line for line in second if line.startswith("export ")]
    assert len(exports) == 3
    for line in exports:
        assert line in said
    script = "set -eu\n" + "\n".join(second)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    filed = re.search(r"typical\.xml: filed as report (\d+) \(item 1, kept until", done.stdout)
    assert filed, done.stdout
    assert f"Report {filed[1]} at http://127.0.0.1:8090/ispws" in done.stdout
    assert done.stdout.rstrip().endswith("<files/></reportDoneResponse>")
    kept = place / "tipline-outbox"
    assert b"Synthetic" not in b"".join(file.read_bytes() for file in kept.iterdir())
