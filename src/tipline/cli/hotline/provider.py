"""`tipline provider`: the online services that may file reports."""

import os
from pathlib import Path

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.options import data_option, json_option
from tipline.config import read_settings
from tipline.services.admit_provider import admit_provider, dismiss_provider

_ACTOR = "service:command"


@click.group()
def provider() -> None:
    """Let online services file reports, and stop them again.

    Works while `tipline serve` runs; what is changed holds at once.
    """


@provider.command()
@click.argument("name")
@click.option("--test", "is_test", is_flag=True, help="Its reports are marked as tests.")
@data_option
@json_option
def add(name: str, *, is_test: bool, data: Path | None, as_json: bool) -> None:
    """Make credentials for the service NAME and print them, this once."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    for one in hotline.reader.providers():
        if one.name.casefold() == name.casefold() and not one.disabled:
            click.echo(
                f"A service of this name can file already, as {one.username}; this adds another."
                f" To stop that one: {called()} provider disable {one.username}",
                err=True,
            )
    credentials = admit_provider(
        name, hotline.writer(), bootstrap.system_randomness(), actor=_ACTOR, is_test=is_test
    )
    if as_json:
        click.echo(msgspec.json.encode(credentials))
        return
    click.echo(f"username  {credentials.username}\npassword  {credentials.password}")
    click.echo("The password is not stored and cannot be shown again.", err=True)


@provider.command(name="list")
@data_option
@json_option
def list_providers(data: Path | None, *, as_json: bool) -> None:
    """List the services, those that are disabled as well."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    found = hotline.reader.providers()
    if as_json:
        shown = [
            {
                "id": one.id,
                "name": one.name,
                "username": one.username,
                "test": one.is_test,
                "disabled": one.disabled,
            }
            for one in found
        ]
        click.echo(msgspec.json.encode(shown))
        return
    if not found:
        click.echo(f"No service can file yet. Let one in with: {called()} provider add NAME")
    width = max((len(one.username) for one in found), default=0)
    for one in found:
        marks = [
            word for word, holds in (("test", one.is_test), ("disabled", one.disabled)) if holds
        ]
        click.echo(f"{one.username:{width}}  {one.name}  {' '.join(marks)}".rstrip())


@provider.command()
@click.argument("username")
@data_option
def disable(username: str, *, data: Path | None) -> None:
    """Refuse the credentials of USERNAME from now on; its reports stay."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    dismiss_provider(username, hotline.writer(), actor=_ACTOR)
    click.echo(f"{username} can no longer file.")
