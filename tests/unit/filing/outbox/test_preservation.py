"""How long what was filed is kept, to the moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.filing.outbox.preservation import TERMS, preserved_until, term_for

CHANGE = datetime(2024, 5, 7, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("finished", "until"),
    [
        ("2026-06-01T12:00:00.000017+00:00", "2027-06-01T12:00:00.000017+00:00"),
        ("2024-05-07T00:00:00+00:00", "2025-05-07T00:00:00+00:00"),
        ("2024-05-06T23:59:59.999999+00:00", "2024-08-04T23:59:59.999999+00:00"),
        ("2023-12-02T12:00:00+00:00", "2024-03-01T12:00:00+00:00"),
        ("2028-02-28T12:00:00+00:00", "2029-02-28T12:00:00+00:00"),
        ("2028-02-29T12:00:00+00:00", "2029-03-01T12:00:00+00:00"),
        ("2028-03-01T12:00:00+00:00", "2029-03-01T12:00:00+00:00"),
        ("2027-02-28T23:59:59+00:00", "2028-02-28T23:59:59+00:00"),
        ("2027-03-01T00:00:00+00:00", "2028-03-01T00:00:00+00:00"),
        # The date is that of UTC, wherever the report was finished.
        ("2028-02-29T23:30:00-05:00", "2029-03-01T04:30:00+00:00"),
        ("2028-03-01T01:00:00+05:00", "2029-03-01T20:00:00+00:00"),
        ("2024-05-06T20:00:00-04:00", "2025-05-07T00:00:00+00:00"),
        ("1999-01-01T00:00:00+00:00", "1999-04-01T00:00:00+00:00"),
    ],
)
def test_until_when(finished: str, until: str) -> None:
    assert preserved_until(at(finished)) == at(until)


def test_the_day_of_the_change() -> None:
    assert term_for(CHANGE - MOMENT).days == 90
    assert term_for(CHANGE).years == 1
    assert [term.since for term in TERMS] == sorted(term.since for term in TERMS)


@given(MOMENTS)
def test_a_year_is_never_shorter_than_365_days(finished: datetime) -> None:
    kept = preserved_until(finished) - finished
    if finished < CHANGE:
        assert kept == timedelta(days=90)
    else:
        assert timedelta(days=365) <= kept <= timedelta(days=366)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=800)))
def test_what_was_finished_later_is_kept_longer(finished: datetime, later: timedelta) -> None:
    assert preserved_until(finished) <= preserved_until(finished + later)


@given(MOMENTS, st.integers(-14, 14))
def test_the_zone_does_not_matter(finished: datetime, hours: int) -> None:
    elsewhere = finished.astimezone(timezone(timedelta(hours=hours)))
    assert preserved_until(elsewhere) == preserved_until(finished)
