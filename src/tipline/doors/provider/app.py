"""The provider door as one ASGI application: its routes, and an answer to everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope, Send

from tipline.domain.errors import StoreUnavailableError, TiplineError
from tipline.doors.monitor import REFUSAL
from tipline.doors.provider import api, ispws
from tipline.doors.provider.ispws.endpoints import BASE as XML_BASE
from tipline.doors.provider.reception import ProviderDoor, Reception
from tipline.doors.provider.refusals import (
    MethodRefusedError,
    PathUnknownError,
    RequestInvalidError,
)
from tipline.gateways.logs.places import place_of
from tipline.ports.secrets import Randomness

_log: Final = structlog.get_logger(__name__)
_ID_BYTES: Final = 16
_NOT_FOUND: Final = 404
_MARKS: Final = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)


def build_app(door: ProviderDoor) -> "Doorway":
    """Return the application; it serves /ispws and /api, and every other path is unknown."""
    reception = Reception(door)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        reception.close()

    app = Starlette(
        routes=[*ispws.routes(reception), *api.routes(reception)],
        exception_handlers={
            TiplineError: _refuse,
            HTTPException: _refuse_route,
            Exception: _refuse,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Doorway(app, door.randomness)


class Doorway:
    """Marks every answer, and lets no error out: whatever happens is answered or over.

    A traceback could quote a report, so only an error's type and place are logged.
    """

    def __init__(self, app: Starlette, randomness: Randomness) -> None:
        self._app = app
        self._randomness = randomness

    def lifespan(self) -> AbstractAsyncContextManager[object]:
        """Return what must be entered while this door serves inside another application."""
        return self._app.router.lifespan_context(self._app)

    @property
    def routes(self) -> list[BaseRoute]:
        """All routes of this door; tests of rights and headers walk them."""
        return self._app.routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._randomness.random_bytes(_ID_BYTES).hex()
        marks = [(b"request-id", request_id.encode()), *_MARKS]

        begun = False

        async def send_marked(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *marks]
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        except asyncio.CancelledError:
            # The server ends before this was finished: nobody knows what became of it.
            if not begun:
                unknown = _refusal_at(scope["path"], StoreUnavailableError())
                await unknown(scope, receive, send_marked)
            raise
        except ClientDisconnect:
            _log.info("client_gone", request_id=request_id)
        except Exception as error:  # noqa: BLE001 - it was answered; see the class
            _log.error("request_failed", request_id=request_id, **place_of(error))


async def _refuse(request: Request, error: Exception) -> Response:
    """Answer an error in the language of the path, and leave it for whoever counts."""
    request.scope[REFUSAL] = error
    return _refusal_at(request.scope["path"], error)


def _refusal_at(path: str, error: Exception) -> Response:
    if path == XML_BASE or path.startswith(f"{XML_BASE}/"):
        return ispws.refusal(error)
    return api.refusal(error)


def malformed_answer(path: str, randomness: Randomness) -> Response:
    """Return the answer, with its marks, to what the server cannot read as HTTP."""
    error = RequestInvalidError("This is no HTTP request (RFC 9112).", {"Connection": "close"})
    response = _refusal_at(path, error)
    request_id = randomness.random_bytes(_ID_BYTES).hex()
    response.raw_headers += [(b"request-id", request_id.encode()), *_MARKS]
    return response


async def _refuse_route(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    headers = getattr(error, "headers", None)
    known = getattr(error, "status_code", _NOT_FOUND) != _NOT_FOUND
    return await _refuse(
        request, MethodRefusedError(headers=headers) if known else PathUnknownError()
    )
