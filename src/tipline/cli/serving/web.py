"""The process that serves the doors: one HTTP server, each door under its own path."""

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from tipline.bootstrap import Hotline, system_randomness
from tipline.cli.serving.http import DoorHttp
from tipline.cli.serving.monitoring import FiguresApp, hotline_figures, watched
from tipline.config import Settings
from tipline.doors.provider import Doorway, ProviderDoor, build_app

_API: Final = "/api"
_DESK: Final = "/desk"
_ANSWER: Final = "/answer"
"""Where agencies answer referrals by their links; never logged: the link is the key."""
_PUBLIC: Final = re.compile(r"/|/leave|/assets/.*|/[a-z]{2,3}(-[A-Za-z]{2,4})?(/.*)?", re.DOTALL)
"""Paths of the public door: a language comes first on every page but the first."""

_HSTS: Final = ("Strict-Transport-Security", "max-age=31536000")


class Openings(NamedTuple):
    """What the process was handed: which door, sockets by descriptor, the desk's passphrase."""

    door: str
    fd: int
    metrics_fd: int | None = None
    passphrase: str | None = None


class _Server(uvicorn.Server):
    """Says when it is ready to serve; when it ends is for the caller, signals included."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: two servers in one process cannot both have them."""
        yield


async def serve_doors(
    hotline: Hotline, openings: Openings, stop: asyncio.Event, announce: Callable[[], None]
) -> None:
    """Serve on open sockets until asked to stop; requests that have begun are finished."""
    figures = None if openings.metrics_fd is None else hotline_figures(hotline)
    app, templates = _doors(hotline, openings.door, openings.passphrase)
    watch = watched(app, hotline, templates, figures)
    servers = [(_Server(_config(watch, hotline.settings), announce), openings.fd)]
    if figures is not None and openings.metrics_fd is not None:
        config = _config(FiguresApp(figures), None)
        servers.append((_Server(config, lambda: None), openings.metrics_fd))
    serving = [
        asyncio.create_task(server.serve(sockets=[socket.socket(fileno=fd)]))
        for server, fd in servers
    ]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((*serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    for server, _ in servers:
        server.should_exit = True
    await asyncio.gather(*serving)


def _config(app: ASGIApp, settings: Settings | None) -> uvicorn.Config:
    """Return how to serve an application; with the settings' certificate, if there is one."""
    certificate = settings.tls_cert if settings is not None else None
    return uvicorn.Config(
        app,
        http=DoorHttp,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a visitor's address is not wanted, whoever passes it on
        timeout_graceful_shutdown=2,
        ssl_certfile=certificate,
        ssl_keyfile=settings.tls_key if settings is not None else None,
        headers=[] if certificate is None else [_HSTS],
    )


def _doors(hotline: Hotline, door: str, passphrase: str | None) -> tuple[ASGIApp, list[str]]:
    """Return the doors asked for as one application, and the templates of their routes.

    Each process has only the keys it needs.
    """
    templates = list[str]()
    desk = public = None
    if door in {"all", "desk"}:
        from tipline.doors.desk.app import build_app as build_desk  # noqa: PLC0415
        from tipline.doors.desk.urls import urlpatterns as desk_urls  # noqa: PLC0415

        desk = Starlette(routes=[Mount(_DESK, build_desk(hotline, passphrase))])
        templates += [f"{_DESK}/{one.pattern}" for one in desk_urls]
    if door in {"all", "public"}:
        from tipline.doors.partner.app import build_app as build_partner  # noqa: PLC0415
        from tipline.doors.partner.urls import urlpatterns as partner_urls  # noqa: PLC0415
        from tipline.doors.public.app import build_app as build_public  # noqa: PLC0415
        from tipline.doors.public.urls import urlpatterns as public_urls  # noqa: PLC0415

        public = build_public(hotline)
        partner = Starlette(routes=[Mount(_ANSWER, build_partner(hotline))])
        public = _WithAnswers(public, partner)
        templates += [f"/{one.pattern}" for one in public_urls]
        templates += [f"{_ANSWER}/{one.pattern}" for one in partner_urls]
    if desk is not None and public is None:
        return desk, templates
    if public is not None and desk is None:
        return public, templates
    provider = _provider_door(hotline)
    templates += [str(getattr(route, "path", "")) for route in provider.routes]
    if desk is None or public is None:
        return provider, templates
    return _SideBySide(provider, desk, public), templates


def _provider_door(hotline: Hotline) -> Doorway:
    """Return the provider door with the parts of a hotline."""
    return build_app(
        ProviderDoor(
            writer=hotline.async_writer(),
            reader=hotline.reader,
            links=hotline.link_reader,
            sealer=hotline.sealer,
            index=hotline.index,
            clock=hotline.clock,
            randomness=system_randomness(),
            requests_per_minute=hotline.settings.requests_per_minute,
        )
    )


def _is_answer(path: str) -> bool:
    return path.startswith(_ANSWER + "/")


class _WithAnswers:
    """The public door, and the partner door under its own path."""

    def __init__(self, public: ASGIApp, partner: ASGIApp) -> None:
        self._public = public
        self._partner = partner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        door = self._partner if _is_answer(scope.get("path", "")) else self._public
        await door(scope, receive, send)


class _SideBySide:
    """Tells the doors' requests apart by their path, at no cost to the provider door.

    The provider door stands in front: it is the one with bursts, and it answers unknown paths.
    """

    def __init__(self, provider: ASGIApp, desk: ASGIApp, public: ASGIApp) -> None:
        self._provider = provider
        self._desk = desk
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI); start and end are the provider door's."""
        path = scope.get("path", "")
        door = self._provider
        if path.startswith(_DESK) and path[len(_DESK) :][:1] in {"", "/"}:
            door = self._desk
        elif not path.startswith(_API) and (_is_answer(path) or _PUBLIC.fullmatch(path)):
            door = self._public
        await door(scope, receive, send)
