"""`tipline serve`: a hotline on this machine, made on first start."""

import os
import socket
import sys
from pathlib import Path
from typing import Final

import click

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.exits import OK
from tipline.cli.options import data_option
from tipline.cli.passphrases import find_passphrase, passphrase_fd_option
from tipline.cli.serving.child import Child
from tipline.cli.serving.openings import address_of, listen
from tipline.cli.serving.supervise import Supervisor
from tipline.config import Mode, Settings, read_settings

_DOORS = ("all", "provider", "public", "desk")
_WITH_DESK: Final = frozenset({"all", "desk"})
_WITH_PROVIDERS: Final = frozenset({"all", "provider"})
_WITH_PUBLIC: Final = frozenset({"all", "public"})
_LOOPBACK: Final = "127.0.0.1"
_MOST_BY_DEFAULT: Final = 4
_file = click.Path(dir_okay=False, path_type=Path, resolve_path=True)


@click.command()
@data_option
@click.option("--host", help="The address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port (8000); 0 takes any.")
@click.option("--door", type=click.Choice(_DOORS), default="all", help="Which doors to open.")
@click.option("--tls-cert", type=_file, help="Serve TLS with this certificate and its chain.")
@click.option("--tls-key", type=_file, help="The private key of the certificate.")
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65_535),
    help="Let Prometheus read /metrics on 127.0.0.1: a port for each web process, from here on.",
)
@passphrase_fd_option
@click.option("--demo", is_flag=True, help="Fill a hotline made now with made-up reports.")
def serve(
    data: Path | None, door: str, passphrase_fd: int | None, *, demo: bool, **options: object
) -> None:
    """Run a hotline on this machine.

    On first start the folder, the keys and the database are made and named. SIGTERM or Ctrl-C
    lets what has begun finish, and ends all processes within five seconds.
    """
    stated = {name: str(value) for name, value in options.items() if value is not None}
    settings = read_settings(data, os.environ, stated, to_serve=True)
    created = bootstrap.create_hotline(settings)
    for file in bootstrap.shut_files(settings):
        click.echo(f"{file} was open to others on this machine; now only its owner opens it.")
    if created:
        _announce_keys(settings)
    bootstrap.refuse_unready(settings, demo=demo, public=door in _WITH_PUBLIC)
    _refuse_demo(settings, door, demo=demo)
    bootstrap.mail_gateway(settings, bootstrap.system_clock())  # says now what is wrong with it
    passphrase = find_passphrase(settings, passphrase_fd) if door in _WITH_DESK else None
    listening = listen(settings.host, settings.port)
    if bootstrap.is_served(settings):
        click.echo("Another serve has this folder; standing by.", err=True)
    metrics = [] if settings.metrics_port is None else _listen_for_prometheus(settings)
    supervisor = Supervisor(_children(settings, door, (listening, metrics), passphrase))
    try:
        if supervisor.start():
            _announce(settings, door, listening, metrics)
            if demo and created:
                _fill(supervisor, settings, listening.getsockname()[1])
            supervisor.watch()
    finally:
        listening.close()  # so that whoever comes now is refused, and not kept waiting
        supervisor.end()
    sys.exit(OK)


def _children(
    settings: Settings,
    door: str,
    sockets: tuple[socket.socket, list[socket.socket]],
    passphrase: str | None,
) -> list[Child]:
    """Return the processes to run, the one that writes first; only web ones get secrets."""
    folder = ["--data", str(settings.data)]
    listening, metrics = sockets
    arguments = [*folder, "--fd", str(listening.fileno()), "--door", door]
    if settings.tls_cert is not None and settings.tls_key is not None:
        arguments += ["--tls-cert", str(settings.tls_cert), "--tls-key", str(settings.tls_key)]
    post = Child("post", folder)
    webs: list[Child] = []
    for number in range(_web_processes(settings)):
        fds = [listening.fileno(), *(one.fileno() for one in metrics[number : number + 1])]
        own = ["--metrics-fd", str(fds[1])] if metrics else []
        webs.append(Child("web", [*arguments, *own], pass_fds=fds, secret=passphrase))
    return [Child("writer", folder), post, *webs]


def _web_processes(settings: Settings) -> int:
    """Return how many processes share the work; more than four would wait for the one writer."""
    return settings.web_processes or min(len(os.sched_getaffinity(0)), _MOST_BY_DEFAULT)


def _listen_for_prometheus(settings: Settings) -> list[socket.socket]:
    """Return a listening socket for the figures of each web process, on ports in a row."""
    first = settings.metrics_port or 0
    return [
        listen(_LOOPBACK, first + number if first else 0)
        for number in range(_web_processes(settings))
    ]


def _refuse_demo(settings: Settings, door: str, *, demo: bool) -> None:
    """Refuse to fill a hotline through a door that is not open, or that speaks TLS.

    Raises:
        click.UsageError: one of the options must go.
    """
    if demo and settings.tls_cert is not None:
        raise click.UsageError("--demo fills a hotline without TLS; leave one of the two out.")
    if demo and door not in _WITH_PROVIDERS:
        raise click.UsageError(f"--demo needs the provider door; leave out --door {door}.")


def _fill(supervisor: Supervisor, settings: Settings, port: int) -> None:
    """Send made-up reports through the door that was just opened, and let somebody in to read."""
    program = [sys.executable, "-m", "tipline"]
    folder = ["--data", str(settings.data)]
    if supervisor.run([*program, "demo", *folder, "--port", str(port)]):
        click.echo("\nYour log-in at the desk:")
        sys.stdout.flush()  # before the other program writes
        supervisor.run([*program, "user", "add", "demo", "--role", "supervisor", *folder])


def _announce_keys(settings: Settings) -> None:
    click.echo(
        f"New keys were made in {settings.keys}\n"
        f"  KEEP A COPY ELSEWHERE ({called()} keys export FILE). Without hotline.private no report"
        " can ever be read again.\n"
    )


def _announce(
    settings: Settings, door: str, listening: socket.socket, metrics: list[socket.socket]
) -> None:
    """Say that it runs, where its doors are, and what comes next."""
    scheme = "http" if settings.tls_cert is None else "https"
    address = f"{scheme}://{address_of(listening)}"
    trial = "" if settings.mode is Mode.PRODUCTION else ", for trial and development"
    click.echo(f"The hotline runs{trial}. Its data is in {settings.data}")
    if door in _WITH_PUBLIC:
        click.echo(f"  The public page        {address}/")
    if door in _WITH_PROVIDERS:
        click.echo(f"  CyberTipline clients   {address}/ispws")
        click.echo(f"  JSON                   {address}/api/v1")
    if door in _WITH_DESK:
        click.echo(f"  The desk               {address}/desk/")
    click.echo(f"  Up and ready?          {address}/readyz")
    for one in metrics:
        click.echo(f"  Prometheus             http://{address_of(one)}/metrics")
    click.echo(
        f"Let a service in with: {called()} provider add NAME --data {settings.data}\n"
        f"Let a person in with:  {called()} user add NAME --data {settings.data}\n"
        "Ctrl-C stops it."
    )
    sys.stdout.flush()
