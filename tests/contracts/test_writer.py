"""The writer process's loop and its clients over a real Unix socket, on every database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.contracts.making import ACTOR, NOON, add_provider, apply, received, report
from tests.contracts.public.making import LASTS, MINUTE, public_report, row_count, save, submit
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import to_microseconds
from tipline.domain.public.draft import DRAFT_KEPT
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.audit_log import read_head
from tipline.stores.reading import DatabaseReader
from tipline.stores.writer.clients import AsyncWriter, DirectWriter, SocketWriter
from tipline.stores.writer.server import run_writer

pytestmark = pytest.mark.usefixtures("store")


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


def asking(operation: ops.AnyOperation) -> ops.Request:
    return ops.Request(operation=operation, actor=ACTOR)


async def served(path: Path, use: Callable[[AsyncWriter], Awaitable[None]]) -> None:
    """Run the writer's loop while `use` uses it, then stop it."""
    stop, up = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(run_writer(path, Noon(), stop, up.set))
    await up.wait()
    writer = AsyncWriter(path)
    await use(writer)
    writer.close()
    stop.set()
    await serving


def test_many_at_once_are_all_stored_and_answered(tmp_path: Path) -> None:
    provider = add_provider()

    async def use(writer: AsyncWriter) -> None:
        requests = [
            asking(ops.SubmitReport(report=report(number, provider, "a")))
            for number in range(1, 301)
        ]
        results = await asyncio.gather(*(writer.write(request) for request in requests))
        assert results == [received(number) for number in range(1, 301)]

    asyncio.run(served(tmp_path / "writer.sock", use))
    assert all(DatabaseReader().report(number) for number in range(1, 301))


def test_one_that_cannot_be_stored_is_told_so_and_the_others_are_stored(tmp_path: Path) -> None:
    provider = add_provider()

    async def use(writer: AsyncWriter) -> None:
        twice = [asking(ops.SubmitReport(report=report(7, provider))) for _ in range(2)]
        first, second = await asyncio.gather(
            *(writer.write(request) for request in twice), return_exceptions=True
        )
        assert first == received(7)
        assert isinstance(second, StoreUnavailableError)

    asyncio.run(served(tmp_path / "writer.sock", use))


