"""One real store for all door tests of a process; every test brings providers of its own."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def store(sqlite: Path) -> None:
    """Set up a SQLite file, once for a process."""
