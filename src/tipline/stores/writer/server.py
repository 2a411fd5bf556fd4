"""The writer process: takes what waits, applies it in one transaction, then answers.

Requests arrive on a Unix socket that only the operator's user can open. While a batch is being
committed the next one gathers in the socket buffers.
"""

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from typing import Final, Self, TypeVar, cast

import structlog

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.clock import Clock
from tipline.ports.operations import (
    AddProvider,
    AnyResult,
    DisableProvider,
    Done,
    EndThreads,
    ExpireDrafts,
    ExpireReports,
    ForgetKeys,
    Relink,
    Request,
)
from tipline.stores import queries
from tipline.stores.apply import apply_batch
from tipline.stores.writer.checkpoints import Checkpoints
from tipline.stores.writer.clients import SocketWriter
from tipline.stores.writer.folder import FolderLock
from tipline.stores.writer.frames import (
    PROVIDERS_CHANGED,
    Answer,
    Frames,
    Question,
    decode_question,
    encode_frame,
)
from tipline.stores.writer.sockets import socket_name

LARGEST_BATCH: Final = 256
"""Operations in one transaction; more would make the first wait for the last."""

_log: Final = structlog.get_logger(__name__)
_TICK_SECONDS: Final = 30.0
_STANDING_BY_SECONDS: Final = 0.1
_OWN: Final = "service:writer"
_CHORES: Final = (ExpireReports(), ForgetKeys(), ExpireDrafts(), EndThreads())

_ON_PROVIDERS: Final = frozenset({AddProvider, DisableProvider})
_PROVIDERS_CHANGED: Final = encode_frame(Answer(PROVIDERS_CHANGED, None))

_SOME_LINKS: Final = Relink(limit=100)
_BREATH_SECONDS: Final = 0.01
_LOOK_SECONDS: Final = 2.0

_Waiting = list[tuple["_Client", Question]]
_Chore = ExpireReports | ForgetKeys | ExpireDrafts | EndThreads
WorkT = TypeVar("WorkT")


class _Client(asyncio.Protocol):
    """One connection: cuts what arrives into questions and puts them in line."""

    def __init__(self, clients: set["_Client"], waiting: _Waiting, ready: asyncio.Event) -> None:
        self._clients = clients
        self._waiting = waiting
        self._ready = ready
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._clients.add(self)
        self.answer(_PROVIDERS_CHANGED)  # from here on it hears of every change

    def data_received(self, data: bytes) -> None:
        for body in self._frames.feed(data):
            self._waiting.append((self, decode_question(body)))
        if self._waiting:
            self._ready.set()

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        self._clients.discard(self)

    def answer(self, data: bytes) -> None:
        """Send answers, unless the client has gone."""
        if self._transport is not None:
            self._transport.write(data)


async def run_writer(
    path: Path,
    clock: Clock,
    stop: asyncio.Event,
    announce: Callable[[], None],
    noted: Callable[[int, float], None] | None = None,
) -> None:
    """Serve operations on a Unix socket until asked to stop; then finish what waits.

    The caller has set the database up; `announce` is called once operations can come, `noted`
    with the size of each batch and its seconds. A socket left behind by a dead writer is replaced.
    While another writer serves this folder, this one stands by, and takes over when that one ends.
    """
    lock = FolderLock(path)
    announce = _once(announce)
    if not await _comes_into_office(lock, path, stop, announce):
        return
    clients: set[_Client] = set()
    waiting: _Waiting = []
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    server = await loop.create_unix_server(
        lambda: _Client(clients, waiting, ready), sock=_listen(path)
    )
    announce()
    checkpoints = Checkpoints()
    with _Applier(clock) as applier:
        chores = [asyncio.create_task(_tidy(applier)), asyncio.create_task(_relink(applier))]
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set() or waiting:
            readying = asyncio.create_task(ready.wait())
            await asyncio.wait((readying, stopping), return_when=asyncio.FIRST_COMPLETED)
            readying.cancel()
            ready.clear()
            while waiting:
                batch = waiting[:LARGEST_BATCH]
                del waiting[:LARGEST_BATCH]
                begun = loop.time()
                results = await applier.apply([question.request for _, question in batch])
                if noted is not None:
                    noted(len(batch), loop.time() - begun)
                if any(type(question.request.operation) in _ON_PROVIDERS for _, question in batch):
                    for client in clients:
                        client.answer(_PROVIDERS_CHANGED)
                _answer(batch, results)
                await checkpoints.after_batch(len(batch), applier.run)
        for chore in chores:
            chore.cancel()
        await checkpoints.close()
        await applier.close()
    server.close()
    lock.release()


