"""How fast and how often the service is called: growing pauses, a rate, and a gate that shuts.

All times in microseconds since 1970, as the outbox keeps them; nothing here waits.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tipline.domain.moments import in_microseconds
from tipline.filing.errors import FilingError
from tipline.filing.outbox.items import Gate, Trouble
from tipline.ports.secrets import Randomness

_SECOND: Final = in_microseconds(timedelta(seconds=1))
_MOST_DOUBLINGS: Final = 30
_CHANCE_BYTES: Final = 4


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What is bearable for the service and for whoever waits.

    Pauses after failures double from `first_pause` to `longest_pause`, half of each by chance, so
    that many clients do not come back at once. After `failures` in a row nothing is sent for a
    pause; then one report tries whether the service is back.
    """

    calls_per_second: float = 10.0
    first_pause: timedelta = timedelta(seconds=2)
    longest_pause: timedelta = timedelta(minutes=15)
    failures: int = 5
    lanes: int = 4

    def pause(self, tries: int, chance: Randomness) -> int:
        """Return how long to wait after so many failures, in microseconds."""
        doubled = in_microseconds(self.first_pause) * 2 ** min(max(0, tries - 1), _MOST_DOUBLINGS)
        whole = min(doubled, in_microseconds(self.longest_pause))
        drawn = int.from_bytes(chance.random_bytes(_CHANCE_BYTES)) / 2 ** (8 * _CHANCE_BYTES)
        return int(whole * (0.5 + 0.5 * drawn))


class Turns:
    """Gives each call its moment, so that no more than the rate are made."""

    def __init__(self, calls_per_second: float) -> None:
        self._gap = _SECOND / calls_per_second
        self._next = 0.0
        self._last = 0

    def seconds_to_wait(self, now: int) -> float:
        """Take the next turn and return in how many seconds it comes."""
        # A clock that was set back must not make anybody wait for it to come forward again.
        self._next -= max(0, self._last - now)
        self._last = now
        turn = max(float(now), self._next)
        self._next = turn + self._gap
        return (turn - now) / _SECOND


def after_failure(
    gate: Gate, error: FilingError, trouble: Trouble, now: int, rules: tuple[Pace, Randomness]
) -> Gate:
    """Return the gate after a call that failed because of the service or the way to it."""
    pace, chance = rules
    failures = gate.failures + 1
    until = gate.until
    if error.retry_after is not None:
        until = max(until, now + int(error.retry_after * _SECOND))
    if failures >= pace.failures:
        until = max(until, now + pace.pause(failures - pace.failures + 1, chance))
    return Gate(failures=failures, until=until, trouble=trouble)


def shut(
    gate: Gate, error: FilingError, trouble: Trouble, now: int, rules: tuple[Pace, Randomness]
) -> Gate:
    """Return the gate after an answer that will be the same for every report."""
    pace, _ = rules
    failures = max(gate.failures, pace.failures + 2)
    return after_failure(Gate(failures=failures, until=gate.until), error, trouble, now, rules)


def after_success(gate: Gate, now: int) -> Gate:
    """Return the gate after a call that reached the service.

    A call that was under way when the gate was shut does not open it.
    """
    return gate if gate.until > now else Gate()
