"""The desk as tests use it: the real application over the real store."""

from collections.abc import Iterator

import pytest

from tests import stores
from tests.doors.desk.wiring import Desk


@pytest.fixture
def desk(store: None) -> Iterator[Desk]:  # noqa: ARG001 - it must be there
    """Open the desk of an empty hotline for one test."""
    stores.empty()
    yield Desk()
    stores.empty()
