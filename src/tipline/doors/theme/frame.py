"""What stands around Django: small forms come in and nothing else, headers go out on every answer.

Other bodies never reach Django, so that none is ever spooled to disk; the door answers without.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.doors.theme.headers import new_nonce, security_headers

LARGEST_FORM: Final = 65_536
"""Bytes in a form, unless a door says otherwise; what people type at the desk stays below."""

LONGEST_WAIT: Final = 30.0
"""Seconds in which a form must have come in, from its first byte to its last."""

NONCE: Final = "tipline.nonce"
"""Where in the scope the nonce of this answer's inline script is."""

REFUSED: Final = "tipline.refused"
"""Where in the scope the status is with which a request is to be refused, if it is."""

_TOO_SLOW: Final = 408
_TOO_LARGE: Final = 413
_NO_FORM: Final = 415
_MOST_DISCARDED: Final = 1_048_576
"""Bytes of what is refused that are let go by: browsers read no answer before they have sent."""

_FORM: Final = b"application/x-www-form-urlencoded"
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD"})


class Frame:
    """An application that lets the inner one refuse other bodies (415), large and slow ones."""

    def __init__(
        self,
        inner: ASGIApp,
        longest_wait: float = LONGEST_WAIT,
        largest_form: int = LARGEST_FORM,
    ) -> None:
        """Stand around an application; a form may take so many seconds and have so many bytes."""
        self._inner = inner
        self._longest_wait = longest_wait
        self._largest_form = largest_form

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or what is left of it if it is refused."""
        if scope["type"] != "http":
            return
        nonce = new_nonce()
        headers = security_headers(nonce)
        form = _Form(scope, self._largest_form)
        try:
            async with asyncio.timeout(self._longest_wait):
                there = await form.read(receive)
        except TimeoutError:
            there, form.refused = True, form.refused or _TOO_SLOW
        if not there:
            return
        inner = {**scope, NONCE: nonce}
        if form.refused is not None:
            inner[REFUSED] = form.refused
            headers["Connection"] = "close"
            form.body.clear()
            receive = _only_the_end(receive)
        await self._inner(inner, _replay(bytes(form.body), receive), _with_headers(send, headers))


class _Form:
    """The body of one request while it comes in, and why it is refused if it is."""

    def __init__(self, scope: Scope, largest: int) -> None:
        self._largest = largest
        self._may_be = _kind(scope) == _FORM and scope["method"] not in _WITHOUT_BODY
        self._size = 0
        self.body = bytearray()
        self.refused: int | None = None

    async def read(self, receive: Receive) -> bool:
        """Read all there is, or as much as is let go by; False if nobody is there any more."""
        more = True
        while more and self._size <= _MOST_DISCARDED:
            message = await receive()
            if message["type"] != "http.request":
                return False
            self._take(message.get("body", b""))
            more = message.get("more_body", False)
        return True

    def _take(self, piece: bytes) -> None:
        self._size += len(piece)
        if piece and not self._may_be:
            self.refused = _NO_FORM
        elif self._size > self._largest:
            self.refused = _TOO_LARGE
        if self.refused is None:
            self.body += piece


def _kind(scope: Scope) -> bytes:
    """Return the content type a request states, without its parameters."""
    for name, value in scope["headers"]:
        if name.lower() == b"content-type":
            return bytes(value).partition(b";")[0].strip().lower()
    return b""


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a stream that gives the body once more, then whatever comes."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def _only_the_end(receive: Receive) -> Receive:
    """Return a stream that keeps quiet of the rest of a body and tells when nobody is there."""

    async def end() -> Message:
        while (message := await receive())["type"] == "http.request":
            pass
        return message

    return end


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Return a way to send that adds the headers an answer does not have yet."""
    ours = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            theirs: list[Any] = list(message.get("headers", ()))
            there = {bytes(name).lower() for name, _ in theirs}
            missing = [pair for pair in ours if pair[0] not in there]
            message = {**message, "headers": [*theirs, *missing]}
        await send(message)

    return guarded
