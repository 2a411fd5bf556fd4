"""`tipline process`: what `tipline serve` starts; not for people, and not in the help."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from tipline import bootstrap
from tipline.cli.serving.lifeline import stop_event
from tipline.config import read_settings

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
    asyncio.run(_until_stopped(hotline.run_writer, ready_fd))


@process.command()
@_data
@_ready
@click.option("--fd", type=int, required=True)
@click.option("--door", required=True)
def web(data: Path, ready_fd: int, fd: int, door: str) -> None:
    """Serve the doors on a socket that is already open."""
    from tipline.cli.serving.web import serve_doors  # noqa: PLC0415 - the server only here

    hotline = bootstrap.open_hotline(read_settings(data, os.environ))

    async def run(stop: asyncio.Event, ready: Callable[[], None]) -> None:
        await serve_doors(hotline, door, fd, stop, ready)

    asyncio.run(_until_stopped(run, ready_fd))


async def _until_stopped(
    run: Callable[[asyncio.Event, Callable[[], None]], Awaitable[None]], ready_fd: int
) -> None:
    """Run until a signal or the parent's death; say once when the work can begin."""

    def ready() -> None:
        os.write(ready_fd, b"ready")
        os.close(ready_fd)

    await run(stop_event(), ready)
