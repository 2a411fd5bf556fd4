"""What the tests of filing are made with: neutral reports, a clock that is moved, and outboxes."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import msgspec

from tests.unit.reports import provider_report
from tipline.domain.report import Report
from tipline.filing.endpoints import TestCredentials, TestEndpoint
from tipline.filing.filer import Filer
from tipline.filing.pacing import Pace

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = 3_600.0
ENDPOINT = TestEndpoint("https://service.example.org/ispws")
CREDENTIALS = TestCredentials("example-user", "example-password")


def narrative(number: int) -> str:
    """Return a text that stands in one report only."""
    return f"Synthetic narrative {number}."


def report(number: int = 17, *, urgent: bool = False) -> Report:
    """Return the smallest report of a provider, with a narrative of its own."""
    made = msgspec.structs.replace(provider_report(), additional_info=narrative(number))
    if not urgent:
        return made
    summary = msgspec.structs.replace(made.summary, urgency_reason="Synthetic narrative 1.")
    return msgspec.structs.replace(made, summary=summary)


class SetClock:
    """A clock that stands still until it is moved; threads may move it."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        with self._lock:
            self.moment += timedelta(seconds=seconds)


class MovedRest:
    """Moves the clock instead of waiting; ends after so many seconds, or when all is done."""

    def __init__(
        self, clock: SetClock, seconds: float = 24 * HOUR, done: Callable[[], bool] = lambda: False
    ) -> None:
        self._done = done
        self.waits: list[float] = []
        self._clock = clock
        self._end = clock.now() + timedelta(seconds=seconds)

    def wait(self, seconds: float) -> bool:
        if seconds > 0:
            self.waits.append(seconds)
            self._clock.move(seconds)
        return self._clock.now() >= self._end or self._done()


class Chance:
    """Bytes that are the same in every run."""

    def __init__(self, seed: int = 17) -> None:
        self._random = Random(seed)  # noqa: S311 - the same in every run

    def random_bytes(self, number: int) -> bytes:
        return self._random.randbytes(number)


class Middle:
    """Chance that never is: every pause is three quarters of the whole."""

    def random_bytes(self, number: int) -> bytes:
        return b"\x80" + bytes(number - 1)


def make_filer(folder: Path, clock: SetClock | None = None, seed: int = 17) -> Filer:
    """Return an outbox in a folder, which is made if it is not there."""
    return Filer(folder, ENDPOINT, CREDENTIALS, clock=clock or SetClock(), randomness=Chance(seed))


def one_lane(**changes: float) -> Pace:
    """Return a pace without haste or hurry, one report after another."""
    return msgspec.convert({"lanes": 1, "calls_per_second": 1_000.0, **changes}, Pace)
