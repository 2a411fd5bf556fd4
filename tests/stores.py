"""The real databases of the tests: set up once for a process, emptied between tests."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from tipline.stores import database, queries

TABLES = (
    "imported",
    "log_in_refusal",
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


def set_up(folder: Path) -> None:
    """Make a SQLite file the process's database; Django takes its settings only once."""
    if settings.configured:
        raise RuntimeError("something has set Django up already: use the fixture `sqlite`")
    database.configure(database.sqlite_settings(folder))
    database.migrate()


def add(alias: str, known: dict[str, Any]) -> None:
    """Make one more database known under an alias, and bring its schema up to date."""
    connections.settings[alias] = connections.configure_settings(
        {"default": settings.DATABASES["default"], alias: known}
    )[alias]
    database.migrate(alias)


def empty() -> None:
    """Leave nothing in the database in use."""
    for table in TABLES:
        queries.raw_connection().execute(f"DELETE FROM {table}")  # noqa: S608 - names from here
    queries.run("save_head", 0, b"")
