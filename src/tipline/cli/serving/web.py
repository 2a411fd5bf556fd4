"""The process that serves the doors: one HTTP server, each door under its own path."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from tipline.bootstrap import Hotline, system_randomness
from tipline.doors.provider import ProviderDoor, build_app


class _Server(uvicorn.Server):
    """Says when it is ready to serve."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()


async def serve_doors(
    hotline: Hotline, door: str, fd: int, stop: asyncio.Event, announce: Callable[[], None]
) -> None:
    """Serve on an open socket until asked to stop; requests that have begun are finished."""
    config = uvicorn.Config(
        _doors(hotline, door),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, announce)
    serving = asyncio.create_task(server.serve(sockets=[socket.socket(fileno=fd)]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving


def _doors(hotline: Hotline, door: str) -> ASGIApp:
    """Return the doors asked for as one application; each process has only the keys it needs."""
    routes: list[BaseRoute] = []
    if door in {"all", "desk"}:
        from tipline.doors.desk.app import build_app as build_desk  # noqa: PLC0415

        routes.append(Mount("/desk", build_desk(hotline)))
    if door == "desk":
        return Starlette(routes=routes)
    provider = build_app(
        ProviderDoor(
            writer=hotline.async_writer(),
            reader=hotline.reader,
            sealer=hotline.sealer,
            index=hotline.index,
            clock=hotline.clock,
            randomness=system_randomness(),
        )
    )
    if not routes:
        return provider
    routes.append(Mount("/", provider))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with provider.lifespan():
            yield

    return Starlette(routes=routes, lifespan=lifespan)
