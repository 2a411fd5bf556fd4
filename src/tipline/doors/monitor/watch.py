"""Stands around all doors of a process: answers the probes, has the rest counted."""

from time import perf_counter
from typing import Final

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tipline.doors.monitor.meter import Meter
from tipline.doors.monitor.probes import HEALTH, READINESS, Probes

_PATHS: Final = frozenset({HEALTH, READINESS})
_HEADERS: Final = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)


class Watch:
    """The application that a process serves; without a meter nothing is counted."""

    def __init__(self, app: ASGIApp, probes: Probes, meter: Meter | None = None) -> None:
        self._app = app
        self._probes = probes
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] in _PATHS:
            await self._probe(scope, send)
        elif self._meter is None:
            await self._app(scope, receive, send)
        else:
            await self._metered(scope, receive, send, self._meter)

    async def _metered(self, scope: Scope, receive: Receive, send: Send, meter: Meter) -> None:
        status = 0
        begun = perf_counter()

        # No coroutine of its own: that would cost as much as all the rest here.
        def noting(message: Message):  # type: ignore[no-untyped-def]  # noqa: ANN202
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            return send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            meter.note(scope, status, perf_counter() - begun)

    async def _probe(self, scope: Scope, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await _answer(send, 405, {}, extra=[(b"allow", b"GET, HEAD")])
        elif scope["path"] == HEALTH:
            await _answer(send, 200, {"healthy": True})
        else:
            missing = await self._probes.missing()
            found = {"ready": not missing, "missing": missing}
            await _answer(send, 503 if missing else 200, found)


async def _answer(
    send: Send,
    status: int,
    found: dict[str, object],
    extra: list[tuple[bytes, bytes]] | None = None,
) -> None:
    body = msgspec.json.encode(found)
    length = (b"content-length", str(len(body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*_HEADERS, length, *(extra or [])],
        }
    )
    await send({"type": "http.response.body", "body": body})
