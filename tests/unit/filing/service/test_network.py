"""What real sockets do to a call: whoever may have been heard is in doubt, the others are not."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from tests.unit.filing.making import CREDENTIALS
from tests.unit.filing.scripted import done, said
from tests.unit.filing.service.calling import ARGUMENTS, ID
from tipline.filing.endpoints import TestEndpoint
from tipline.filing.errors import FilingError, RetryableError, UnknownOutcomeError
from tipline.filing.service.async_client import AsyncClient
from tipline.filing.service.calls import Call
from tipline.filing.service.client import Client

SHORT = httpx.Timeout(0.15, connect=5.0)
LONG = httpx.Timeout(20.0)
Deed = Callable[[socket.socket, threading.Event], None]


def close_at_once(peer: socket.socket, _: threading.Event) -> None:
    peer.recv(1)


def read_and_close(peer: socket.socket, _: threading.Event) -> None:
    _read(peer)


def close_in_headers(peer: socket.socket, _: threading.Event) -> None:
    _read(peer)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Ty")


def close_in_body(peer: socket.socket, _: threading.Event) -> None:
    _read(peer)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + said(0, report_id=ID).content)


def close_in_chunks(peer: socket.socket, _: threading.Event) -> None:
    _read(peer)
    peer.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<repo\r\n")


def no_http(peer: socket.socket, _: threading.Event) -> None:
    _read(peer)
    peer.sendall(b"220 mail.example.org ESMTP\r\n")


def no_tls(peer: socket.socket, _: threading.Event) -> None:
    peer.recv(1)
    peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def hang(peer: socket.socket, over: threading.Event) -> None:
    _read(peer)
    over.wait(20)


def hang_in_body(peer: socket.socket, over: threading.Event) -> None:
    _read(peer)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<repo")
    over.wait(20)


def trickle_for_ever(peer: socket.socket, over: threading.Event) -> None:
    """A byte now and then, never so late that the socket's own patience ends."""
    _read(peer)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.02):
        peer.sendall(b" ")


def answer_slowly(peer: socket.socket, over: threading.Event) -> None:
    request = _read(peer)
    answer = done(ID) if b"/finish" in request else said(0, report_id=ID)
    length = str(len(answer.content)).encode()
    text = b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\n" + answer.content
    for start in range(0, len(text), 16):
        peer.sendall(text[start : start + 16])
        over.wait(0.001)


def _read(peer: socket.socket) -> bytes:
    """Read a whole request, of which the body is short."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(peer)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    left = int(lengths[0].partition(b":")[2]) - len(body) if lengths else 0
    while left > 0:
        left -= len(_some(peer))
    return data


def _some(peer: socket.socket) -> bytes:
    data = peer.recv(65_536)
    if not data:
        raise ConnectionResetError
    return data


@contextmanager
def serving(deed: Deed) -> Iterator[TestEndpoint]:
    """Do the same with each connection, until the test is over."""
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while True:
                peer, _ = listener.accept()
                with peer, suppress(OSError):
                    deed(peer, over)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield TestEndpoint(f"http://127.0.0.1:{listener.getsockname()[1]}/ispws")
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(20)


def both(call: Call, endpoint: TestEndpoint, timeout: httpx.Timeout) -> list[object]:
    """Return what comes of a call with the one client and with the other."""

    async def awaited() -> object:
        async with AsyncClient(endpoint, CREDENTIALS, timeout=timeout) as client:
            try:
                return await getattr(client, call)(*ARGUMENTS[call])
            except FilingError as error:
                return error

    def waited() -> object:
        with Client(endpoint, CREDENTIALS, timeout=timeout) as client:
            try:
                return getattr(client, call)(*ARGUMENTS[call])
            except FilingError as error:
                return error

    return [waited(), asyncio.run(awaited())]


LOSSES: list[tuple[Deed, httpx.Timeout]] = [
    (close_at_once, LONG),
    (read_and_close, LONG),
    (close_in_headers, LONG),
    (close_in_body, LONG),
    (close_in_chunks, LONG),
    (no_http, LONG),
    (hang, SHORT),
    (hang_in_body, SHORT),
    (trickle_for_ever, SHORT),
]


@pytest.mark.parametrize("call", [Call.STATUS, Call.SUBMIT, Call.FINISH])
@pytest.mark.parametrize(("deed", "timeout"), LOSSES, ids=[deed.__name__ for deed, _ in LOSSES])
def test_a_lost_answer(call: Call, deed: Deed, timeout: httpx.Timeout) -> None:
    with serving(deed) as endpoint:
        found = both(call, endpoint, timeout)
    kind = UnknownOutcomeError if call.acts else RetryableError
    assert [type(error) for error in found] == [kind, kind]
    assert "127.0.0.1" not in str(found)


@pytest.mark.parametrize("call", Call)
def test_a_connection_that_is_refused(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = both(call, TestEndpoint(f"http://127.0.0.1:{port}/ispws"), LONG)
    assert [type(error) for error in found] == [RetryableError, RetryableError]


@pytest.mark.parametrize("call", [Call.SUBMIT, Call.FINISH])
def test_a_service_without_tls(call: Call) -> None:
    with serving(no_tls) as endpoint:
        secure = TestEndpoint(endpoint.base_url.replace("http://", "https://"))
        found = both(call, secure, LONG)
    assert [type(error) for error in found] == [RetryableError, RetryableError]


@pytest.mark.parametrize("call", [Call.SUBMIT, Call.FINISH, Call.RETRACT])
def test_a_slow_answer_is_an_answer(call: Call) -> None:
    with serving(answer_slowly) as endpoint:
        first, second = both(call, endpoint, LONG)
    assert first == second
    assert not isinstance(first, FilingError)
