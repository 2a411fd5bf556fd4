"""`tipline sandbox`: a service to file reports with on this machine, all in memory."""

import asyncio
import json
import shlex
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click
import uvicorn

from tipline.bootstrap.sandbox import log_for_people, open_sandbox
from tipline.cli.called import called
from tipline.cli.filing.sandbox_http import SandboxHttp
from tipline.cli.options import json_option
from tipline.cli.serving.lifeline import stop_event
from tipline.cli.serving.openings import ListeningError, address_of, listen
from tipline.doors.sandbox import Sandbox, build_sandbox

_LOOPBACK: Final = "127.0.0.1"
_PORT: Final = 8090
_LONGEST: Final = 60


def _credential(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """Return a user name or password that HTTP Basic can carry."""
    if not value or ":" in value or not value.isprintable() or len(value) > _LONGEST:
        raise click.BadParameter("1 to 60 visible characters without a colon, please.")
    return value


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=_PORT,
    show_default=True,
    help="The port on 127.0.0.1; 0 takes any.",
)
@click.option("--username", default="sandbox", show_default=True, callback=_credential)
@click.option(
    "--password",
    default="sandbox",
    show_default=True,
    callback=_credential,
    help="Others on this machine can see it; it guards nothing real.",
)
@json_option
def sandbox(port: int, username: str, password: str, *, as_json: bool) -> None:
    """Run a service to try filing with, on this machine and in memory.

    It is the door of a hotline, for clients in XML and in JSON; what arrives is test data and is
    forgotten when it ends. Its page shows what arrived, what was wrong and how complete it was,
    and provokes faults. Ctrl-C or SIGTERM ends it.
    """
    log_for_people()
    parts = open_sandbox(username, password)
    with _listen(port) as listening:
        # Connections inherit it: asyncio leaves it to sockets that say their protocol, and an
        # answer would wait 40 ms for the acknowledgement of its head.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        address = f"http://{address_of(listening)}"
        announce = _announce_json if as_json else _announce
        asyncio.run(
            _serve(build_sandbox(parts), listening, lambda: announce(address, username, password))
        )
    sys.exit(0)


def _listen(port: int) -> socket.socket:
    """Return a socket of this machine only.

    Raises:
        ListeningError: the port is taken, or too low for this user.
    """
    try:
        return listen(_LOOPBACK, port)
    except ListeningError:
        raise ListeningError(
            f"Nothing can listen at {_LOOPBACK} port {port}: it is taken, or not for this user."
            " Another one with --port; --port 0 takes any that is free."
        ) from None


class _Server(uvicorn.Server):
    """Says when it is ready; signals are for whoever runs it."""

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
        """Leave the signals alone."""
        yield


async def _serve(app: Sandbox, listening: socket.socket, announce: Callable[[], None]) -> None:
    """Serve until asked to stop; who is kept waiting on purpose is let go."""
    config = uvicorn.Config(
        app,
        http=SandboxHttp,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, announce)
    stop = stop_event()
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    app.let_go()
    await serving
    stopping.cancel()


def _announce_json(address: str, username: str, password: str) -> None:
    """Print one line for programs."""
    found = {
        "url": address,
        "xml": f"{address}/ispws",
        "json": f"{address}/api/v1",
        "username": username,
        "password": password,
    }
    click.echo(json.dumps(found))
    sys.stdout.flush()


def _announce(address: str, username: str, password: str) -> None:
    """Say where it is, and what to do next."""
    click.echo(
        "The sandbox runs. It holds nothing real: all in memory, on this machine only.\n"
        f"  Its page               {address}/\n"
        f"  CyberTipline clients   {address}/ispws\n"
        f"  JSON                   {address}/api/v1\n"
        f"  User name, password    {username}, {password}\n"
        "\nIn another terminal:\n"
        f"  export TIPLINE_FILING_TO={address}/ispws\n"
        f"  export TIPLINE_FILING_USERNAME={shlex.quote(username)}\n"
        f"  export TIPLINE_FILING_PASSWORD={shlex.quote(password)}\n"
        f"  {called()} file examples/typical.xml --wait\n"
        "\nCtrl-C ends it, and everything is forgotten."
    )
    sys.stdout.flush()
