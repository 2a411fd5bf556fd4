"""`tipline user`: the people at the desk."""

import os
from pathlib import Path

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.options import data_option, json_option
from tipline.config import read_settings
from tipline.domain.desk import DeskRole
from tipline.services.desk.admit_user import (
    NewFactor,
    NewUser,
    admit_user,
    dismiss_user,
    reset_password,
    reset_second_factor,
)

_ACTOR = "service:command"


@click.group()
def user() -> None:
    """Let people work at the desk, and stop them again.

    Works while `tipline serve` runs; what is changed holds at once.
    """


@user.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in DeskRole]),
    default=DeskRole.ANALYST.value,
    show_default=True,
    help="An operator can open no report; a supervisor can also take reports from others.",
)
@data_option
@json_option
def add(name: str, role: str, data: Path | None, *, as_json: bool) -> None:
    """Let NAME work at the desk; print password and second factor, this once."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    made = admit_user(
        name,
        DeskRole(role),
        hotline.writer(),
        bootstrap.system_randomness(),
        hotline.passwords,
        hotline.second_factors,
        actor=_ACTOR,
    )
    _print(made, as_json=as_json)


@user.command(name="list")
@data_option
@json_option
def list_users(data: Path | None, *, as_json: bool) -> None:
    """List the people at the desk, those who can no longer come in as well."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    found = hotline.desk_reader.users()
    if as_json:
        shown = [
            {"id": one.id, "name": one.name, "role": one.role.value, "disabled": one.disabled}
            for one in found
        ]
        click.echo(msgspec.json.encode(shown))
        return
    if not found:
        click.echo(f"Nobody works at the desk yet. Let somebody in with: {called()} user add NAME")
    width = max((len(one.name) for one in found), default=0)
    for one in found:
        mark = "  disabled" if one.disabled else ""
        click.echo(f"{one.name:{width}}  {one.role.value}{mark}")


@user.command()
@click.argument("name")
@data_option
def disable(name: str, *, data: Path | None) -> None:
    """Let NAME in no more, from the next request on; what they worked on is given back."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    dismiss_user(name, hotline.writer(), actor=_ACTOR)
    click.echo(f"{name} can no longer come in.")


@user.command(name="reset-password")
@click.argument("name")
@data_option
@json_option
def reset_forgotten(name: str, *, data: Path | None, as_json: bool) -> None:
    """Give NAME a new one-time password, and print it, this once; their sessions end.

    For a forgotten password: at the next log-in they choose another. The second factor stays.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    made = reset_password(
        name, hotline.writer(), bootstrap.system_randomness(), hotline.passwords, actor=_ACTOR
    )
    if as_json:
        click.echo(msgspec.json.encode(made))
        return
    click.echo(f"name      {made.name}\npassword  {made.password}  (for the next time only)")
    click.echo("The password cannot be shown again.", err=True)


@user.command(name="reset-second-factor")
@click.argument("name")
@data_option
@json_option
def reset(name: str, *, data: Path | None, as_json: bool) -> None:
    """Give NAME a new second factor, and print it, this once; their sessions end."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    made = reset_second_factor(name, hotline.writer(), hotline.second_factors, actor=_ACTOR)
    _print(made, as_json=as_json)


def _print(made: NewUser | NewFactor, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(made))
        return
    click.echo(f"name      {made.name}")
    if isinstance(made, NewUser):
        click.echo(f"password  {made.password}  (for the first time only)")
    click.echo(f"secret    {made.secret}\nfor apps  {made.uri}")
    click.echo(
        "Put the secret into an authenticator now. Nothing of this can be shown again.", err=True
    )
