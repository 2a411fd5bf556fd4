"""Which database, and how it is opened: durable, strict, and without leaving traces of deletions.

A SQLite file is one `-wal` file richer while it is open; every commit is on disk when it returns
(synchronous=FULL), deleted rows are overwritten (secure_delete).
"""

from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from tipline.domain.errors import TiplineError
from tipline.stores import migrations

FILE_NAME: Final = "tipline.sqlite3"

_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA wal_autocheckpoint=32000;"
    "PRAGMA cache_size=-32768;"
)
_BUSY_SECONDS: Final = 20


class DatabaseAddressError(TiplineError):
    """The database address is none: give postgresql://user@host/name, or leave it out."""

    code = "database_address"


def sqlite_settings(folder: Path) -> dict[str, Any]:
    """Return Django's settings for the SQLite file in a data folder."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / FILE_NAME),
        "OPTIONS": {
            "init_command": _PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": _BUSY_SECONDS,
        },
    }


def postgresql_settings(address: str) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL address.

    Raises:
        DatabaseAddressError: not a postgresql:// address with a database name.
    """
    parts = urlsplit(address)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise DatabaseAddressError
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**options, "options": "-c synchronous_commit=on"},
    }


def configure(
    database: dict[str, Any],
    others: dict[str, dict[str, Any]] | None = None,
    **more: Any,  # noqa: ANN401 - Django's settings
) -> None:
    """Set Django up for this process, once; doors add their own settings, tests more databases."""
    apps = ["tipline.stores.apps.StoresConfig", *more.pop("INSTALLED_APPS", ())]
    settings.configure(
        DATABASES={"default": database, **(others or {})},
        INSTALLED_APPS=apps,
        USE_TZ=True,
        TIME_ZONE="UTC",
        LOGGING_CONFIG=None,  # what Django says goes through our own redaction
        **more,
    )
    django.setup()


def is_current() -> bool:
    """Tell whether the schema in the database is the one this version works with."""
    recorder = MigrationRecorder(connections["default"])
    applied = {name for app, name in recorder.applied_migrations() if app == "stores"}
    names = (module.name for module in iter_modules(migrations.__path__))
    return applied == set(names)


def migrate(alias: str = "default") -> None:
    """Bring the schema up to date; safe to run again and while others are reading."""
    call_command("migrate", database=alias, verbosity=0, interactive=False)
