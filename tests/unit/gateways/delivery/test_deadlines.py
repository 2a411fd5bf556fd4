"""What hangs is left behind: neither the deadline nor the end of a loop waits for it."""

import asyncio
import socket
from threading import Event

import pytest

from tests.delivery.parcels import HangingResolver
from tipline.gateways.delivery.deadlines import begin_apart, run_within


def test_a_resolver_that_hangs_is_left_behind() -> None:
    resolver = HangingResolver()

    async def look_up() -> None:
        await asyncio.get_running_loop().getaddrinfo("drop.example.org", 22)

    with pytest.raises(TimeoutError):
        run_within(0.05, look_up, resolver)
    assert resolver.asked == ["drop.example.org"]
    assert not resolver.gave_up
    resolver.over.set()


def test_what_the_system_says_is_passed_on() -> None:
    async def look_up(host: str) -> list[object]:
        found = await asyncio.get_running_loop().getaddrinfo(host, 22, type=socket.SOCK_STREAM)
        return [where for *_, where in found]

    assert run_within(5, lambda: look_up("127.0.0.1")) == [("127.0.0.1", 22)]
    with pytest.raises(UnicodeError):
        run_within(5, lambda: look_up("a..example.org"))


def test_work_apart_ends_with_what_it_found_or_with_its_error() -> None:
    def fail() -> None:
        raise ValueError("no")

    assert begin_apart(lambda: 7).result(5) == 7
    with pytest.raises(ValueError, match="no"):
        begin_apart(fail).result(5)
    over = Event()
    ending = begin_apart(over.wait)
    with pytest.raises(TimeoutError):
        ending.result(0.05)
    over.set()
    assert ending.result(5)
