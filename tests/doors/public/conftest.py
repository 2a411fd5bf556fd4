"""The public door as tests use it: the real application over the real store."""

from collections.abc import Iterator

import pytest

from tests import stores
from tests.doors.public.wiring import Public
from tipline.stores import queries


@pytest.fixture(params=stores.ALIASES)
def either(request: pytest.FixtureRequest) -> Iterator[Public]:
    """Open the door of an empty hotline on each database in turn."""
    request.getfixturevalue("databases")
    with queries.on_database(request.param):
        stores.empty()
        yield Public()
        stores.empty()


@pytest.fixture
def public(store: None) -> Iterator[Public]:  # noqa: ARG001 - it must be there
    """Open the door of an empty hotline for one test."""
    stores.empty()
    yield Public()
    stores.empty()
