"""What every test shares: the hypothesis profiles, one SQLite file for a process.

Cases and fakes live beside their tests.
"""

import os
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


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up the process's SQLite file and return its folder."""
    from tests import stores  # noqa: PLC0415 - most tests need no database

    folder = tmp_path_factory.mktemp("store")
    stores.set_up(folder)
    return folder
