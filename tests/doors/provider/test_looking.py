"""Looks into the store: together, fresh, and never in the event loop's own thread."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from tipline.domain.errors import StoreUnavailableError
from tipline.doors.provider.looking import Looker


class Store:
    """A store that notes what it is asked, and by which thread; it can be held up."""

    def __init__(self) -> None:
        self.value = 0
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.open = threading.Event()
        self.open.set()

    def read(self, name: str) -> tuple[str, int]:
        self.open.wait(10)
        self.asked.append(name)
        self.threads.add(threading.get_ident())
        return name, self.value

    def fail(self, name: str) -> str:
        raise StoreUnavailableError(name)

    def err(self, name: str) -> str:
        raise LookupError(name)


def looking(use: Callable[[Looker], Awaitable[None]]) -> None:
    async def run() -> None:
        looker = Looker()
        await use(looker)
        looker.close()

    asyncio.run(run())


def test_equal_questions_that_wait_together_are_asked_once() -> None:
    store = Store()

    async def use(looker: Looker) -> None:
        names = ["a", "b", "a", "a", "b"]
        found = await asyncio.gather(*(looker.ask(store.read, name) for name in names))
        assert [name for name, _ in found] == names

    looking(use)
    assert sorted(store.asked) == ["a", "b"]
    assert store.threads != {threading.get_ident()}
    assert len(store.threads) == 1


def test_a_look_begins_after_it_was_asked_for() -> None:
    """Who asks while another look is under way must not get that look's answer."""
    store = Store()

    async def use(looker: Looker) -> None:
        store.open.clear()
        early = asyncio.ensure_future(looker.ask(store.read, "a"))
        await asyncio.sleep(0.01)
        late = asyncio.ensure_future(looker.ask(store.read, "a"))
        await asyncio.sleep(0)
        store.open.set()
        await early
        assert await late == ("a", 0)

    looking(use)
    assert store.asked == ["a", "a"]


def test_one_that_fails_fails_alone_and_a_fault_of_ours_stays_one() -> None:
    store = Store()

    async def use(looker: Looker) -> None:
        questions = (store.read, store.fail, store.err)
        good, down, wrong = await asyncio.gather(
            *(looker.ask(question, "a") for question in questions), return_exceptions=True
        )
        assert good == ("a", 0)
        assert type(down) is StoreUnavailableError
        assert type(wrong) is LookupError

    looking(use)


def test_one_who_gives_up_leaves_the_others_waiting() -> None:
    store = Store()

    async def use(looker: Looker) -> None:
        first, second = (asyncio.ensure_future(looker.ask(store.read, "a")) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == ("a", 0)

    looking(use)


def test_after_the_end_nothing_is_found_and_nobody_waits() -> None:
    store = Store()

    async def use(looker: Looker) -> None:
        looker.close()
        with pytest.raises(StoreUnavailableError):
            await looker.ask(store.read, "a")

    looking(use)
    assert store.asked == []
