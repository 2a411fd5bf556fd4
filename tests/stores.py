"""The real databases of the tests: set up once for a process, emptied between tests."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from tipline.stores import database, queries

ALIASES = ("sqlite", "postgresql")
"""The databases that every contract is tested on."""

LOST = {"sqlite": "sqlite-lost", "postgresql": "postgresql-lost"}
"""For each, one of the same kind that cannot be reached."""

TABLES = (
    "imported",
    "referral_answer",
    "referral_delivery",
    "referral_piece",
    "referral_report",
    "referral_version",
    "referral",
    "case_report",
    "case_file",
    "log_in_refusal",
    "contact_request",
    "reporter_contact",
    "message",
    "thread",
    "draft",
    "desk_item",
    "desk_count",
    "desk_session",
    "desk_user",
    "key_used",
    "sighting",
    "identifier",
    "edge",
    "cluster",
    "apart",
    "verdict",
    "stop",
    "relinking",
    "link_rules",
    "index_keys",
    "not_indexed",
    "report",
    "provider",
    "audit_entry",
    "outbox_item",
    "heartbeat",
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
    know(alias, known)
    database.migrate(alias)


def lose(folder: Path) -> None:
    """Make databases known that are not there: no folder, no server."""
    away = folder / "away"
    know(LOST["sqlite"], database.sqlite_settings(away))
    know(
        LOST["postgresql"], database.postgresql_settings(f"postgresql://nobody@/none?host={away}")
    )


def know(alias: str, known: dict[str, Any]) -> None:
    """Make a database known under an alias; its schema stays as it is."""
    connections.settings[alias] = connections.configure_settings(
        {"default": settings.DATABASES["default"], alias: known}
    )[alias]


def empty() -> None:
    """Leave nothing in the database in use."""
    for table in TABLES:
        queries.raw_connection().execute(f"DELETE FROM {table}")  # noqa: S608 - names from here
    queries.run("save_head", 0, b"")
