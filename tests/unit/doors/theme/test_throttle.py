"""How long whoever guesses has to wait."""

from datetime import UTC, datetime, timedelta

from tipline.doors.theme.throttle import Throttle

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def waits(throttle: Throttle, count: int) -> list[float]:
    found = []
    for _ in range(count):
        throttle.failed("name", NOON)
        found.append(throttle.wait("name", NOON).total_seconds())
    return found


def test_the_wait_grows_to_half_a_minute_and_no_further() -> None:
    assert waits(Throttle(), 12) == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_waiting_is_enough_and_others_do_not_wait() -> None:
    throttle = Throttle()
    waits(throttle, 20)
    assert throttle.wait("name", NOON + 30 * SECOND) == timedelta(0)
    assert throttle.wait("name", NOON + 29 * SECOND) == SECOND
    assert throttle.wait("other", NOON) == timedelta(0)


def test_coming_in_and_time_make_it_forget() -> None:
    throttle = Throttle()
    waits(throttle, 5)
    throttle.succeeded("name")
    assert waits(throttle, 1) == [0]
    waits(throttle, 9)
    throttle.failed("name", NOON + timedelta(minutes=15))
    assert throttle.wait("name", NOON + timedelta(minutes=15)) == timedelta(0)


def test_it_does_not_grow_without_end() -> None:
    throttle = Throttle()
    for number in range(10_050):
        throttle.failed(str(number), NOON)
    assert len(throttle._failures) == 10_000
