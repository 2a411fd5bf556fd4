"""The frame around Django: what comes through, what is refused, and that nobody waits for ever."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from tipline.doors.theme.frame import LARGEST_FORM, REFUSED, Frame

FORM = b"application/x-www-form-urlencoded"


class Inner:
    """An application that keeps what it got and answers with the status of a refusal."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        assert not message["more_body"]
        self.bodies.append(message["body"])
        status = scope.get(REFUSED, 200)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        assert (await receive())["type"] == "http.disconnect"


class Sender:
    """A browser that sends a body in pieces, then waits or leaves; it keeps the answer."""

    def __init__(self, *pieces: bytes, ends: bool = True, leaves: bool = False) -> None:
        self._messages: list[Message] = [
            {"type": "http.request", "body": piece, "more_body": True} for piece in pieces
        ]
        if ends:
            self._messages.append({"type": "http.request", "body": b"", "more_body": False})
        self._leaves = leaves
        self._answered = asyncio.Event()
        self.status = 0
        self.headers: dict[bytes, bytes] = {}

    async def receive(self) -> Message:
        if self._messages:
            return self._messages.pop(0)
        if not self._leaves:
            await self._answered.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self._answered.set()


def ask(sender: Sender, inner: Inner, method: str = "POST", kind: bytes = FORM) -> None:
    scope = {"type": "http", "method": method, "headers": [(b"content-type", kind)]}
    frame = Frame(inner, longest_wait=0.05)
    asyncio.run(frame(scope, sender.receive, sender.send))


def test_a_form_comes_through_whole() -> None:
    sender, inner = Sender(b"name=", b"ada"), Inner()
    ask(sender, inner)
    assert (sender.status, inner.bodies) == (200, [b"name=ada"])
    assert b"connection" not in sender.headers


@pytest.mark.parametrize(
    ("method", "kind", "pieces", "status"),
    [
        ("POST", FORM, [b"x" * LARGEST_FORM, b"x"], 413),
        ("POST", b"multipart/form-data; boundary=x", [b"--x"], 415),
        ("POST", b"", [b"name=ada"], 415),
        ("GET", FORM, [b"name=ada"], 415),
        ("POST", b"image/png", [b"x" * 300_000] * 9, 415),
    ],
)
def test_another_body_is_refused_and_none_of_it_comes_through(
    method: str, kind: bytes, pieces: list[bytes], status: int
) -> None:
    sender, inner = Sender(*pieces), Inner()
    ask(sender, inner, method, kind)
    assert (sender.status, inner.bodies) == (status, [b""])
    assert sender.headers[b"connection"] == b"close"
    assert sender.headers[b"cache-control"] == b"no-store"


@pytest.mark.parametrize("pieces", [[], [b"name="]])
def test_a_form_that_does_not_come_in_is_waited_for_only_so_long(pieces: list[bytes]) -> None:
    sender, inner = Sender(*pieces, ends=False), Inner()
    ask(sender, inner)
    assert (sender.status, inner.bodies) == (408, [b""])
    assert sender.headers[b"connection"] == b"close"


def test_whoever_leaves_is_not_answered() -> None:
    sender, inner = Sender(b"name=", ends=False, leaves=True), Inner()
    ask(sender, inner)
    assert (sender.status, inner.bodies) == (0, [])
