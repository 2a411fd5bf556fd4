"""The provider door as tests use it: the real application over the real store, keys and writer."""

from collections.abc import Iterator

import pytest

from tests.doors.provider.wiring import Door


@pytest.fixture
def door(store: None) -> Iterator[Door]:  # noqa: ARG001 - it must be there
    """Open the door for one test."""
    with Door() as opened:
        yield opened