def test_synchronous_clients_reach_the_same_writer(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    client = SocketWriter(path)
    assert not client.is_served()

    async def use(_: AsyncWriter) -> None:
        assert await asyncio.to_thread(client.is_served)
        request = asking(ops.ReserveNumbers(count=5))
        first = await asyncio.to_thread(client.write, request)
        second = await asyncio.to_thread(client.write, request)
        assert isinstance(first, ops.Done)
        assert second == ops.Done(number=first.number + 5)

    asyncio.run(served(path, use))
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_writer_nothing_is_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    request = asking(ops.ReserveNumbers(count=1))
    with pytest.raises(StoreUnavailableError):
        SocketWriter(path).write(request)
    with pytest.raises(StoreUnavailableError):
        asyncio.run(AsyncWriter(path).write(request))


def test_a_writer_that_breaks_off_leaves_nobody_waiting(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"

    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async def use() -> None:
        server = await asyncio.start_unix_server(break_off, path)
        request = asking(ops.ReserveNumbers(count=1))
        writer = AsyncWriter(path)
        with pytest.raises(StoreUnavailableError):
            await writer.write(request)
        with pytest.raises(StoreUnavailableError):
            await writer.write(request)
        with pytest.raises(StoreUnavailableError):
            await asyncio.to_thread(SocketWriter(path).write, request)
        server.close()
        await server.wait_closed()

    asyncio.run(use())


def test_a_direct_writer_needs_no_process() -> None:
    provider = add_provider()
    request = asking(ops.SubmitReport(report=report(9, provider)))
    assert DirectWriter(Noon()).write(request) == received(9)
    with pytest.raises(StoreUnavailableError):
        DirectWriter(Noon()).write(request)


def epoch_of(writer: AsyncWriter) -> object | None:
    return writer.provider_epoch


def test_every_change_of_a_provider_ends_the_epoch_before_it_is_answered(tmp_path: Path) -> None:
    async def use(writer: AsyncWriter) -> None:
        assert epoch_of(writer) is None
        await writer.write(asking(ops.ReserveNumbers(count=1)))
        first = epoch_of(writer)
        assert first is not None
        await writer.write(asking(ops.ReserveNumbers(count=1)))
        assert epoch_of(writer) is first
        added = ops.AddProvider(name="N", username="p-9", secret=bytes(32), is_test=False)
        other = AsyncWriter(tmp_path / "writer.sock")
        await other.write(asking(added))
        await writer.write(asking(ops.ReserveNumbers(count=1)))
        second = epoch_of(writer)
        assert second not in {None, first}
        await other.write(asking(ops.DisableProvider(username="p-9")))
        await writer.write(asking(ops.ReserveNumbers(count=1)))
        assert epoch_of(writer) not in {None, first, second}
        other.close()

    asyncio.run(served(tmp_path / "writer.sock", use))


def test_without_the_writer_no_epoch_is_known(tmp_path: Path) -> None:
    async def run() -> None:
        writers: list[AsyncWriter] = []

        async def use(writer: AsyncWriter) -> None:
            await writer.write(asking(ops.ReserveNumbers(count=1)))
            assert epoch_of(writer) is not None
            writers.append(writer)

        await served(tmp_path / "writer.sock", use)
        await asyncio.sleep(0)
        assert epoch_of(writers[0]) is None

    asyncio.run(run())


def test_a_writer_that_never_answers_is_given_up_on(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"

    gone = asyncio.Event()

    async def stay_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65_536):
            pass
        writer.close()
        await writer.wait_closed()
        gone.set()

    async def use() -> None:
        server = await asyncio.start_unix_server(stay_silent, path)
        writer = AsyncWriter(path, patience=0.05)
        requests = [asking(ops.ReserveNumbers(count=number)) for number in range(1, 4)]
        first = asyncio.gather(
            *(writer.write(one) for one in requests[:2]), return_exceptions=True
        )
        await asyncio.sleep(0.03)
        third = asyncio.create_task(writer.write(requests[2]))
        assert all(isinstance(one, StoreUnavailableError) for one in await first)
        assert not third.done()
        with pytest.raises(StoreUnavailableError, match="did not answer"):
            await third
        writer.close()
        await gone.wait()
        server.close()
        await server.wait_closed()

    asyncio.run(use())


def test_only_so_many_wait_for_a_writer_that_is_stuck(tmp_path: Path) -> None:
    path = tmp_path / "writer.sock"
    numbers = [asking(ops.ReserveNumbers(count=count)) for count in (1, 2, 3)]

    async def use() -> None:
        gone = asyncio.Event()

        async def stay_silent(reader: asyncio.StreamReader, peer: asyncio.StreamWriter) -> None:
            while await reader.read(65_536):
                pass
            peer.close()
            await peer.wait_closed()
            gone.set()

        server = await asyncio.start_unix_server(stay_silent, path)
        writer = AsyncWriter(path, most=2)
        waiting = [asyncio.create_task(writer.write(one)) for one in numbers[:2]]
        waiting[1].add_done_callback(lambda _: None)
        await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        with pytest.raises(StoreUnavailableError, match="too many"):
            await writer.write(numbers[2])
        waiting[1].cancel()  # nobody waits for it any more, but the writer still has it
        await asyncio.sleep(0)
        with pytest.raises(StoreUnavailableError, match="too many"):
            await writer.write(numbers[2])
        writer.close()
        found = await asyncio.gather(*waiting, return_exceptions=True)
        assert isinstance(found[0], StoreUnavailableError)
        await gone.wait()
        again = asyncio.create_task(writer.write(numbers[2]))  # a new connection begins anew
        await asyncio.sleep(0.05)
        assert not again.done()
        writer.close()
        await asyncio.gather(again, return_exceptions=True)
        server.close()
        await server.wait_closed()

    asyncio.run(use())


def test_answers_make_room_again(tmp_path: Path) -> None:
    async def use(_: AsyncWriter) -> None:
        writer = AsyncWriter(tmp_path / "writer.sock", most=1)
        for count in (1, 2, 3):
            await writer.write(asking(ops.ReserveNumbers(count=count)))
        writer.close()

    asyncio.run(served(tmp_path / "writer.sock", use))


def test_a_heartbeat_changes_its_own_row_and_nothing_else(tmp_path: Path) -> None:
    async def use(writer: AsyncWriter) -> None:
        for _ in range(2):
            assert await writer.write(asking(ops.Heartbeat())) == ops.Done(number=1)

    before = read_head()
    asyncio.run(served(tmp_path / "writer.sock", use))
    assert read_head() == before
    (row,) = queries.raw_connection().execute("SELECT id, at FROM heartbeat").fetchall()
    assert tuple(row) == (1, to_microseconds(NOON))


def test_a_socket_s_path_may_be_long(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 20) / ("longer" * 20)
    folder.mkdir(parents=True)
    path = folder / "writer.sock"

    async def use(writer: AsyncWriter) -> None:
        request = asking(ops.ReserveNumbers(count=1))
        assert isinstance(await writer.write(request), ops.Done)
        assert isinstance(await asyncio.to_thread(SocketWriter(path).write, request), ops.Done)

    asyncio.run(served(path, use))


async def a_few_turns(writer: AsyncWriter) -> None:
    """Wait until the writer has come to its own chores: all it does, it does in turn."""
    for _ in range(5):
        await writer.write(asking(ops.Heartbeat()))


def test_the_writer_forgets_drafts_that_expired_however_many(tmp_path: Path) -> None:
    names = [str(number) for number in range(ops.ExpireDrafts().limit + 1)]
    apply(*(save(name) for name in names), after=-DRAFT_KEPT)
    apply(save("kept"))
    asyncio.run(served(tmp_path / "writer.sock", a_few_turns))
    assert row_count("draft") == 1


def test_the_writer_forgets_receipts_that_ended(tmp_path: Path) -> None:
    for name, number, begun in (("a", 11, -LASTS), ("b", 12, -LASTS + MINUTE)):
        apply(save(name), after=begun)
        apply(submit(name, public_report(number)), after=begun)
    asyncio.run(served(tmp_path / "writer.sock", a_few_turns))
    assert row_count("thread") == 1
    assert DatabaseReader().report(11) is not None
