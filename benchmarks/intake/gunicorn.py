"""Serves the plain Django yardstick: gunicorn with two workers and keep-alive."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_WORKERS: Final = 2
_THREADS: Final = 1
"""For each worker: more would wait for each other's locks. The sync worker knows no keep-alive."""

_PATIENCE_SECONDS: Final = 20.0


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Serve the yardstick over a hotline's folder, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "benchmarks.intake.plain:application"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(_WORKERS)),
            *("--worker-class", "gthread", "--threads", str(_THREADS)),
            *("--keep-alive", "75", "--timeout", "60", "--log-level", "error"),
        ],
        env={**os.environ, "INTAKE_DATA": str(data)},
    )
    try:
        _await(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn did not start")
