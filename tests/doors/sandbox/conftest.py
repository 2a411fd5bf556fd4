"""One sandbox for a process, emptied before each test."""

from collections.abc import Iterator

import pytest

from tests.doors.sandbox.serving import Served


@pytest.fixture(scope="session")
def serving() -> Iterator[Served]:
    """Serve a sandbox."""
    with Served() as served:
        yield served


@pytest.fixture
def sandbox(serving: Served) -> Served:
    """Return an empty sandbox."""
    serving.tell("reset")
    return serving
