"""What one sandbox has beside its parts: the exchanges it remembers and the faults in force."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tipline.bootstrap.sandbox import SandboxParts
from tipline.doors.sandbox.exchanges import Exchanges
from tipline.doors.sandbox.faults import Rules

if TYPE_CHECKING:
    from tipline.stores.memory import ForwardClock

MOST_AHEAD: Final = timedelta(days=100 * 365)
"""How far the clock can be moved in all."""


class Waiting:
    """The requests that wait on purpose; they can be let go all at once."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    def let_go(self) -> None:
        """End the waiting of all who wait now; who comes later waits again."""
        self._over.set()
        self._over = asyncio.Event()

    async def until_let_go(self) -> None:
        """Wait until all are let go."""
        await self._over.wait()


@dataclass(frozen=True)
class SandboxState:
    """One sandbox: its parts, what it remembers, what it provokes."""

    parts: SandboxParts
    exchanges: Exchanges = field(default_factory=Exchanges)
    rules: Rules = field(default_factory=Rules)
    waiting: Waiting = field(default_factory=Waiting)

    def reset(self) -> None:
        """Forget everything that arrived, end all faults, set the clock right.

        Who still waits on purpose is cut off, and not noted again.
        """
        self.waiting.let_go()
        self.parts.reset()
        self.exchanges.clear()
        self.rules.clear()


def may_forward(clock: "ForwardClock", seconds: float) -> bool:
    """Tell whether a clock can be moved this far; time does not go back."""
    left = (MOST_AHEAD - clock.ahead).total_seconds()
    return 0 < seconds <= left
