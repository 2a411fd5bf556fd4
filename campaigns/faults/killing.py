"""Kills the hotline's processes at random moments, and starts it again as an operator would."""

import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Final

from campaigns.databases import Database
from campaigns.faults.ledger import Ledger
from campaigns.hotline import ROLES, Hotline, HotlineLostError

_WEIGHTS: Final = (1, 4, 4)
"""A killed parent takes longest to come back, so it is killed less often."""

_WORKS_WITHIN: Final = 60.0
_SAYS_SOMETHING_EVERY: Final = 20


class Killer:
    """Kills until enough have died; `between` is called after every kill but the last."""

    def __init__(self, hotline: Hotline, database: Database, ledger: Ledger, seed: int) -> None:
        self._hotline = hotline
        self._database = database
        self._ledger = ledger
        self._chance = Random(seed)
        self.killed: Counter[str] = Counter()

    def kill(self, times: int, between: Callable[[int], None]) -> None:
        """Kill processes, most while they work, some while they start."""
        began = time.monotonic()
        done = 0
        while done < times:
            if self._chance.random() < 0.8:
                self._wait_for_work()
            time.sleep(min(self._chance.expovariate(5.0), 1.0))
            role = self._chance.choices(ROLES, _WEIGHTS)[0]
            if not self._hotline.kill(role, self._chance):
                self.restart_if_ended()
                continue
            done += 1
            self.killed[role] += 1
            self.restart_if_ended()
            if done % 15 == 0 and self._database.kill_backend(self._chance):
                self.killed["postgresql backend"] += 1
            if done % _SAYS_SOMETHING_EVERY == 0 or done == times:
                self._say(done, times, time.monotonic() - began)
            if done < times:
                between(done)
        self._wait_for_work()

    def _wait_for_work(self) -> None:
        """Wait until something is acknowledged again."""
        before = self._ledger.counts["acknowledged"]
        deadline = time.monotonic() + _WORKS_WITHIN
        while self._ledger.counts["acknowledged"] <= before:
            if time.monotonic() > deadline:
                raise HotlineLostError(
                    f"nothing was acknowledged for {_WORKS_WITHIN:.0f} s\n{self._hotline.said()}"
                )
            self.restart_if_ended()
            time.sleep(0.02)

    def restart_if_ended(self) -> None:
        """Do what a service manager does (systemd: Restart=always)."""
        if self._hotline.ended:
            self._hotline.start(wholly=self._chance.random() < 0.8)

    def _say(self, done: int, times: int, seconds: float) -> None:
        counts = self._ledger.counts
        print(
            f"{seconds:6.0f} s  {done}/{times} killed  {counts['requests']:,} requests"
            f"  {counts['acknowledged']:,} acknowledged  {counts['retried']:,} retried"
            f"  {counts['unknown_outcomes']:,} unknown  {len(self._ledger.broken)} broken",
            flush=True,
        )
