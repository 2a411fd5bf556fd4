"""A service to file with, and the words that name it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.runs import Run, run_here
from tipline.integrations.pytest_sandbox import TiplineSandbox

File = Callable[..., Run]


@pytest.fixture
def tell(tipline_sandbox: TiplineSandbox, tmp_path: Path) -> File:
    """Return how the program is run here: with the sandbox, and an outbox of its own."""
    known = {
        "TIPLINE_FILING_TO": tipline_sandbox.xml,
        "TIPLINE_FILING_USERNAME": tipline_sandbox.username,
        "TIPLINE_FILING_PASSWORD": tipline_sandbox.password,
        "TIPLINE_OUTBOX": str(tmp_path / "outbox"),
    }

    def run(*words: str, stdin: bytes = b"", **environment: str) -> Run:
        return run_here(*words, stdin=stdin, **{**known, **environment})

    return run
