"""What stands around Django: small forms come in and nothing else, headers go out on every answer.

Other bodies are refused before Django reads them, so that none is ever spooled to disk.
"""

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.doors.theme.headers import new_nonce, security_headers

LARGEST_FORM: Final = 65_536
"""Bytes in a form; what people type at the desk stays far below."""

NONCE: Final = "tipline.nonce"
"""Where in the scope the nonce of this answer's inline script is."""

_FORM: Final = b"application/x-www-form-urlencoded"
_WITHOUT_BODY: Final = frozenset({"GET", "HEAD"})
_NO_FILES: Final = "This service takes text in forms only, never files."
_TOO_LARGE: Final = "This form is too large."


class Frame:
    """An application that refuses other bodies with 415 and larger ones with 413."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return
        nonce = new_nonce()
        guarded = _with_headers(send, security_headers(nonce))
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > LARGEST_FORM:
                await _refuse(guarded, 413, _TOO_LARGE)
                return
            if body and (_kind(scope) != _FORM or scope["method"] in _WITHOUT_BODY):
                await _refuse(guarded, 415, _NO_FILES)
                return
        await self._inner({**scope, NONCE: nonce}, _replay(bytes(body), receive), guarded)


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


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
