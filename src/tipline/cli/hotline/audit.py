"""`tipline audit`: is the log whole, and proofs of it for outsiders."""

import os
import sys
from pathlib import Path

import click
import msgspec

from tipline import bootstrap
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option, json_option
from tipline.config import read_settings
from tipline.services import prove_audit


@click.group()
def audit() -> None:
    """Check the audit log, and prove its entries to outsiders.

    Every change and every reading of sealed content is an entry. `docs/verify_audit.py` checks
    what is written here without anything of ours.
    """


@audit.command()
@click.option(
    "--kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint kept elsewhere: tells whether the log was rolled back since.",
)
@data_option
@json_option
def verify(kept: Path | None, data: Path | None, *, as_json: bool) -> None:
    """Compute the whole log anew; ends with 1 if anything was changed."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    note = None if kept is None else hotline.read_checkpoint(kept.read_bytes())
    size = hotline.trail.head().size
    with click.progressbar(
        length=size, label="Reading", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        found = prove_audit.verify_log(
            hotline.trail, note, lambda done: bar.update(done - bar.pos)
        )
    good = found.whole and found.grown is not False
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo(f"{found.size:,} entries, root {found.root}")
        click.echo(f"In a checkpoint the root is {found.root_base64}")
        click.echo("The log is whole." if found.whole else "The log was changed: it is not whole.")
        if found.grown is not None:
            click.echo(
                "It begins with the kept checkpoint."
                if found.grown
                else "It does not begin with the kept checkpoint: entries were taken back."
            )
    sys.exit(OK if good else PROBLEMS)


@audit.command()
@click.argument("entry")
@data_option
def prove(entry: str, data: Path | None) -> None:
    """Print the proof of ENTRY: its number, or `report:17` for that report's first entry."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    first = [int(entry)] if entry.isdecimal() else hotline.trail.numbers_of(entry)[:1]
    name = hotline.settings.name
    click.echo(prove_audit.prove_entry(hotline.trail, hotline.signer(), name, *first or [-1]))


@audit.command()
@data_option
def checkpoint(data: Path | None) -> None:
    """Print the signed checkpoint; keep it, or have others keep it, outside this machine."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    note = prove_audit.sign_checkpoint(hotline.trail, hotline.signer(), hotline.settings.name)
    click.echo(note, nl=False)


@audit.command()
@data_option
def key(data: Path | None) -> None:
    """Print the public key that checks checkpoints: a line to publish for outsiders."""
    click.echo(bootstrap.open_hotline(read_settings(data, os.environ)).verifier_key())


@audit.command()
@data_option
def export(data: Path | None) -> None:
    """Print the whole log with its checkpoint, for `docs/verify_audit.py`."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    for line in prove_audit.export_log(hotline.trail, hotline.signer(), hotline.settings.name):
        click.echo(line)
