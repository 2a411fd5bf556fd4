"""The pool of report numbers: never one twice, and always one ahead of need."""

import asyncio

import pytest

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.operations import AnyResult, Done, Request, ReserveNumbers, Unknown
from tipline.services.number_pool import NumberPool


class Source:
    """Reserves numbers from 1; can be slow to answer, and can fail."""

    def __init__(self) -> None:
        self.next = 1
        self.asked = 0
        self.fails = False
        self.result: AnyResult | None = None

    provider_epoch = None

    async def write(self, request: Request) -> AnyResult:
        self.asked += 1
        await asyncio.sleep(0)
        if self.fails:
            raise StoreUnavailableError
        if self.result is not None:
            return self.result
        assert isinstance(request.operation, ReserveNumbers)
        first, self.next = self.next, self.next + request.operation.count
        return Done(number=first)


def test_all_numbers_differ_however_many_ask() -> None:
    source = Source()

    async def take() -> list[int]:
        pool = NumberPool(source, block=10)
        return await asyncio.gather(*(pool.take() for _ in range(95)))

    assert sorted(asyncio.run(take())) == [*range(1, 96)]
    assert source.asked <= 11


def test_the_next_block_is_there_before_the_last_runs_out() -> None:
    source = Source()

    async def take() -> None:
        pool = NumberPool(source, block=10)
        for _ in range(6):
            await pool.take()
        await asyncio.sleep(0.01)
        assert source.asked == 2
        source.fails = True
        assert [await pool.take() for _ in range(14)] == [*range(7, 21)]

    asyncio.run(take())


def test_without_numbers_nothing_is_taken_until_there_are_some() -> None:
    source = Source()
    source.fails = True

    async def take() -> None:
        pool = NumberPool(source, block=10)
        with pytest.raises(StoreUnavailableError):
            await pool.take()
        source.result = Unknown()
        source.fails = False
        with pytest.raises(StoreUnavailableError):
            await pool.take()
        source.result = None
        assert await pool.take() == 1

    asyncio.run(take())


def test_one_who_gives_up_takes_nothing_from_the_others() -> None:
    source = Source()

    async def take() -> None:
        pool = NumberPool(source, block=10)
        first, second = (asyncio.ensure_future(pool.take()) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == 1
        assert source.asked == 1

    asyncio.run(take())


def test_a_fetch_that_is_cancelled_leaves_the_pool_usable() -> None:
    source = Source()

    async def take() -> None:
        pool = NumberPool(source, block=10)
        waiting = asyncio.ensure_future(pool.take())
        await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task(), waiting}:
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await pool.take() == 1

    asyncio.run(take())
