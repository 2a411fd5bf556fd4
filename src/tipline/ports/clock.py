"""What time it is; the only source of it for everything inside."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; tests bring their own."""

    def now(self) -> datetime:
        """Return the present moment as an aware datetime in UTC."""
        ...
