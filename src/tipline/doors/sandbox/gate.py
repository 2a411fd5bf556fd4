"""Stands before the provider door: provokes the faults asked for, notes every exchange.

The door's answer is held back until it is known what goes out: all, half, or nothing of it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, cast

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.domain.errors import TiplineError
from tipline.doors.monitor import REFUSAL
from tipline.doors.provider.problems import answer_to, problems_of
from tipline.doors.sandbox.calls import Call, call_of
from tipline.doors.sandbox.exchanges import (
    MOST_PROBLEMS,
    NOTE,
    Exchange,
    Note,
    completeness_of,
)
from tipline.doors.sandbox.faults import FAULTS, Rule
from tipline.doors.sandbox.provoked import provoked_answer, unavailable
from tipline.doors.sandbox.state import SandboxState

CUT: Final = "tipline.cut"
"""The extension with which a server cuts a connection, by its function `cut`.

It is called with one flag: whether what was sent already shall still go out.
"""

Cut = Callable[[bool], None]


def cut_in(scope: Scope) -> Cut | None:
    """Return what cuts the connection of a request, if this server can."""
    found = (scope.get("extensions") or {}).get(CUT, {}).get("cut")
    return cast("Cut", found) if callable(found) else None


@dataclass
class _Turn:
    """One request on its way: its rule if a fault is provoked, its note, the held answer."""

    scope: Scope
    receive: Receive
    send: Send
    call: Call
    rule: Rule | None
    began: float
    note: Note = field(default_factory=Note)
    held: list[Message] = field(default_factory=list)

    async def hold(self, message: Message) -> None:
        """Keep a part of the door's answer."""
        self.held.append(message)

    @property
    def status(self) -> int | None:
        """The status of the held answer."""
        return int(self.held[0]["status"]) if self.held else None


class Gate:
    """Serves what is for the provider door."""

    def __init__(self, door: ASGIApp, state: SandboxState) -> None:
        self._door = door
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        call = call_of(scope["method"], scope["path"])
        began = asyncio.get_running_loop().time()
        turn = _Turn(scope, receive, send, call, self._state.rules.take(call.name), began)
        turn.note.report = call.report
        NOTE.set(turn.note)
        if turn.rule is None:
            await self._serve(turn)
        elif FAULTS[turn.rule.fault].acts:
            await self._act(turn, turn.rule)
        else:
            await self._act_not(turn, turn.rule)

    async def _act(self, turn: _Turn, rule: Rule) -> None:
        """Provoke a fault around the work of the door."""
        if rule.fault == "delay":
            if await self._delayed(rule.seconds):
                await self._serve(turn)
            else:
                await _end(turn)
            return
        await self._ask(turn)
        if rule.fault == "hang_after":
            self._note(turn, None)
            await self._hang(turn, rule)
        elif rule.fault == "truncate":
            self._note(turn, turn.status)
            for message in _half(turn.held):
                await turn.send(message)
            await _cut(turn, after_sending=True)
        else:
            self._note(turn, None)
            await _cut(turn, after_sending=False)

    async def _act_not(self, turn: _Turn, rule: Rule) -> None:
        """Provoke a fault that keeps the door from doing anything."""
        if rule.fault == "hang":
            self._note(turn, None)
            await self._hang(turn, rule)
            return
        await _discard(turn.receive)
        if rule.fault == "cut_before":
            self._note(turn, None)
            await _cut(turn, after_sending=False)
            return
        answer = provoked_answer(rule, turn.call.format, self._state.parts.randomness)
        self._note(turn, answer.status_code)
        await answer(turn.scope, turn.receive, turn.send)

    async def _serve(self, turn: _Turn) -> None:
        """Let the door serve, and pass its answer on."""
        try:
            await self._ask(turn)
        finally:  # a server that ends has an answer for whoever still waits
            self._note(turn, turn.status)
            for message in turn.held:
                await turn.send(message)

    async def _ask(self, turn: _Turn) -> None:
        await self._door(turn.scope, turn.receive, turn.hold)

    async def _hang(self, turn: _Turn, rule: Rule) -> None:
        """Answer nothing until the client has left, or for as long as a hang lasts."""
        leaving = asyncio.create_task(_gone(turn.receive))
        let_go = asyncio.create_task(self._state.waiting.until_let_go())
        first = asyncio.FIRST_COMPLETED
        try:
            done, _ = await asyncio.wait(
                {leaving, let_go}, timeout=rule.seconds, return_when=first
            )
        finally:
            leaving.cancel()
            let_go.cancel()
            await asyncio.gather(leaving, let_go, return_exceptions=True)
        if leaving not in done:
            await _end(turn)

    async def _delayed(self, seconds: float) -> bool:
        """Let some seconds pass; tell whether they did, or all who wait were let go."""
        try:
            async with asyncio.timeout(seconds):
                await self._state.waiting.until_let_go()
        except TimeoutError:
            return True
        return False

    def _note(self, turn: _Turn, status: int | None) -> None:
        """Remember the exchange; before anything goes out, so that whoever asks next sees it."""
        rule, error = turn.rule, turn.scope.get(REFUSAL)
        exchange = Exchange(
            number=0,
            at=self._state.parts.clock.now(),
            call=turn.call.name,
            format=turn.call.format,
            status=status,
            report=turn.note.report,
            done=turn.note.done,
            milliseconds=round((asyncio.get_running_loop().time() - turn.began) * 1_000, 1),
            fault=None if rule is None else rule.fault,
        )
        self._state.exchanges.add(_with_outcome(exchange, rule, error, turn.note.facts))


def _with_outcome(
    exchange: Exchange, rule: Rule | None, error: Exception | None, facts: int | None
) -> Exchange:
    """Return an exchange with the code of its answer, and what was wrong or there."""
    if error is not None:
        problems = problems_of(error)
        return msgspec.structs.replace(
            exchange,
            code=None if exchange.status is None else answer_to(error).response_code,
            error=error.code if isinstance(error, TiplineError) else TiplineError.code,
            problems=problems[:MOST_PROBLEMS],
            more_problems=max(0, len(problems) - MOST_PROBLEMS),
        )
    if rule is not None and not FAULTS[rule.fault].acts:
        code = rule.code or (1000 if rule.fault == "too_many" else None)
        return msgspec.structs.replace(exchange, code=code)
    completeness = {} if facts is None else completeness_of(facts)
    answered = exchange.status is not None and exchange.format == "xml"
    return msgspec.structs.replace(
        exchange, code=0 if answered else None, completeness=completeness
    )


def _half(held: list[Message]) -> list[Message]:
    """Return an answer up to the middle of its body, which it announces in full."""
    body = b"".join(message.get("body", b"") for message in held[1:])
    half = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
    return [*held[:1], half]


async def _end(turn: _Turn) -> None:
    """Put an end to a request that has waited long enough."""
    if cut_in(turn.scope) is None:
        answer = unavailable(turn.call.format)
        await answer(turn.scope, turn.receive, turn.send)
    else:
        await _cut(turn, after_sending=False)


async def _cut(turn: _Turn, *, after_sending: bool) -> None:
    """Cut the connection, and wait until it is gone: whoever returns early gets an answer."""
    cut = cut_in(turn.scope)
    if cut is not None:
        cut(after_sending)
        await _gone(turn.receive)


async def _discard(receive: Receive) -> None:
    """Let the request come in whole, and keep nothing: the client has then sent all it has."""
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
