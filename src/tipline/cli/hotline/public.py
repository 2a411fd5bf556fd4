"""`tipline public`: the operator's side of the form for the public."""

import html
import os
import sys
from pathlib import Path
from typing import Final

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.hotline.readiness import Readiness, say_readiness
from tipline.cli.options import data_option, json_option
from tipline.config import Settings, SettingsError, read_settings
from tipline.config.public import (
    FOLDER,
    PublicSite,
    lacks,
    outdated,
    read_site,
    write_templates,
)

_WHY_A_LINK: Final = """\
Paste the line into your page as it stands. A link and never an iframe: inside a frame the leave
button cannot leave, the address bar hides whose form it is, and the page around it knows that
somebody reports. The form refuses to be framed."""


@click.group()
def public() -> None:
    """Set up the form for the public: one folder, `public`, in the data folder."""


@public.command()
@data_option
def init(data: Path | None) -> None:
    """Write the folder, with a template of each file that explains itself; overwrite nothing."""
    settings = read_settings(data, os.environ)
    done = write_templates(settings)
    for file in done.written:
        click.echo(f"wrote  {file}")
    for file in done.kept:
        click.echo(f"kept   {file}")
    click.echo(f"wrote  {_write_template_of_texts(settings)}")
    click.echo(
        f"See what is missing with: {called()} public check --data {settings.data}", err=True
    )


def _write_template_of_texts(settings: Settings) -> Path:
    """Write every text of the form of this version, for whoever translates it; always anew."""
    from tipline.doors.public.words import template_of_texts  # noqa: PLC0415

    file = settings.data / FOLDER / "translations" / "messages.pot"
    file.write_bytes(template_of_texts())
    file.chmod(0o600)
    return file


@public.command()
@data_option
@json_option
def check(data: Path | None, *, as_json: bool) -> None:
    """Say what is wrong with the form, and what is missing before it may go live.

    Ends with 0 if it is ready, and with 1 if anything is wrong or missing: then `tipline serve`
    does not start in production. Numbers that nobody checked for a year are a reminder alone.
    """
    settings = read_settings(data, os.environ)
    try:
        site = read_site(settings)
    except SettingsError as error:
        found = Readiness(wrong=error.problems)
    else:
        found = Readiness(
            missing=tuple(lacks(site, settings, untranslated)),
            old=tuple(outdated(site, bootstrap.system_clock().now().date())),
        )
    say_readiness(found, settings, as_json=as_json)
    sys.exit(OK if found.ready else PROBLEMS)


@public.command()
@click.option("--language", help="Open the form in this language, such as fr.")
@data_option
@json_option
def link(language: str | None, data: Path | None, *, as_json: bool) -> None:
    """Print a link to the form, to paste into another site."""
    settings = read_settings(data, os.environ)
    site = read_site(settings)
    if settings.public_url is None:
        raise click.UsageError(
            "Nobody said how people open the form. Add to tipline.toml:"
            ' public_url = "https://report.your-domain/"'
        )
    if language is not None and language not in site.languages:
        raise click.UsageError(f"The form speaks {', '.join(site.languages)}; take one of these.")
    address = address_in(settings.public_url, language)
    made = _anchor(address, language, site.name)
    if as_json:
        click.echo(msgspec.json.encode({"address": address, "html": made}))
        return
    click.echo(made)
    click.echo(_WHY_A_LINK, err=True)


def address_in(public_url: str, language: str | None) -> str:
    """Return where the form opens in a language."""
    return public_url if language is None else f"{public_url.rstrip('/')}/{language}/"


def untranslated(site: PublicSite, language: str) -> int:
    """Return how many texts of the form are not translated into a language; ours all are."""
    file = site.translations.get(language)
    if file is None:
        return 0
    from tipline.doors.public.words import untranslated as count  # noqa: PLC0415

    with file.open("rb") as opened:
        return count(opened)


def _anchor(address: str, language: str | None, name: str) -> str:
    """Return the link; its text is the hotline's name, which needs no translation."""
    href = html.escape(address)
    speaks = "" if language is None else f' hreflang="{language}"'
    return f'<a href="{href}"{speaks} rel="noreferrer">{html.escape(name)}</a>'
