"""Slows guessing down without locking anybody out.

After a few failures whoever tries again has to wait, half a minute at most. Browsers that somebody
came in with before are counted apart, so that a guesser elsewhere does not slow down the person.
Kept in memory only, and forgotten after a while.
"""

from datetime import datetime, timedelta
from threading import Lock
from typing import Final, NamedTuple

_FREE: Final = 5
_LONGEST: Final = timedelta(seconds=30)
_REMEMBERED: Final = timedelta(minutes=15)
_MOST_KEYS: Final = 10_000


class _Failures(NamedTuple):
    times: int
    last: datetime


class Throttle:
    """Counts failures by key, such as a name; knows how long to wait."""

    def __init__(self) -> None:
        self._failures: dict[str, _Failures] = {}
        self._lock = Lock()

    def wait(self, key: str, now: datetime) -> timedelta:
        """Return how long whoever has this key must still wait; zero if not at all."""
        with self._lock:
            known = self._known(key, now)
        if known is None or known.times < _FREE:
            return timedelta(0)
        pause = min(timedelta(seconds=2 ** (known.times - _FREE)), _LONGEST)
        return max(known.last + pause - now, timedelta(0))

    def failed(self, key: str, now: datetime) -> None:
        """Remember a failure."""
        with self._lock:
            known = self._known(key, now)
            self._failures.pop(key, None)
            count = min(1 if known is None else known.times + 1, _FREE + 10)
            self._failures[key] = _Failures(count, now)
            while len(self._failures) > _MOST_KEYS:
                del self._failures[next(iter(self._failures))]

    def succeeded(self, key: str) -> None:
        """Forget the failures of whoever came in."""
        with self._lock:
            self._failures.pop(key, None)

    def _known(self, key: str, now: datetime) -> _Failures | None:
        known = self._failures.get(key)
        return None if known is None or known.last + _REMEMBERED <= now else known
