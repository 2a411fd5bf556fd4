"""Ends deliveries in time, also where the system gives no way to: looking up a name, above all.

The system's resolver can neither be given a time nor be stopped. It runs in a thread that nobody
waits for, neither at the deadline nor when the process ends: it ends when the resolver gives up.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any, Final, TypeVar

FoundT = TypeVar("FoundT")

Resolver = Callable[..., list[Any]]
"""Looks up a host, as `socket.getaddrinfo` does, with its arguments by position."""

SYSTEM_RESOLVER: Final[Resolver] = socket.getaddrinfo


def begin_apart(work: Callable[[], FoundT]) -> Future[FoundT]:
    """Begin work in a thread that nobody has to wait for, and return what it will end with."""
    ending: Future[FoundT] = Future()
    ending.set_running_or_notify_cancel()  # from here on nobody can cancel it

    def run() -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            ending.set_exception(error)
        else:
            ending.set_result(found)

    Thread(target=run, daemon=True).start()
    return ending


def run_within(
    seconds: float, whole: Callable[[], Awaitable[FoundT]], resolve: Resolver = SYSTEM_RESOLVER
) -> FoundT:
    """Run a whole delivery and return what it found.

    Raises:
        TimeoutError: the time was over, whatever it was waiting for.
    """

    async def in_time() -> FoundT:
        return await asyncio.wait_for(whole(), seconds)

    with asyncio.Runner(loop_factory=lambda: _Loop(resolve)) as runner:
        return runner.run(in_time())


class _Loop(asyncio.SelectorEventLoop):
    """A loop that leaves a resolver behind. The usual one waits for it before it closes."""

    def __init__(self, resolve: Resolver) -> None:
        super().__init__()
        self._resolve = resolve

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002 - asyncio's name
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        """Look up a host in a thread of its own."""
        ending = begin_apart(lambda: self._resolve(host, port, family, type, proto, flags))
        return await asyncio.wrap_future(ending, loop=self)
