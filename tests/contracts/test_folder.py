"""One process at a time changes a store, whoever asks: a writer, a second writer, a command."""

import asyncio
import threading
import time
from pathlib import Path

import pytest

from tests.contracts.making import add_provider, received, report
from tests.contracts.test_writer import Noon, asking
from tipline.domain.errors import StoreUnavailableError
from tipline.ports import operations as ops
from tipline.stores.writer.clients import AsyncWriter, SocketWriter
from tipline.stores.writer.folder import FolderBatches, FolderLock, FolderWriter
from tipline.stores.writer.server import run_writer

pytestmark = pytest.mark.usefixtures("store")


def until_served(writer: SocketWriter) -> None:
    while not writer.is_served():
        time.sleep(0.01)


def test_only_one_has_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    first, second = FolderLock(path), FolderLock(path)
    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
    assert (tmp_path / "writer.lock").stat().st_mode & 0o077 == 0


def test_without_a_writer_a_command_writes_itself_and_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    provider = add_provider()
    written = FolderWriter(path, Noon()).write(
        asking(ops.SubmitReport(report=report(7, provider)))
    )
    assert written == received(7)
    batches = FolderBatches(path, Noon())
    requests = [asking(ops.SubmitReport(report=report(n, provider))) for n in (8, 9)]
    assert batches.write_all(requests) == [received(8), received(9)]
    lock = FolderLock(path)
    assert lock.take()
    lock.release()


def test_a_command_waits_for_another_to_be_done(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    lock = FolderLock(path)
    assert lock.take()
    timer = threading.Timer(0.2, lock.release)
    timer.start()
    result = FolderWriter(path, Noon()).write(asking(ops.ReserveNumbers(count=1)))
    timer.join()
    assert isinstance(result, ops.Done)


def test_a_command_gives_up_on_one_that_is_never_done(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    lock = FolderLock(path)
    assert lock.take()
    with pytest.raises(StoreUnavailableError):
        FolderWriter(path, Noon(), patience=0.1).write(asking(ops.ReserveNumbers(count=1)))
    lock.release()


def test_a_second_writer_stands_by_and_takes_over(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"

    async def use() -> None:
        stops, ups = [asyncio.Event(), asyncio.Event()], [asyncio.Event(), asyncio.Event()]
        writers = [
            asyncio.create_task(run_writer(path, Noon(), stop, up.set))
            for stop, up in zip(stops, ups, strict=True)
        ]
        # Both say that operations can come, and one serves them.
        await asyncio.gather(*(up.wait() for up in ups))
        client = AsyncWriter(path)
        first = await client.write(asking(ops.ReserveNumbers(count=5)))
        stops[0].set()
        await writers[0]
        client.close()
        again = SocketWriter(path)
        await asyncio.to_thread(until_served, again)
        second = await asyncio.to_thread(again.write, asking(ops.ReserveNumbers(count=5)))
        assert isinstance(first, ops.Done)
        assert second == ops.Done(number=first.number + 5)
        stops[1].set()
        await writers[1]

    asyncio.run(use())


def test_a_writer_that_stands_by_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    lock = FolderLock(path)
    assert lock.take()

    async def use() -> None:
        stop, up = asyncio.Event(), asyncio.Event()
        standing_by = asyncio.create_task(run_writer(path, Noon(), stop, up.set))
        await asyncio.sleep(0.05)
        assert not up.is_set()
        stop.set()
        await standing_by

    asyncio.run(use())
    lock.release()