async def _comes_into_office(
    lock: FolderLock, path: Path, stop: asyncio.Event, announce: Callable[[], None]
) -> bool:
    """Wait for the folder's lock and tell whether it was got before the end.

    Operations can come as soon as anybody serves them, be it another writer.
    """
    while not lock.take():
        if SocketWriter(path).is_served():
            announce()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _STANDING_BY_SECONDS)
        if stop.is_set():
            return False
    return True


def _once(announce: Callable[[], None]) -> Callable[[], None]:
    """Return what announces the first time it is called."""
    said = False

    def say() -> None:
        nonlocal said
        if not said:
            said = True
            announce()

    return say


class _Applier:
    """The one thread that has the database open; while it commits, the loop takes in more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._context = copy_context()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    async def apply(self, requests: list[Request]) -> list[AnyResult | None]:
        """Return the results; None for what could not be applied, the whole batch if need be."""
        return await self.run(lambda: self._apply(requests))

    async def close(self) -> None:
        """Close the thread's connection to the database."""
        await self.run(lambda: queries.database().close())

    def run(self, work: Callable[[], WorkT]) -> asyncio.Future[WorkT]:
        """Do something on the thread, between two batches."""
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._thread, self._context.run, work)

    def _apply(self, requests: list[Request]) -> list[AnyResult | None]:
        try:
            outcomes = apply_batch(requests, self._clock.now())
        except Exception as error:  # noqa: BLE001 - a writer that ends takes all down with it
            if not isinstance(error, StoreUnavailableError):
                _log.error("operation_failed", exc_info=error)
            queries.database().close()  # a connection that broke is opened anew next time
            return [None] * len(requests)
        return [None if isinstance(found, StoreUnavailableError) else found for found in outcomes]


def _listen(path: Path) -> socket.socket:
    """Return a socket that only this user can open; a dead writer's is replaced."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with socket_name(path) as name:
        listening.bind(name)
    path.chmod(0o600)
    return listening


def _answer(batch: _Waiting, results: list[AnyResult | None]) -> None:
    """Send each client its answers in one piece."""
    replies: dict[_Client, bytearray] = {}
    for (client, question), result in zip(batch, results, strict=True):
        frame = encode_frame(Answer(question.number, result))
        replies.setdefault(client, bytearray()).extend(frame)
    for client, data in replies.items():
        client.answer(bytes(data))


async def _tidy(applier: _Applier) -> None:
    """Expire what was left open, and forget what nobody needs any more, now and then."""
    while True:
        chores: list[_Chore] = list(_CHORES)
        while chores:
            results = await applier.apply([Request(operation=one, actor=_OWN) for one in chores])
            done = zip(chores, results, strict=True)
            chores = [chore for chore, result in done if _is_more_to_do(chore, result)]
        await asyncio.sleep(_TICK_SECONDS)


async def _relink(applier: _Applier) -> None:
    """Link anew what waits for it, a little at a time, so that reports need not wait for it."""
    while True:
        (result,) = await applier.apply([Request(operation=_SOME_LINKS, actor=_OWN)])
        done = isinstance(result, Done) and result.number > 0
        await asyncio.sleep(_BREATH_SECONDS if done else _LOOK_SECONDS)


def _is_more_to_do(chore: _Chore, result: AnyResult | None) -> bool:
    """Tell whether a chore did as much as it may at once; what is left must not wait long."""
    most = None if isinstance(chore, ForgetKeys) else chore.limit
    return most is not None and isinstance(result, Done) and result.number >= most
