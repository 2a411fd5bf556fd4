"""Works on an outbox until its reports are filed, or somebody wants it to end."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final

from tipline.cli.progress import progress
from tipline.filing import Filer, Worker
from tipline.filing.errors import OutboxBusyError
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import OVER, State
from tipline.filing.surroundings import UntilStopped

_SECONDS: Final = 0.5
_ENDING: Final = b"Ending as soon as calls under way have their answers; nothing is lost.\n"
_DONE: Final = frozenset({State.REFUSED, *OVER})


@contextmanager
def _bar(reports: int) -> Iterator[Callable[[int, int], None]]:
    """Show a bar if there is something to see: several reports, and a terminal."""
    if reports == 1 or not sys.stderr.isatty():
        yield lambda _done, _everything: None
        return
    with progress("Filing") as passed:
        yield passed


@contextmanager
def until_asked() -> Iterator[UntilStopped]:
    """Give a rest that ends with SIGINT or SIGTERM; what is in the outbox stays there."""
    rest = UntilStopped()

    def stop(_number: int, _frame: FrameType | None) -> None:
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _ENDING)
        rest.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield rest
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def file_now(filer: Filer, numbers: Sequence[int], *, wait: bool) -> bool:
    """File what can be filed, or stay until these reports are; False if another process does."""
    if not numbers:
        return True
    with until_asked() as rest, _bar(len(numbers)) as passed:
        left = {number for number in numbers if filer.item(number).state not in _DONE}
        everything = max(1, len(left))

        def told(item: Item) -> None:
            if item.state in _DONE:
                left.discard(item.number)
            passed(everything - len(left), everything)
            if not left:
                rest.stop()

        if not left:
            return True
        try:
            with Worker(filer, rest=rest) as worker:
                if wait:
                    worker.run(told)
                else:
                    worker.drain(told)
                return True
        except OutboxBusyError:
            while wait and left and not rest.wait(_SECONDS):
                for number in [*left]:
                    told(filer.item(number))
            return False
