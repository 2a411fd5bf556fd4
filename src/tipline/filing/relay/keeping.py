"""Relays and files until told to end: one thread for the platform's database, one for the service.

Several processes may do this with one outbox: all relay, one files, and when it ends another does.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import Final

from tipline.domain.errors import TiplineError
from tipline.filing.errors import OutboxBusyError
from tipline.filing.filer import Filer
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State
from tipline.filing.pacing import Pace
from tipline.filing.relay.moving import carry_back, relay, settle
from tipline.filing.relay.source import Source
from tipline.filing.surroundings import UntilStopped
from tipline.filing.worker import Worker

_log: Final = logging.getLogger("tipline.filing")
_NAP: Final = 0.5
"""Seconds between two looks at the platform's table."""
_PAUSE: Final = 2.0
"""Seconds until what failed, or what another process does, is tried again."""
_TURNS: Final = 30
"""Turns between two looks at all that is not settled: what other processes filed, for one."""


def keep_filing(
    source: Source, filer: Filer, until: UntilStopped, *, pace: Pace | None = None
) -> None:
    """Relay and file until `until.stop()`, from a signal handler or another thread.

    Databases, disks and services that are away for a while are waited for. The source is called
    from the calling thread only.
    """
    done: SimpleQueue[Item] = SimpleQueue()
    with ThreadPoolExecutor(1, "filing") as thread:
        work = thread.submit(_work, filer, until, pace, done)
        try:
            turn = 0
            while not work.done():
                is_good = _turn(source, filer, until, done, all_rows=turn % _TURNS == 0)
                turn = turn + 1 if is_good else 0
                if until.wait(_NAP):
                    break
        finally:
            until.stop()
        work.result()
    _turn(source, filer, until, done, all_rows=False)


def _turn(
    source: Source,
    filer: Filer,
    until: UntilStopped,
    done: SimpleQueue[Item],
    *,
    all_rows: bool,
) -> bool:
    """Relay what waits and carry back what was done; False if something is away just now."""
    try:
        while relay(source, filer).may_have_left and not until.wait(0):
            pass
        _carry_all_back(source, done)
        if all_rows:
            settle(source, filer)
    except TiplineError as error:
        _log.error("the relay pauses: %s", error.code)
        return False
    return True


def _carry_all_back(source: Source, done: SimpleQueue[Item]) -> None:
    while True:
        try:
            item = done.get_nowait()
        except Empty:
            return
        carry_back(source, item)


def _work(filer: Filer, until: UntilStopped, pace: Pace | None, done: SimpleQueue[Item]) -> None:
    """Be the worker of the outbox, or wait to become it."""

    def told(item: Item) -> None:
        if item.state in {State.FILED, State.REFUSED}:
            done.put(item)

    while not until.wait(0):
        try:
            with Worker(filer, pace=pace, rest=until) as worker:
                worker.run(told)
        except OutboxBusyError:
            until.wait(_PAUSE)
        except TiplineError as error:
            _log.error("filing pauses: %s", error.code)
            until.wait(_PAUSE)
