"""`tipline process`: what `tipline serve` starts; not for people, and not in the help."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click
import uvloop

from tipline import bootstrap
from tipline.cli.passphrases import read_passphrase
from tipline.cli.serving.lifeline import stop_event
from tipline.config import read_settings

_SWITCH_SECONDS: Final = 0.0005

_data = click.option("--data", required=True, type=click.Path(path_type=Path))
_ready = click.option("--ready-fd", type=int, required=True)


@click.group(hidden=True)
def process() -> None:
    """Processes of `tipline serve`."""


@process.command()
@_data
@_ready
def writer(data: Path, ready_fd: int) -> None:
    """Apply operations to the store."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    _run(_until_stopped(hotline.run_writer, ready_fd))


@process.command()
@_data
@_ready
@click.option("--fd", type=int, required=True)
@click.option("--door", required=True)
@click.option("--metrics-fd", type=int)
@click.option("--passphrase-fd", type=int)
@click.option("--tls-cert")
@click.option("--tls-key")
def web(  # noqa: PLR0913 - one for each thing that is handed over
    data: Path,
    *,
    ready_fd: int,
    fd: int,
    door: str,
    metrics_fd: int | None,
    passphrase_fd: int | None,
    tls_cert: str | None,
    tls_key: str | None,
) -> None:
    """Serve the doors on sockets that are already open."""
    from tipline.cli.serving.web import Openings, serve_doors  # noqa: PLC0415 - the server only

    passphrase = None if passphrase_fd is None else read_passphrase(passphrase_fd)
    options = {"tls_cert": tls_cert, "tls_key": tls_key}
    hotline = bootstrap.open_hotline(read_settings(data, os.environ, options))
    openings = Openings(door, fd, metrics_fd, passphrase)

    async def run(stop: asyncio.Event, ready: Callable[[], None]) -> None:
        await serve_doors(hotline, openings, stop, ready)

    _run(_until_stopped(run, ready_fd))


@process.command()
@_data
@_ready
def post(data: Path, ready_fd: int) -> None:
    """Send the alerts and referrals that wait."""
    from tipline.cli.serving.post import keep_posting  # noqa: PLC0415 - it leaves only here

    hotline = bootstrap.open_hotline(read_settings(data, os.environ))

    async def run(stop: asyncio.Event, ready: Callable[[], None]) -> None:
        await keep_posting(hotline, stop, ready)

    _run(_until_stopped(run, ready_fd))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop: the same event loop as asyncio's, in C."""
    # The desk works on a thread of its own: it shall not wait 5 ms for its turn at every step.
    sys.setswitchinterval(_SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)


async def _until_stopped(
    run: Callable[[asyncio.Event, Callable[[], None]], Awaitable[None]], ready_fd: int
) -> None:
    """Run until a signal or the parent's death; say once when the work can begin."""

    def ready() -> None:
        with suppress(BrokenPipeError):  # the parent is gone, and the lifeline will say so
            os.write(ready_fd, b"ready")
        os.close(ready_fd)

    await run(stop_event(), ready)
