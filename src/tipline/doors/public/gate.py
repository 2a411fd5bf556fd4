"""Stands before Django and lets what is costly pass in turn: by visit, and by work that was done.

Only forms that go with their cookie wait here: what is refused anyway costs nothing. Nobody is
told apart by where they come from, so those who share an address wait no longer.
"""

import asyncio
import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final, NamedTuple
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.domain.public.work import enough_work
from tipline.doors.public.tokens import Held, Holds, Tokens
from tipline.doors.public.turns import RATES, Rate, Turns
from tipline.doors.theme.frame import REFUSED
from tipline.doors.theme.places import FIRST

_TOO_MANY: Final = 503
_MOST_OF_ONE: Final = 3
"""Requests of one visit that are worked on or wait: a double click, and one more."""

_MOST_SPENT: Final = 10_000
_MOST_FIELDS: Final = 60
_PATHS: Final = (
    ("send", "POST", re.compile(r"/[A-Za-z-]{2,8}/10/")),
    ("show", "GET", re.compile(r"/[A-Za-z-]{2,8}/11/")),
    ("code", "POST", re.compile(r"/[A-Za-z-]{2,8}/code/")),
    ("first", "POST", re.compile(r"/[A-Za-z-]{2,8}/[0-9][0-9b]?/(?:[a-d]/)?")),
)
_HELD: Final = {
    "send": frozenset({Holds.DRAFT}),
    "show": frozenset({Holds.SENT}),
    "code": frozenset(Holds),
    "first": frozenset({Holds.NEW}),
}
"""What a browser must hold for a request to cost anything."""

_BUSY: Final = frozenset({Holds.DRAFT, Holds.SENT})
"""Visits in which something was answered: their requests go before those of whoever just came."""

_CHEAP: Final = re.compile(r"/|/assets/.*|/[A-Za-z-]{2,8}/(?:1/)?")
_WORKED: Final = frozenset({"send", "code"})


class Checks(NamedTuple):
    """How a request is known: the cookie's name, what reads it, the time, the proof of work."""

    cookie: str
    tokens: Tokens
    now: Callable[[], int]
    challenge: Callable[[bytes], str]
    work_bits: int


class Gate:
    """An application that lets the inner one work on what is costly at a steady pace."""

    def __init__(
        self, inner: ASGIApp, checks: Checks, rates: dict[str, Rate] | None = None
    ) -> None:
        self._inner = inner
        self._checks = checks
        self._turns = {lane: Turns(rate) for lane, rate in (rates or RATES).items()}
        self._of_visit: dict[bytes, tuple[asyncio.Lock, int]] = {}
        self._spent: dict[bytes, None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, when it is its turn."""
        if scope["type"] != "http" or REFUSED in scope:
            await self._inner(scope, receive, send)
            return
        kind, held = _kind_of(scope), self._held(scope)
        goes_first = _is_cheap(scope) or (held is not None and held.kind in _BUSY)
        scope = {**scope, FIRST: goes_first}
        if kind is None or held is None or held.kind not in _HELD[kind]:
            await self._inner(scope, receive, send)
            return
        message = await receive()
        form = _form(message)
        if scope["method"] == "POST" and not self._checks.tokens.is_form_token(
            held, form.get("t", "")
        ):
            await self._inner(scope, _again(message, receive), send)
            return
        lane = self._lane(kind, held, form.get("work", ""))
        await self._in_turn(lane, held, {**scope, FIRST: True}, _again(message, receive), send)

    async def _in_turn(
        self, lane: str, held: Held, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Work on a request after others of the same visit, and when its lane has a turn."""
        lock, count = self._of_visit.get(held.secret, (asyncio.Lock(), 0))
        if count >= _MOST_OF_ONE:
            await self._inner({**scope, REFUSED: _TOO_MANY}, receive, send)
            return
        self._of_visit[held.secret] = (lock, count + 1)
        try:
            async with lock:
                if not await self._turns[lane].take():
                    scope = {**scope, REFUSED: _TOO_MANY}
                await self._inner(scope, receive, send)
        finally:
            lock, count = self._of_visit.pop(held.secret)
            if count > 1:
                self._of_visit[held.secret] = (lock, count - 1)

    def _held(self, scope: Scope) -> Held | None:
        """Return what the browser holds; nobody but us can make it hold anything."""
        text = _cookie(scope, self._checks.cookie)
        return self._checks.tokens.read_cookie(text, self._checks.now()) if text else None

    def _lane(self, kind: str, held: Held, work: str) -> str:
        """Return the queue for a request; work counts once for each visit."""
        if kind not in _WORKED or self._checks.work_bits == 0:
            return kind
        done = held.secret not in self._spent and enough_work(
            self._checks.challenge(held.secret), work, self._checks.work_bits
        )
        if not done:
            return f"{kind}_slowly"
        self._spent[held.secret] = None
        while len(self._spent) > _MOST_SPENT:
            del self._spent[next(iter(self._spent))]
        return kind


def _is_cheap(scope: Scope) -> bool:
    """Tell whether this costs next to nothing: the first page, and what pages look like."""
    return scope["method"] == "GET" and _CHEAP.fullmatch(scope["path"]) is not None


def _kind_of(scope: Scope) -> str | None:
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    for kind, wanted, path in _PATHS:
        if method == wanted and path.fullmatch(scope["path"]):
            return kind
    return None


def _cookie(scope: Scope, name: str) -> str:
    for header, value in scope["headers"]:
        if header.lower() == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(name)
            except CookieError:
                return ""
            if found is not None:
                return found.value
    return ""


def _form(message: Message) -> dict[str, str]:
    """Return the fields of a form; nothing of what cannot be read, which Django says then."""
    body = message.get("body", b"")
    try:
        found = parse_qs(body.decode("ascii", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in found.items()}


def _again(message: Message, receive: Receive) -> Receive:
    """Return a stream that gives what was read once more, then whatever comes."""
    waiting = [message]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
