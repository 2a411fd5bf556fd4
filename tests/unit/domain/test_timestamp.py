"""Timestamps: what is one, what moment it is, which of two is later, what is past."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.errors import ValueRefusedError
from tipline.domain.timestamp import (
    DATE_PATTERN,
    TIMESTAMP_PATTERN,
    Timestamp,
    is_past,
)

GOOD = (
    *("2026-01-31T13:45:00Z", "2026-01-31T13:45:00+00:00", "2026-01-31T13:45:00-00:00"),
    *("2026-01-31T13:45:00.1Z", "2026-01-31T13:45:00.123456789012345678901234567890Z"),
    *("2026-01-31T13:45:00+14:00", "2026-01-31T13:45:00-14:00", "2026-01-31T13:45:00+05:45"),
    *("2024-02-29T00:00:00Z", "2000-02-29T23:59:59Z", "0001-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59.999999999Z", "2026-01-31T13:45:00.0Z", "0004-02-29T00:00:00Z"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9-14:00", "0400-02-29T00:00:00Z"),
    "2026-01-31T23:59:59+13:59",
)
BAD = (
    *("", "2026-01-31", "2026-01-31T13:45:00", "2026-01-31 13:45:00Z", "2026-01-31T13:45Z"),
    *("2026-01-31T13:45:00+0100", "2026-01-31T13:45:00+01", "2026-01-31T13:45:00 Z"),
    *("2026-01-31T13:45:00z", "2026-01-31t13:45:00Z", " 2026-01-31T13:45:00Z"),
    *("2026-01-31T13:45:00Z\n", "2026-01-31T24:00:00Z", "2026-01-31T13:60:00Z"),
    *("2026-01-31T13:45:60Z", "2026-01-31T13:45:00+14:01", "2026-01-31T13:45:00+15:00"),
    *("2026-01-31T13:45:00+13:60", "2026-01-31T13:45:00.Z", "2026-01-31T13:45:00,5Z"),
    *("2026-02-29T13:45:00Z", "1900-02-29T13:45:00Z", "2026-04-31T13:45:00Z"),
    *("2026-13-01T13:45:00Z", "2026-00-01T13:45:00Z", "2026-01-32T13:45:00Z"),
    *("2026-01-00T13:45:00Z", "0000-01-01T13:45:00Z", "-2026-01-31T13:45:00Z"),
    *("12026-01-31T13:45:00Z", "26-01-31T13:45:00Z", "20260131T134500Z", "now"),
    *("\u0662026-01-31T13:45:00Z", "2026-01-31T13:45:00.\u0661Z", "2026-W05-6T13:45:00Z"),
    *("\uff12\uff10\uff12\uff16-01-31T13:45:00Z", "2026-031T13:45:00Z", "13:45:00Z", "2026"),
    *("+2026-01-31T13:45:00Z", "2100-02-29T00:00:00Z", "2026-01-31T13:45:00. 5Z", " "),
)

instants = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - the same
    timezones=st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: timezone(timedelta(minutes=minutes))
    ),
)


@pytest.mark.parametrize("text", GOOD)
def test_a_stated_moment_is_kept_letter_by_letter(text: str) -> None:
    stated = Timestamp(text)
    assert str(stated) == text
    assert (stated, hash(stated)) == (text, hash(text))
    assert Timestamp.trusted(text) == stated
    assert type(Timestamp.trusted(text)) is Timestamp
    assert stated.instant.tzinfo is not None


@pytest.mark.parametrize("text", BAD, ids=ascii)
def test_anything_else_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueRefusedError, match="a date-time needs date, time and zone") as caught:
        Timestamp(text)
    example = "2026-01-31T13:45:00+02:00"
    assert not text.strip() or text.strip() not in str(caught.value).replace(example, "")


@given(instants)
def test_a_moment_survives_being_stated(moment: datetime) -> None:
    stated = Timestamp.of(moment)
    assert stated.instant == moment
    assert stated.instant.utcoffset() == moment.utcoffset()


@given(instants)
def test_what_python_writes_is_a_timestamp_and_means_the_same(moment: datetime) -> None:
    assert Timestamp(moment.isoformat(timespec="microseconds")).instant == moment


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 31),  # noqa: DTZ001 - that is the point
        datetime(2026, 1, 31, tzinfo=timezone(timedelta(seconds=17))),
        datetime(2026, 1, 31, tzinfo=timezone(timedelta(hours=15))),
    ],
)
def test_moments_that_no_document_can_state_are_refused(moment: datetime) -> None:
    with pytest.raises(ValueRefusedError):
        Timestamp.of(moment)


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2026-01-31T13:45:00Z", 0),
        ("2026-01-31T13:45:00.1Z", 100_000),
        ("2026-01-31T13:45:00.000001+01:00", 1),
        ("2026-01-31T13:45:00.1234569999-01:00", 123_456),
        ("2026-01-31T13:45:00.0000009Z", 0),
    ],
)
def test_the_instant_cuts_off_what_python_cannot_hold(text: str, microsecond: int) -> None:
    assert Timestamp(text).instant.microsecond == microsecond


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026-01-31T13:45:00Z", "2026-01-31T13:45:01Z"),
        ("2026-01-31T13:45:00+01:00", "2026-01-31T13:45:00Z"),
        ("2026-01-31T13:45:00.1234567Z", "2026-01-31T13:45:00.1234568Z"),
        ("2026-01-31T13:45:00.123456Z", "2026-01-31T14:45:00.12345600000001+01:00"),
        ("2026-01-31T13:45:00Z", "2026-01-31T13:45:00.000000000000000001Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_the_later_of_two_is_found_to_the_last_digit(earlier: str, later: str) -> None:
    assert Timestamp(later).is_after(Timestamp(earlier))
    assert not Timestamp(earlier).is_after(Timestamp(later))


@pytest.mark.parametrize(
    "same",
    [
        "2026-01-31T13:45:00.5Z",
        "2026-01-31T13:45:00.500000000Z",
        "2026-01-31T14:45:00.50+01:00",
    ],
)
def test_one_moment_in_other_words_is_not_after_itself(same: str) -> None:
    stated = Timestamp("2026-01-31T13:45:00.5Z")
    assert not stated.is_after(Timestamp(same))
    assert not Timestamp(same).is_after(stated)


@given(instants, instants, st.text("0123456789", max_size=4), st.text("0123456789", max_size=4))
def test_one_of_two_is_later_or_neither(
    one: datetime, other: datetime, digits: str, more: str
) -> None:
    first, second = (
        Timestamp(
            re.sub(r"(\.[0-9]{6})", rf"\g<1>{tail}", moment.isoformat(timespec="microseconds"))
        )
        for moment, tail in ((one, digits), (other, more))
    )
    assert not (first.is_after(second) and second.is_after(first))
    if one != other:
        assert first.is_after(second) == (one > other)


def test_past_includes_now_and_ends_right_after_it() -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert is_past(Timestamp("2026-06-01T12:00:00Z"), now)
    assert is_past(Timestamp("2026-06-01T14:00:00.000+02:00"), now)
    assert not is_past(Timestamp("2026-06-01T12:00:00.000000001Z"), now)
    assert not is_past(Timestamp("2026-06-01T12:00:00.000001Z"), now)
    assert is_past(date(2026, 5, 31), now)
    assert not is_past(date(2026, 6, 1), now)


@pytest.mark.parametrize("year", [1, 4, 99, 100, 400, 1900, 1999, 2000, 2024, 2100, 9999])
def test_the_pattern_knows_every_day_of_the_year(year: int) -> None:
    known = re.compile(DATE_PATTERN)
    for month in range(14):
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
        for day in range(33):
            text = f"{year:04}-{month:02}-{day:02}"
            assert bool(known.fullmatch(text)) == (1 <= day <= last)


def test_the_pattern_is_anchored_by_its_user() -> None:
    assert re.compile(TIMESTAMP_PATTERN).match("2026-01-31T13:45:00Z and more")
    with pytest.raises(ValueRefusedError):
        Timestamp("2026-01-31T13:45:00Z and more")


def test_a_timestamp_is_plain_text_to_the_encoder() -> None:
    assert msgspec.json.encode({"at": str(Timestamp("2026-01-31T13:45:00Z"))}) == (
        b'{"at":"2026-01-31T13:45:00Z"}'
    )
