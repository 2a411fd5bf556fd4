"""Which database, and how it is opened: durable, strict, and without leaving traces of deletions.

A SQLite file is one `-wal` file richer while it is open; every commit is on disk when it returns
(synchronous=FULL), deleted rows are overwritten (secure_delete).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import Error, connections
from django.db.migrations.recorder import MigrationRecorder

from tipline.domain.errors import TiplineError
from tipline.stores import migrations
from tipline.stores.addresses import parse_address

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
_CONNECT_SECONDS: Final = "5"

_NOT_REACHED: Final = (
    "PostgreSQL cannot be reached or refuses ({reason}): check that it runs, and the address in"
    " DATABASE_URL or database_url: host, port, name, user, password and options."
)
_NOT_OPENED: Final = (
    "The database {file} cannot be used ({reason}): check its owner, its mode and the disk; if it"
    " is damaged, restore a copy into another folder."
)
_DRIVER_MISSING: Final = (
    "The driver for PostgreSQL is missing: install tipline[postgres], or leave database_url out."
)


class DatabaseUnusableError(TiplineError):
    """The database cannot be reached or used; nothing was changed."""

    code = "database_unusable"


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
    found = parse_address(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": found.name,
        "USER": found.user,
        "PASSWORD": found.password,
        "HOST": found.host,
        "PORT": found.port,
        "OPTIONS": {
            "connect_timeout": _CONNECT_SECONDS,
            **found.options,
            "options": "-c synchronous_commit=on",
        },
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
    """Tell whether the schema in the database is the one this version works with.

    Raises:
        DatabaseUnusableError: it cannot be read.
    """
    with _failures_told("default"):
        recorder = MigrationRecorder(connections["default"])
        applied = {name for app, name in recorder.applied_migrations() if app == "stores"}
    names = (module.name for module in iter_modules(migrations.__path__))
    return applied == set(names)


def migrate(alias: str = "default") -> None:
    """Bring the schema up to date; safe to run again and while others are reading.

    Raises:
        DatabaseUnusableError: it cannot be changed.
    """
    with _failures_told(alias):
        call_command("migrate", database=alias, verbosity=0, interactive=False)


@contextmanager
def _failures_told(alias: str) -> Iterator[None]:
    """Say what to do about a database that fails; a driver's own words could hold anything."""
    try:
        yield
    except ImproperlyConfigured:
        raise DatabaseUnusableError(_DRIVER_MISSING) from None
    except Error as error:
        known = settings.DATABASES.get(alias, {})
        reason = type(error.__cause__ or error).__name__
        at_file = str(known.get("ENGINE", "")).endswith("sqlite3")
        words = _NOT_OPENED if at_file else _NOT_REACHED
        message = words.format(reason=reason, file=known.get("NAME"))
        raise DatabaseUnusableError(message) from None
