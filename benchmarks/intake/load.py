"""Sends reports to a hotline with wrk, as fast as it takes them, and says how fast that was."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from benchmarks.intake.documents import template
from benchmarks.intake.hotline import Credentials
from tipline.codecs import cybertipline, report_json

CONNECTIONS: Final = 64
_SCRIPT: Final = Path(__file__).with_name("load.lua")
_RESULT: Final = "RESULT "


class Kind(StrEnum):
    """What is sent: a JSON report, an XML report, or an XML report that is finished too."""

    JSON = "json"
    XML = "xml"
    LIFE = "life"


class LoadFailedError(RuntimeError):
    """The load generator is missing, or some requests were not answered with success."""


@dataclass(frozen=True)
class Load:
    """What one run of the load generator has seen; latencies in milliseconds."""

    answers: int
    seconds: float
    p50_ms: float
    p99_ms: float
    most_ms: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds


def require_wrk() -> str:
    """Return the load generator's path.

    Raises:
        LoadFailedError: it is not installed.
    """
    found = shutil.which("wrk")
    if found is None:
        raise LoadFailedError("this benchmark needs wrk; on Debian: apt-get install wrk")
    return found


def send(
    address: str,
    kind: Kind,
    credentials: Sequence[Credentials],
    seconds: int,
    first: int,
    connections: int = CONNECTIONS,
) -> Load:
    """Send for some seconds, numbers from `first` on; every answer must be a success.

    Raises:
        LoadFailedError: some were not.
    """
    with _bodies(kind) as environment:
        run = subprocess.run(
            [
                *(require_wrk(), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"),
                *("-s", str(_SCRIPT), address, "--", kind.value, str(first)),
                *(_basic(each) for each in credentials),
            ],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    line = next(line for line in run.stdout.splitlines() if line.startswith(_RESULT))
    load = Load(**json.loads(line.removeprefix(_RESULT)))
    if load.refused or load.broken or not load.answers:
        raise LoadFailedError(f"{load.refused} refused, {load.broken} broken: {load}")
    return load


@contextmanager
def _bodies(kind: Kind) -> Iterator[Mapping[str, str]]:
    """Give the script its document, in a file named in its environment."""
    codec = report_json if kind is Kind.JSON else cybertipline
    with tempfile.NamedTemporaryFile() as file:
        file.write(template(codec))
        file.flush()
        yield {**os.environ, "INTAKE_BODIES": file.name}


def _basic(credentials: Credentials) -> str:
    pair = f"{credentials.username}:{credentials.password}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"
