"""One real store for all door tests of a process; every test brings providers of its own."""

import pytest
from django.conf import settings

from tipline.stores import database


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Set up a SQLite file, unless this process has a store already: Django takes only one."""
    if not settings.configured:
        database.configure(database.sqlite_settings(tmp_path_factory.mktemp("door")))
    database.migrate()
