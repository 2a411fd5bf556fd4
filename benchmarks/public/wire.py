"""A light HTTP/1.1 client: one connection, one cookie jar, and no more than the load needs."""

import asyncio
import contextlib
import re
from typing import Final, NamedTuple
from urllib.parse import urlencode

FORM: Final = "application/x-www-form-urlencoded"
LOST: Final = (OSError, EOFError, ValueError, TimeoutError)
"""What can go wrong with one request, `ValueError` for an answer that is no HTTP."""

_COOKIE: Final = re.compile(rb"^set-cookie: ([^=;]+)=([^;]*)", re.MULTILINE | re.IGNORECASE)
_LOCATION: Final = re.compile(rb"^location: (\S+)", re.MULTILINE | re.IGNORECASE)
_LENGTH: Final = re.compile(rb"^content-length: (\d+)", re.MULTILINE | re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"^transfer-encoding: chunked", re.MULTILINE | re.IGNORECASE)
_CLOSE: Final = re.compile(rb"^connection: close", re.MULTILINE | re.IGNORECASE)


class Answer(NamedTuple):
    """What came back; `location` is empty if it does not send the browser on."""

    status: int
    location: str
    body: bytes


class Browser:
    """Somebody who asks one thing after another, with the cookies they were given."""

    def __init__(self, port: int, *, keep: bool, patience: float, language: str = "en") -> None:
        self._port = port
        self._keep = keep
        self._patience = patience
        self._language = language
        self._cookies: dict[bytes, bytes] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Answer:
        """Ask for a page.

        Raises:
            OSError, EOFError, ValueError, TimeoutError: there was no answer, see `LOST`.
        """
        return await self.ask("GET", path)

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form; errors as for `get`."""
        return await self.ask("POST", path, urlencode(fields).encode())

    async def ask(self, method: str, path: str, body: bytes = b"", kind: str = FORM) -> Answer:
        """Send one request and read the whole answer; errors as for `get`."""
        async with asyncio.timeout(self._patience):
            if self._streams is not None:
                with contextlib.suppress(OSError, EOFError):  # it was closed while nobody spoke
                    return await self._exchange(method, path, body, kind)
                self.close()
            try:
                return await self._exchange(method, path, body, kind)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    def carry(self, name: bytes, value: bytes) -> None:
        """Take a cookie nobody gave."""
        self._cookies[name] = value

    async def _exchange(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(self._head(method, path, len(body), kind) + body)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        for name, value in _COOKIE.findall(head):
            self._cookies[name] = value
        content = await _body(reader, head)
        if not self._keep or _CLOSE.search(head):
            self.close()
        sent_on = _LOCATION.search(head)
        return Answer(int(head[9:12]), sent_on[1].decode() if sent_on else "", content)

    def _head(self, method: str, path: str, length: int, kind: str) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: localhost",
            f"Accept-Language: {self._language}",
            f"Connection: {'keep-alive' if self._keep else 'close'}",
        ]
        if method == "POST":
            lines += [f"Content-Type: {kind}", f"Content-Length: {length}", "Origin: null"]
        if self._cookies:
            pairs = b"; ".join(b"=".join(pair) for pair in self._cookies.items())
            lines.append(f"Cookie: {pairs.decode('latin-1')}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    stated = _LENGTH.search(head)
    if stated:
        return await reader.readexactly(int(stated[1]))
    if not _CHUNKED.search(head):
        return await reader.read(-1)
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(pieces)
