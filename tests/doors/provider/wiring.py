"""Wires the provider door the way the program does, with a clock and keys of the test's own."""

import asyncio
import base64
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from starlette.types import Message, Receive

from tipline.codecs import report_json
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.report import Report
from tipline.doors.provider import Bounds, ProviderDoor, build_app
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.gateways.system_randomness import SystemRandomness
from tipline.ports.operations import AnyResult, Request
from tipline.ports.stores import ReportRow
from tipline.services.admit_provider import Credentials, admit_provider, dismiss_provider
from tipline.stores.linking.reading import DatabaseLinkReader
from tipline.stores.reading import DatabaseReader
from tipline.stores.writer.clients import DirectWriter

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = "https://tipline.example.org"
DAY = timedelta(hours=24)
NOBODY = Credentials(username="", password="")
ACTOR = "service:test"

T = TypeVar("T")


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def wait(self, span: timedelta) -> None:
        self.moment += span


class ThreadWriter:
    """Applies operations one after another on a thread; `fails` makes the store unavailable."""

    def __init__(self, clock: SetClock) -> None:
        self.direct = DirectWriter(clock)
        self.fails = False
        self.written: list[Request] = []
        self._thread = ThreadPoolExecutor(1)

    provider_epoch = None

    async def write(self, request: Request) -> AnyResult:
        if self.fails:
            raise StoreUnavailableError("made up")
        self.written.append(request)
        run, loop = copy_context().run, asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, run, self.direct.write, request)

    def close(self) -> None:
        self._thread.shutdown()


class Door:
    """The application, what it stands on, and a client that is one provider."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.writer = ThreadWriter(self.clock)
        self.reader = DatabaseReader()
        private = X25519PrivateKey.generate()
        self._opener = HpkeOpener(private)
        self._runner = asyncio.Runner()
        self.credentials = self.admit()
        self.parts = ProviderDoor(
            writer=self.writer,
            reader=self.reader,
            links=DatabaseLinkReader(),
            sealer=HpkeSealer(private.public_key()),
            index=HmacBlindIndex(bytes(32)),
            clock=self.clock,
            randomness=SystemRandomness(),
            bounds=Bounds(longest_pause=5.0),
        )
        self.rebuild()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._runner.close()
        self.writer.close()

    def rebuild(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the parts
        """Build the application anew, with some parts changed."""
        self.parts = dataclasses.replace(self.parts, **changes)
        self.app = build_app(self.parts)

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run something in the loop that the application lives in."""

        async def awaited() -> T:
            return await work()

        return self._runner.run(awaited())

    def client(self) -> httpx.AsyncClient:
        """Return a client of the application, without credentials."""
        transport = httpx.ASGITransport(self.app, client=("192.0.2.17", 51_217))
        return httpx.AsyncClient(transport=transport, base_url=BASE)

    def ask(
        self,
        method: str,
        path: str,
        *,
        as_: Credentials | None = None,
        **more: Any,  # noqa: ANN401 - whatever httpx takes
    ) -> httpx.Response:
        """Send one request, as this test's provider unless said otherwise."""
        who = as_ or self.credentials

        async def asking() -> httpx.Response:
            async with self.client() as client:
                auth = None if who is NOBODY else httpx.BasicAuth(who.username, who.password)
                return await client.request(method, path, auth=auth, **more)

        return self.run(asking)

    def post(self, path: str, content: Any = None, **more: Any) -> httpx.Response:  # noqa: ANN401
        """Send a POST."""
        return self.ask("POST", path, content=content, **more)

    def raw(
        self,
        method: str,
        path: str,
        body: bytes | Receive = b"",
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> tuple[int, dict[str, str], bytes]:
        """Call the application with exactly these bytes; its answer's status, headers and body."""
        pair = f"{self.credentials.username}:{self.credentials.password}".encode()
        basic = (b"authorization", b"Basic " + base64.b64encode(pair))
        known = [] if b"authorization" in dict(headers) else [basic]
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [*known, *headers],
            "client": None,
            "server": ("tipline.example.org", 443),
        }
        sent: list[Message] = []

        async def whole() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        receive = whole if isinstance(body, bytes) else body
        self.run(lambda: self.app(scope, receive, send))
        if not sent:
            return 0, {}, b""
        start, *rest = sent
        answered = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], answered, b"".join(piece["body"] for piece in rest)

    def admit(self, *, is_test: bool = False) -> Credentials:
        """Let one more provider in."""
        return admit_provider(
            "Example Chat", self.writer.direct, SystemRandomness(), actor=ACTOR, is_test=is_test
        )

    def dismiss(self, credentials: Credentials) -> None:
        """Refuse a provider from now on."""
        dismiss_provider(credentials.username, self.writer.direct, actor=ACTOR)

    def row(self, number: int) -> ReportRow:
        """Return what is stored of a report."""
        row = self.reader.report(number)
        assert row is not None
        return row

    def opened(self, number: int) -> Report:
        """Return what a stored report says."""
        sealed = self.reader.sealed(number)
        assert sealed is not None
        return report_json.decode_report(self._opener.open(number, sealed).body)
