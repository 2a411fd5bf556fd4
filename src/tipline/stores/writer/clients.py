"""Hands operations to the writer: from async doors, from synchronous ones, or without a writer.

If the connection breaks after an operation was sent, nobody knows whether it was applied; the
caller tries again with the same idempotency key.
"""

import asyncio
import itertools
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, cast

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.clock import Clock
from tipline.ports.operations import AnyResult, Request
from tipline.stores.apply import apply_batch
from tipline.stores.writer.frames import (
    PROVIDERS_CHANGED,
    Frames,
    Question,
    decode_answer,
    encode_frame,
)
from tipline.stores.writer.sockets import socket_name

_PATIENCE_SECONDS: Final = 30.0
_READ_BYTES: Final = 65_536
MOST_OPEN: Final = 4_096
"""Operations that may wait for the writer from one process; a report is some 10 KiB of memory."""


class DirectWriter:
    """Applies each operation in a transaction of its own, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def write(self, request: Request) -> AnyResult:
        """Apply one operation and return its result.

        Raises:
            StoreUnavailableError: nothing was stored, as far as is known.
        """
        (outcome,) = apply_batch([request], self._clock.now())
        if isinstance(outcome, StoreUnavailableError):
            raise outcome
        return outcome


def connected(path: Path, patience: float = _PATIENCE_SECONDS) -> socket.socket | None:
    """Return a connection to the writer that listens at a socket; None if nobody does."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(patience)
    try:
        with socket_name(path) as name:
            connection.connect(name)
    except OSError:
        connection.close()
        return None
    return connection


class SocketWriter:
    """Hands each operation to the writer process over a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_served(self) -> bool:
        """Tell whether a writer process answers at the socket."""
        connection = connected(self._path)
        if connection is not None:
            connection.close()
        return connection is not None

    def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: there is no writer, or it did not answer.
        """
        connection = connected(self._path)
        if connection is None:
            raise StoreUnavailableError("there is no writer")
        with connection:
            return exchange(connection, request)


def exchange(connection: socket.socket, request: Request) -> AnyResult:
    """Have one operation applied over a connection and return its result.

    Raises:
        StoreUnavailableError: the writer did not answer; nobody knows.
    """
    return exchange_all(connection, [request])[0]


def exchange_all(connection: socket.socket, requests: Sequence[Request]) -> list[AnyResult]:
    """Have operations applied by the writer over a connection; return the results in order.

    Raises:
        StoreUnavailableError: nobody knows which were applied.
    """
    found: dict[int, AnyResult] = {}
    questions = (Question(number, one) for number, one in enumerate(requests))
    try:
        connection.sendall(b"".join(map(encode_frame, questions)))
        frames = Frames()
        while len(found) < len(requests):
            data = connection.recv(_READ_BYTES)
            if not data:
                raise StoreUnavailableError("the writer broke off")
            for answer in map(decode_answer, frames.feed(data)):
                if answer.number == PROVIDERS_CHANGED:
                    continue
                if answer.result is None:
                    raise StoreUnavailableError
                found[answer.number] = answer.result
    except OSError as error:
        raise StoreUnavailableError("the writer did not answer") from error
    return [found[number] for number in range(len(requests))]


class _Waiter(NamedTuple):
    """Somebody who waits for an answer, and until when by the loop's clock."""

    future: asyncio.Future[AnyResult]
    until: float

    def fail(self, *reason: str) -> None:
        """Say that nobody knows, unless an answer came."""
        if not self.future.done():
            self.future.set_exception(StoreUnavailableError(*reason))


class AsyncWriter(asyncio.Protocol):
    """Many operations at once over one connection, opened anew when it breaks.

    `patience` is for how many seconds an answer is waited for, `most` how many operations the
    writer may have unanswered, also those nobody waits for any more.
    """

    def __init__(
        self, path: Path, patience: float = _PATIENCE_SECONDS, most: int = MOST_OPEN
    ) -> None:
        self._path = path
        self._patience = patience
        self._most = most
        self._unanswered: set[int] = set()
        self._numbers = itertools.count()
        self._open: dict[int, _Waiter] = {}
        self._outgoing: list[bytes] = []
        self._looking_after: asyncio.TimerHandle | None = None
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None
        self._connecting = asyncio.Lock()
        self._provider_epoch: object | None = None

    @property
    def provider_epoch(self) -> object | None:
        """What stays the same object while no provider changes; None if that is not known."""
        return self._provider_epoch

    async def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: there is no writer, it did not answer in time, or too many wait.
        """
        if self._transport is None:
            await self._connected()
        if len(self._unanswered) >= self._most:
            raise StoreUnavailableError("too many operations wait for the writer")
        loop = asyncio.get_running_loop()
        number = next(self._numbers)
        future: asyncio.Future[AnyResult] = loop.create_future()
        self._open[number] = _Waiter(future, loop.time() + self._patience)
        if not self._outgoing:
            loop.call_soon(self._send)
        self._outgoing.append(encode_frame(Question(number, request)))
        self._unanswered.add(number)
        if self._looking_after is None:
            self._looking_after = loop.call_later(self._patience, self._give_up)
        try:
            return await future
        finally:
            self._open.pop(number, None)

    def _send(self) -> None:
        """Send at once what gathered while the loop served others: one system call for all."""
        frames, self._outgoing = self._outgoing, []
        if self._transport is None:
            self._break_off()
        else:
            self._transport.write(b"".join(frames))

    def _give_up(self) -> None:
        """Tell those who have waited too long; look again when the next one would have."""
        self._looking_after = None
        loop = asyncio.get_running_loop()
        for waiter in self._open.values():
            if waiter.until > loop.time():
                # They are in order, so all after this one may wait longer still.
                self._looking_after = loop.call_at(waiter.until, self._give_up)
                return
            waiter.fail("the writer did not answer")

    def _break_off(self) -> None:
        for waiter in self._open.values():
            waiter.fail("the writer broke off")

    async def _connected(self) -> None:
        async with self._connecting:
            if self._transport is None:
                loop = asyncio.get_running_loop()
                try:
                    with socket_name(self._path) as name:
                        await loop.create_unix_connection(lambda: self, name)
                except OSError as error:
                    raise StoreUnavailableError("there is no writer") from error
            if self._transport is None:
                raise StoreUnavailableError("the writer broke off")

    def close(self) -> None:
        """Close the connection; the next operation opens another."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to use a connection."""
        self._frames = Frames()
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Give each answer to whoever waits for it."""
        for body in self._frames.feed(data):
            answer = decode_answer(body)
            if answer.number == PROVIDERS_CHANGED:
                self._provider_epoch = object()
                continue
            self._unanswered.discard(answer.number)
            waiter = self._open.get(answer.number)
            if waiter is None or waiter.future.done():
                continue
            if answer.result is None:
                waiter.fail()
            else:
                waiter.future.set_result(answer.result)

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell all who wait that nobody knows."""
        self._transport = self._provider_epoch = None
        self._unanswered.clear()
        self._break_off()
