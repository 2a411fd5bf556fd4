"""`tipline serve`: a hotline on this machine, made on first start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from tipline import bootstrap
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option
from tipline.cli.serving.supervise import Child, Supervisor
from tipline.config import Settings, read_settings

_DOORS = ("all", "provider", "desk")


@click.command()
@data_option
@click.option("--host", help="The address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port (8000); 0 takes any.")
@click.option("--door", type=click.Choice(_DOORS), default="all", help="Which doors to open.")
@click.option("--demo", is_flag=True, help="Fill a hotline made now with made-up reports.")
def serve(data: Path | None, host: str | None, port: int | None, door: str, *, demo: bool) -> None:
    """Run a hotline on this machine.

    On first start the folder, the keys and the database are made and named. SIGTERM or Ctrl-C
    lets what has begun finish, and ends all processes within five seconds.
    """
    settings = read_settings(data, os.environ)
    created = bootstrap.create_hotline(settings)
    listening = socket.create_server(
        (host or settings.host, settings.port if port is None else port), backlog=1_024
    )
    address = f"http://{listening.getsockname()[0]}:{listening.getsockname()[1]}"
    folder = ["--data", str(settings.data)]
    fd = listening.fileno()
    children = [
        Child("writer", folder),
        Child("web", [*folder, "--fd", str(fd), "--door", door], pass_fds=(fd,)),
    ]
    supervisor = Supervisor(children)
    try:
        if not supervisor.start():
            click.echo("The hotline could not be started; what went wrong stands above.", err=True)
            sys.exit(PROBLEMS)
        _announce(settings, address, created=created)
        if demo and created:
            _fill(folder, listening.getsockname()[1])
        supervisor.watch()
    finally:
        supervisor.end()
    sys.exit(OK)


def _fill(folder: list[str], port: int) -> None:
    """Send made-up reports through the door that was just opened, and let somebody in to read."""
    program = [sys.executable, "-m", "tipline"]
    subprocess.run([*program, "demo", *folder, "--port", str(port)], check=False)  # noqa: S603
    click.echo("\nYour log-in at the desk:")
    subprocess.run([*program, "user", "add", "demo", "--role", "supervisor", *folder], check=False)  # noqa: S603


def _announce(settings: Settings, address: str, *, created: bool) -> None:
    if created:
        click.echo(
            f"New keys were made in {settings.keys}\n"
            "  KEEP A COPY ELSEWHERE. Without hotline.private no report can ever be read again.\n"
        )
    click.echo(
        f"The hotline runs, for trial and development. Its data is in {settings.data}\n"
        f"  CyberTipline clients   {address}/ispws\n"
        f"  JSON                   {address}/api/v1\n"
        f"  The desk               {address}/desk/\n"
        f"Let a service in with: tipline provider add NAME --data {settings.data}\n"
        f"Let a person in with:  tipline user add NAME --data {settings.data}\n"
        "Ctrl-C stops it."
    )
    sys.stdout.flush()
