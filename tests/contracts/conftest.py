"""One suite for the store, run on a real SQLite file and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stores
from tipline.stores import queries


@pytest.fixture(params=stores.ALIASES)
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    """Use one of the databases, and leave nothing in it."""
    request.getfixturevalue("databases")
    alias: str = request.param
    with queries.on_database(alias):
        yield alias
        stores.empty()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return an empty folder."""
    return tmp_path
