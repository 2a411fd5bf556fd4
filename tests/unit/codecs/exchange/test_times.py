"""Moments in UTC, with as many digits as readers of exchange formats take."""

import pytest

from tipline.codecs.exchange import utc_milliseconds
from tipline.domain.timestamp import Timestamp


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2026-01-31T13:45:00+02:00", "2026-01-31T11:45:00.000Z"),
        ("2026-01-31T13:45:00.5Z", "2026-01-31T13:45:00.500Z"),
        ("2026-01-31T13:45:00.1234567-05:00", "2026-01-31T18:45:00.123456Z"),
        ("0001-01-01T14:00:00+14:00", "0001-01-01T00:00:00.000Z"),
    ],
)
def test_a_moment_is_written_in_utc(stated: str, expected: str) -> None:
    assert utc_milliseconds(Timestamp(stated)) == expected


@pytest.mark.parametrize(
    "stated", [None, "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"]
)
def test_what_utc_has_no_year_for_is_left_out(stated: str | None) -> None:
    assert utc_milliseconds(None if stated is None else Timestamp(stated)) is None
