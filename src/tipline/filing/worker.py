"""Takes what is in the outbox to the service, several reports side by side, until told to end."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from types import TracebackType
from typing import Final, NamedTuple, Self

import httpx
import msgspec

from tipline.domain.errors import TiplineError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.filing.errors import OutboxUnavailableError
from tipline.filing.filer import Filer
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.lock import let_go, take_lock
from tipline.filing.outbox.states import TO_DO, UNDER_WAY, State
from tipline.filing.pacing import Pace, Turns
from tipline.filing.service.client import client_of
from tipline.filing.service.exchange import TIMEOUT
from tipline.filing.steps import Desk, interrupt, take_step
from tipline.filing.surroundings import Rest, UntilStopped

_log: Final = logging.getLogger("tipline.filing")
_SECOND: Final = 1_000_000
_LONGEST_NAP: Final = 1.0
"""Seconds after which a worker looks whether something new came in."""
_LOOKED_AFTER: Final = 60 * _SECOND
"""Microseconds after which a worker that is never idle looks for what is stuck."""
_LONGEST_WAIT: Final = in_microseconds(timedelta(days=1))
_MENDED_BETWEEN: Final = frozenset({"filing_credentials", "filing_address"})
"""Troubles that may be mended when somebody starts a worker again."""
_ERASED_AT_ONCE: Final = 100
_ASIDE: Final = 5
"""A report whose outbox failed rests as long as after so many tries."""

Told = Callable[[Item], None]


class Drained(NamedTuple):
    """What was done: reports filed and refused, and how many are not filed."""

    filed: int
    refused: int
    left: int


class Worker:
    """Files what is in an outbox; one at a time works on it.

    Raises:
        OutboxBusyError: another process does.
    """

    def __init__(
        self,
        filer: Filer,
        *,
        pace: Pace | None = None,
        rest: Rest | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._filer = filer
        self._book = filer.book
        self._pace = pace or Pace()
        self._rest = rest or UntilStopped()
        self._turns = Turns(self._pace.calls_per_second)
        self._turn = threading.Lock()
        self._aside: dict[int, int] = {}
        self._looked_at = 0
        self._deleted = False
        self._lock = take_lock(filer.folder)
        self._client = client_of(filer.endpoint, filer.credentials, timeout, transport)
        self._desk = Desk(
            book=filer.book,
            vault=filer.vault,
            client=self._client,
            clock=filer.clock,
            chance=filer.randomness,
            pace=self._pace,
            gate_lock=threading.Lock(),
        )
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Find out where the last worker stood; try credentials again that were refused to it."""
        now = self._now()
        for item in self._book.interrupted():
            interrupt(item, self._book, now)
        self._book.cap_waits(now + _LONGEST_WAIT)
        gate = self._book.gate()
        if gate.trouble is not None and gate.trouble.code in _MENDED_BETWEEN:
            self._book.set_gate(msgspec.structs.replace(gate, until=0))

    def close(self) -> None:
        """Let go of the outbox, and of the connections."""
        self._client.close()
        let_go(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def drain(self, told: Told | None = None) -> Drained:
        """File what can be filed now; return when nothing is left that can be done at once."""
        return self._work(told, stays=False)

    def run(self, told: Told | None = None) -> Drained:
        """File what comes, until `rest` says that the work is to end."""
        return self._work(told, stays=True)

    def _work(self, told: Told | None, *, stays: bool) -> Drained:
        filed = refused = 0
        busy: dict[int, Future[Item]] = {}
        ended = False
        with ThreadPoolExecutor(self._pace.lanes, "filing") as lanes:
            while not ended or busy:
                for number in [number for number, future in busy.items() if future.done()]:
                    item = busy.pop(number).result()
                    filed += item.state is State.FILED
                    self._deleted |= item.state is State.FILED
                    refused += item.state is State.REFUSED
                    if told is not None:
                        told(item)
                room = 0 if ended else self._room(len(busy))
                for item in self._due(busy, room):
                    busy[item.number] = lanes.submit(self._file, item)
                if busy:
                    wait(busy.values(), timeout=_LONGEST_NAP, return_when=FIRST_COMPLETED)
                    ended = ended or self._rest.wait(0)
                    self._look_after(self._looked_at + _LOOKED_AFTER)
                elif stays and not ended:
                    self._look_after()
                    ended = self._rest.wait(self._nap())
                else:
                    break
        self._look_after()
        return Drained(filed, refused, self._book.count_unfiled())

    def _due(self, busy: Mapping[int, object], room: int) -> list[Item]:
        """Return what lanes can begin with."""
        if not room:
            return []
        now = self._now()
        for number, until in tuple(self._aside.items()):
            if until <= now and number not in busy:
                self._take_up(number)
        return self._book.due(now, [*busy, *self._aside], room)

    def _take_up(self, number: int) -> None:
        """Go on with a report that was put aside: what was under way was interrupted."""
        try:
            item = self._book.item(number)
            if item.state in UNDER_WAY:
                interrupt(item, self._book, self._now())
        except TiplineError:
            self._put_aside(number)
        else:
            del self._aside[number]

    def _put_aside(self, number: int) -> None:
        pause = self._pace.pause(_ASIDE, self._filer.randomness)
        self._aside[number] = self._now() + pause

    def _room(self, busy: int) -> int:
        """Return for how many more reports there is a lane: one only, while one tries the way."""
        gate = self._book.gate()
        if gate.until > self._now():
            return 0
        lanes = self._pace.lanes if gate.failures < self._pace.failures else 1
        return max(0, lanes - busy)

    def _nap(self) -> float:
        if self._aside:
            return _LONGEST_NAP
        due = self._book.next_due()
        if due is None:
            return _LONGEST_NAP
        at = max(due, self._book.gate().until)
        return min(max(0.0, (at - self._now()) / _SECOND), _LONGEST_NAP)

    def _file(self, item: Item) -> Item:
        """Go on with one report as far as it goes at once; start it anew at most once."""
        attempt = item.attempt
        try:
            while item.state in TO_DO and item.attempt <= attempt + 1 and self._may_go_on(item):
                with self._turn:
                    pause = self._turns.seconds_to_wait(self._now())
                if pause > 0 and (self._rest.wait(pause) or not self._may_go_on(item)):
                    break
                take_step(item, self._desk)
                item = self._book.item(item.number)
        except TiplineError as error:
            # It stays as it is on disk, and what is there says what to do next.
            self._put_aside(item.number)
            _log.error("report %d of the outbox: %s", item.number, error.code)
            with suppress(TiplineError):
                item = self._book.item(item.number)
        return item

    def _may_go_on(self, item: Item) -> bool:
        now = self._now()
        return item.next_at <= now and self._book.gate().until <= now

    def _look_after(self, earliest: int = 0) -> None:
        """Say what is stuck, once each; erase what was kept long enough."""
        now = self._now()
        if now < earliest:
            return
        self._looked_at = now
        try:
            self._look_at_all(now)
        except OutboxUnavailableError as error:  # a disk that is full: filing need not end for it
            _log.error("the outbox cannot be looked after: %s", error)

    def _look_at_all(self, now: int) -> None:
        self._book.cap_waits(now + _LONGEST_WAIT)
        for item in self._book.newly_stuck(now):
            self._book.note(item.number, "stuck", now, {"told": 1})
            _log.error("report %d of the outbox is not filed: a person has to look", item.number)
        while over := self._book.over(now, _ERASED_AT_ONCE):
            for item in over:
                self._book.erase(item.number, now)
            self._deleted = True
        if self._deleted:
            self._deleted = not self._book.tidy()

    def _now(self) -> int:
        return to_microseconds(self._filer.clock.now())
