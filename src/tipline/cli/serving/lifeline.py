"""How a child learns that it should end: by a signal, or because its parent is gone.

The parent holds the other end of a pipe and never writes to it; when the parent dies, however it
dies, the pipe reads as closed.
"""

import asyncio
import os
import signal
from typing import Final

LIFELINE: Final = "TIPLINE_LIFELINE"
"""The environment variable with the number of the pipe's reading end."""


def stop_event() -> asyncio.Event:
    """Return an event that is set on SIGTERM, on SIGINT, and when the parent is gone."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    lifeline = os.environ.get(LIFELINE)
    if lifeline:
        loop.add_reader(int(lifeline), stop.set)
    return stop
