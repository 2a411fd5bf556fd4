"""What is costly passes in turn, by visit and by work; a flood of nothing stops nobody."""

import asyncio
import selectors
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from tipline.doors.public.gate import Checks, Gate
from tipline.doors.public.tokens import Held, Holds, Tokens
from tipline.doors.public.turns import RATES, Rate, Turns
from tipline.doors.theme.frame import REFUSED

TOKENS = Tokens(bytes(32))
BITS = 4


class QuickSelector(selectors.DefaultSelector):
    """Waits for nothing: what should take a while has taken it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_000.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.now += timeout or 0.0
        return super().select(0)


class QuickLoop(asyncio.SelectorEventLoop):
    """A loop with a clock of its own, so that a year passes in a moment."""

    def __init__(self) -> None:
        self.selector = QuickSelector()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.now


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=QuickLoop) as found:
        yield found


async def take(rate: Rate, tries: int, seconds: float) -> tuple[int, int]:
    """Take turns all at once; return how many had one within some seconds, and were refused."""
    turns, begin = Turns(rate), asyncio.get_running_loop().time()

    async def one() -> bool | None:
        if not await turns.take():
            return None
        return asyncio.get_running_loop().time() - begin <= seconds

    found = await asyncio.gather(*(one() for _ in range(tries)))
    return sum(one is True for one in found), sum(one is None for one in found)


@pytest.mark.parametrize(("a_second", "seconds"), [(5, 20), (2, 30), (0.5, 600)])
def test_turns_come_at_their_rate(runner: asyncio.Runner, a_second: float, seconds: float) -> None:
    tries = int(a_second * seconds) * 3
    through, refused = runner.run(take(Rate(a_second, 10_000), tries, seconds))
    assert refused == 0
    assert a_second * seconds - 1 <= through <= a_second * seconds + max(a_second, 1) + 1


def test_only_so_many_wait_for_their_turn(runner: asyncio.Runner) -> None:
    through, refused = runner.run(take(Rate(5, 100), 1_000, 1e9))
    assert 100 < through <= 105
    assert through + refused == 1_000


def test_a_million_guesses_a_year_do_not_succeed() -> None:
    a_second = RATES["code"].a_second + RATES["code_slowly"].a_second
    known = 10_000_000
    assert a_second * 366 * 24 * 3_600 * known / 2**80 < 1e-8
    assert 1_000_000 * known / 2**80 < 1e-10


def challenge(secret: bytes) -> str:
    return secret.hex()


def work_of(secret: bytes) -> str:
    for number in count():
        digest = sha256(f"{challenge(secret)}:{number}".encode()).digest()
        if digest[0] < 1 << (8 - BITS):
            return str(number)
    raise AssertionError


class Asked:
    """A gate with requests that went through it, when and how."""

    def __init__(self, rates: dict[str, Rate] | None = None, bits: int = BITS) -> None:
        checks = Checks("visit", TOKENS, lambda: 0, challenge, bits)
        self.gate = Gate(self._inner, checks, rates)
        self.takes = 0.0
        self.through: list[float] = []
        self.refused = 0

    async def _inner(self, scope: Scope, receive: Receive, _send: Send) -> None:
        if scope.get(REFUSED):
            self.refused += 1
            return
        await receive()
        await asyncio.sleep(self.takes)
        self.through.append(asyncio.get_running_loop().time() - 1_000.0)

    async def ask(
        self, path: str, held: Held | None, *, token: bool = True, work: str = ""
    ) -> None:
        cookie = "" if held is None else f"visit={TOKENS.cookie(held)}"
        form = TOKENS.form_token(held) if held is not None and token else "x"
        scope = {
            "type": "http",
            "method": "GET" if path.endswith("/11/") else "POST",
            "path": path,
            "headers": [(b"cookie", cookie.encode())],
        }

        async def receive() -> Message:
            return {"type": "http.request", "body": f"t={form}&work={work}".encode()}

        async def send(_message: Message) -> None:
            raise AssertionError("nothing is sent")

        await self.gate(scope, receive, send)


def held(number: int, kind: Holds = Holds.DRAFT) -> Held:
    return Held(kind=kind, secret=number.to_bytes(32, "big"), issued=0)


@pytest.mark.parametrize("path", ["/en/10/", "/zz/10/", "/en/11/", "/en/code/", "/en/1/"])
def test_what_is_refused_anyway_takes_nobodys_turn(runner: asyncio.Runner, path: str) -> None:
    async def flood() -> Asked:
        asked = Asked()
        # A receipt is shown to a cookie alone; with another one nothing slow is done.
        await asyncio.gather(*(asked.ask(path, None) for _ in range(1_000)))
        await asyncio.gather(*(asked.ask(path, held(n), token=False) for n in range(1_000)))
        await asked.ask("/en/10/", held(5), work=work_of(held(5).secret))
        return asked

    asked = runner.run(flood())
    assert asked.refused == 0
    assert max(asked.through) == 0


def test_who_did_the_work_does_not_wait_for_those_who_did_not(runner: asyncio.Runner) -> None:
    async def flood() -> tuple[float, int]:
        asked = Asked()
        others = [asyncio.create_task(asked.ask("/en/10/", held(n))) for n in range(2_000)]
        await asyncio.sleep(0)
        await asked.ask("/en/10/", held(5_000), work=work_of(held(5_000).secret))
        first = asked.through[-1]
        await asyncio.gather(*others)
        return first, asked.refused

    first, refused = runner.run(flood())
    assert first <= 1
    assert refused > 1_000


def test_work_counts_once(runner: asyncio.Runner) -> None:
    async def try_codes() -> list[float]:
        asked = Asked({**RATES, "code": Rate(1_000, 10), "code_slowly": Rate(1, 100)})
        for _ in range(4):
            await asked.ask("/en/code/", held(7, Holds.NEW), work=work_of(held(7).secret))
        return asked.through

    assert runner.run(try_codes()) == pytest.approx([0, 0, 1, 2], abs=0.1)


def test_one_visit_has_one_request_at_a_time_and_few_waiting(runner: asyncio.Runner) -> None:
    async def hurry() -> Asked:
        asked = Asked(bits=0)
        asked.takes = 1.0
        sent = held(9, Holds.SENT)
        await asyncio.gather(*(asked.ask("/en/11/", sent) for _ in range(50)))
        return asked

    asked = runner.run(hurry())
    assert (len(asked.through), asked.refused) == (3, 47)
    assert asked.gate._of_visit == {}


@pytest.mark.parametrize("cookie", ["visit=\xff.\xfe", "visit", "a=b; visit=n.AA.0.AA", "\x00="])
def test_no_cookie_is_too_strange(runner: asyncio.Runner, cookie: str) -> None:
    async def ask() -> Asked:
        asked = Asked()

        async def receive() -> Message:
            return {"type": "http.request", "body": b"\xff" * 100}

        async def send(_message: Message) -> None:
            raise AssertionError("nothing is sent")

        headers = [(b"cookie", cookie.encode("latin-1"))]
        scope = {"type": "http", "method": "POST", "path": "/en/10/", "headers": headers}
        await asked.gate(scope, receive, send)
        return asked

    assert len(runner.run(ask()).through) == 1
