"""`tipline demo`: made-up reports through the real door of a running hotline."""

import os
from pathlib import Path

import click

from tipline import bootstrap
from tipline.cli.options import data_option
from tipline.cli.progress import progress
from tipline.codecs.cybertipline import encode_report
from tipline.config import read_settings
from tipline.services.admit_provider import admit_provider
from tipline.services.make_demo import make_demo


@click.command()
@click.option("--count", default=300, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--host", help="Where the hotline listens (as configured).")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port (as configured).")
@data_option
def demo(count: int, host: str | None, port: int | None, data: Path | None) -> None:
    """Send made-up, neutral reports to the hotline that runs here, through its provider door.

    Makes a provider named Demo for them. Not for a hotline people rely on.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    settings = hotline.settings
    bootstrap.refuse_in_production(settings)
    credentials = admit_provider(
        "Demo", hotline.writer(), bootstrap.system_randomness(), actor="service:command"
    )
    door = bootstrap.provider_door(
        host or settings.host, port or settings.port, credentials.username, credentials.password
    )
    with progress("Filing") as passed:
        for done, report in enumerate(make_demo(count, hotline.clock.now()), start=1):
            door.file(encode_report(report))
            passed(done, count)
    door.close()
    click.echo(f"{count} made-up reports were filed and finished.", err=True)
