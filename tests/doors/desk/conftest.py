"""The desk as tests use it: the real application over the real store."""

from collections.abc import Iterator

import pytest

from tests import stores
from tests.doors.desk.wiring import Desk
from tipline.stores import queries


@pytest.fixture(params=stores.ALIASES)
def either(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Open the desk of an empty hotline on each database in turn."""
    request.getfixturevalue("databases")
    with queries.on_database(request.param):
        stores.empty()
        yield Desk()
        stores.empty()


@pytest.fixture
def desk(store: None) -> Iterator[Desk]:  # noqa: ARG001 - it must be there
    """Open the desk of an empty hotline for one test."""
    stores.empty()
    yield Desk()
    stores.empty()
