"""The partner door as tests use it: the real application over the real store."""

from collections.abc import Iterator

import pytest

from tests import stores
from tests.doors.partner.wiring import Partner
from tipline.stores import queries


@pytest.fixture(params=stores.ALIASES)
def either(request: pytest.FixtureRequest) -> Iterator[Partner]:
    """Open the door of an empty hotline on each database in turn."""
    request.getfixturevalue("databases")
    with queries.on_database(request.param):
        stores.empty()
        yield Partner()
        stores.empty()


@pytest.fixture
def partner(store: None) -> Iterator[Partner]:  # noqa: ARG001 - it must be there
    """Open the door of an empty hotline for one test."""
    stores.empty()
    yield Partner()
    stores.empty()
