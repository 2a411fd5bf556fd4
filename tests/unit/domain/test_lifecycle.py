"""The life of a report, and moments as whole microseconds."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tipline.domain.lifecycle import NEXT, OPEN_FOR, State, Step, state_at
from tipline.domain.moments import from_microseconds, in_microseconds, to_microseconds

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_only_open_reports_go_anywhere() -> None:
    assert {state for state, _ in NEXT} == {State.OPEN}
    assert NEXT[State.OPEN, Step.FINISH] is State.FINISHED
    assert NEXT[State.OPEN, Step.RETRACT] is State.RETRACTED


@pytest.mark.parametrize("state", State)
def test_only_an_open_report_expires_and_not_before_its_time(state: State) -> None:
    opened = to_microseconds(NOON)
    end = to_microseconds(NOON + OPEN_FOR)
    assert state_at(state, opened, end - 1) is state
    expired = State.EXPIRED if state is State.OPEN else state
    assert state_at(state, opened, end) is expired


@pytest.mark.parametrize(
    "moment",
    [
        NOON,
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_moments_survive(moment: datetime) -> None:
    back = from_microseconds(to_microseconds(moment))
    assert back == moment
    assert back.tzinfo is UTC


def test_lengths_of_time_are_whole_microseconds() -> None:
    assert in_microseconds(timedelta(hours=24)) == 86_400_000_000
    assert in_microseconds(timedelta(microseconds=1)) == 1
