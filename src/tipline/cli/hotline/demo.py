"""`tipline demo`: made-up reports through the real door of a running hotline."""

import os
import signal
from pathlib import Path
from typing import Final, NoReturn

import click

from tipline import bootstrap
from tipline.cli.options import data_option
from tipline.cli.progress import progress
from tipline.codecs.cybertipline import encode_report
from tipline.config import read_settings
from tipline.services.admit_provider import admit_provider, dismiss_provider
from tipline.services.make_demo import make_demo
from tipline.services.public.counter import PublicNumbers
from tipline.services.public.make_public_demo import make_public_demo

_ACTOR: Final = "service:command"
_BY_SIGNAL: Final = 128
_SERVICES_FOR_EACH_VISITOR: Final = 20


@click.command()
@click.option("--count", default=300, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--host", help="Where the hotline listens (as configured).")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port (as configured).")
@data_option
def demo(count: int, host: str | None, port: int | None, data: Path | None) -> None:
    """Send made-up, neutral reports to the hotline that runs here, through its provider door.

    One for every twenty is sent as members of the public do. Makes a provider named Demo for
    the others, and disables it at the end. Not for a hotline people rely on.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    settings = hotline.settings
    bootstrap.refuse_in_production(settings)
    address = (host or settings.host, port or settings.port)
    bootstrap.find_provider_door(*address)
    signal.signal(signal.SIGTERM, _leave)
    credentials = admit_provider(
        "Demo", hotline.writer(), bootstrap.system_randomness(), actor=_ACTOR
    )
    try:
        door = bootstrap.provider_door(*address, credentials.username, credentials.password)
        with progress("Filing") as passed:
            for done, report in enumerate(make_demo(count, hotline.clock.now()), start=1):
                door.file(encode_report(report))
                passed(done, count)
        door.close()
    finally:
        dismiss_provider(credentials.username, hotline.writer(), actor=_ACTOR)
    click.echo(f"{count} made-up reports were filed and finished.", err=True)
    _fill_public_form(hotline, max(1, count // _SERVICES_FOR_EACH_VISITOR))


def _fill_public_form(hotline: bootstrap.Hotline, count: int) -> None:
    """Send made-up reports through the public form's own use cases, and show a code to try."""
    counter = hotline.public_counter(hotline.public_site(), PublicNumbers())
    with progress("Public form") as passed:
        code = make_public_demo(count, counter, bootstrap.system_randomness(), passed)
    click.echo(f"{count} came through the public form. One of their codes: {code}", err=True)


def _leave(number: int, _frame: object) -> NoReturn:
    """End as a signal asks, but in order: no credentials stay behind."""
    raise SystemExit(_BY_SIGNAL + number)
