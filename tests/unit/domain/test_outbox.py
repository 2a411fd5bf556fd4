"""Pauses between tries grow, to a longest one, and are spread by chance."""

from datetime import timedelta

import pytest

from tipline.domain.outbox import backoff


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [
        (0, 0.0, 5.0),
        (1, 0.0, 5.0),
        (2, 0.0, 10.0),
        (7, 0.0, 320.0),
        (8, 0.0, 600.0),
        (10_000, 0.0, 600.0),
        (1, 0.5, 3.75),
        (2, 0.5, 7.5),
    ],
)
def test_pauses_double_to_ten_minutes(attempts: int, chance: float, seconds: float) -> None:
    assert backoff(attempts, chance) == timedelta(seconds=seconds)
