"""Hands operations to the writer: from async doors, from synchronous ones, or without a writer.

If the connection breaks after an operation was sent, nobody knows whether it was applied; the
caller tries again with the same idempotency key.
"""

import asyncio
import itertools
import socket
from pathlib import Path
from typing import Final, cast

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.clock import Clock
from tipline.ports.operations import AnyResult, Request
from tipline.stores.apply import apply_batch
from tipline.stores.writer.frames import Answer, Frames, Question, decode_answer, encode_frame

_PATIENCE_SECONDS: Final = 30.0
_READ_BYTES: Final = 65_536


class DirectWriter:
    """Applies each operation in a transaction of its own, in this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def write(self, request: Request) -> AnyResult:
        """Apply one operation and return its result.

        Raises:
            StoreUnavailableError: nothing was stored.
        """
        (outcome,) = apply_batch([request], self._clock.now())
        if isinstance(outcome, StoreUnavailableError):
            raise outcome
        return outcome


class SocketWriter:
    """Hands each operation to the writer process over a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_served(self) -> bool:
        """Tell whether a writer process answers at the socket."""
        try:
            self._connect().close()
        except OSError:
            return False
        return True

    def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: there is no writer, or it did not answer.
        """
        try:
            with self._connect() as connection:
                connection.sendall(encode_frame(Question(0, request)))
                frames = Frames()
                while data := connection.recv(_READ_BYTES):
                    for body in frames.feed(data):
                        return _result(decode_answer(body))
        except OSError as error:
            raise StoreUnavailableError("the writer did not answer") from error
        raise StoreUnavailableError("the writer broke off")

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_PATIENCE_SECONDS)
        try:
            connection.connect(str(self._path))
        except OSError:
            connection.close()
            raise
        return connection


class AsyncWriter(asyncio.Protocol):
    """Many operations at once over one connection, opened anew when it breaks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._numbers = itertools.count()
        self._open: dict[int, asyncio.Future[AnyResult]] = {}
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None
        self._connecting = asyncio.Lock()

    async def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: there is no writer, or it did not answer in time.
        """
        transport = self._transport or await self._connected()
        number = next(self._numbers)
        future: asyncio.Future[AnyResult] = asyncio.get_running_loop().create_future()
        self._open[number] = future
        transport.write(encode_frame(Question(number, request)))
        try:
            return await asyncio.wait_for(future, _PATIENCE_SECONDS)
        except TimeoutError:
            raise StoreUnavailableError("the writer did not answer") from None
        finally:
            self._open.pop(number, None)

    async def _connected(self) -> asyncio.Transport:
        async with self._connecting:
            if self._transport is None:
                loop = asyncio.get_running_loop()
                try:
                    await loop.create_unix_connection(lambda: self, str(self._path))
                except OSError as error:
                    raise StoreUnavailableError("there is no writer") from error
            if self._transport is None:
                raise StoreUnavailableError("the writer broke off")
            return self._transport

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
            future = self._open.get(answer.number)
            if future is None or future.done():
                continue
            if answer.result is None:
                future.set_exception(StoreUnavailableError())
            else:
                future.set_result(answer.result)

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell all who wait that nobody knows."""
        self._transport = None
        for future in self._open.values():
            if not future.done():
                future.set_exception(StoreUnavailableError("the writer broke off"))


def _result(answer: Answer) -> AnyResult:
    if answer.result is None:
        raise StoreUnavailableError
    return answer.result
