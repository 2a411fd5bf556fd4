"""A clock that a person can move forward, so that a day passes at once."""

from datetime import datetime, timedelta

from tipline.ports.clock import Clock


class ForwardClock:
    """Another clock, and how far this one is ahead of it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta(0)

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead."""
        return self._ahead

    def now(self) -> datetime:
        """Return the present moment of this clock, aware, in UTC."""
        return self._clock.now() + self._ahead

    def forward(self, span: timedelta) -> None:
        """Let this much time pass; a span that leads back changes nothing."""
        self._ahead += max(span, timedelta(0))

    def set_right(self) -> None:
        """Let it be as late as it really is."""
        self._ahead = timedelta(0)
