"""`tipline outbox export`: what was sent and what came back, for legal process."""

import os
import sys
from pathlib import Path

import click
import msgspec

from tipline.cli.columns import counted
from tipline.cli.filing.account import ITEM, open_outbox, outbox_option
from tipline.cli.filing.say import event_words, moment, shown
from tipline.cli.options import Folder
from tipline.domain.moments import to_microseconds
from tipline.filing.export import Exported, open_item
from tipline.filing.keeper import Outbox
from tipline.filing.outbox.vault import PRIVATE, Preserver, is_locked, load_preserver


@click.command()
@click.argument("items", nargs=-1, required=True, type=ITEM, metavar="ITEM...")
@click.option(
    "--to",
    "folder",
    required=True,
    type=Folder(path_type=Path, file_okay=False),
    help="The folder to write into; it is made.",
)
@click.option("--reason", required=True, help="Why; it is kept in the history of each report.")
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"The preservation key ({PRIVATE}, in the folder of the outbox until you move it).",
)
@outbox_option
def export(
    items: tuple[int, ...], folder: Path, reason: str, key: Path | None, outbox: Path | None
) -> None:
    """Write reports as they were sent, with the service's receipts and their history.

    Three files for each: `item-N.xml` is the document byte for byte, `item-N-receipt.xml` the
    answer of the service (under 18 U.S.C. 2258A(h)(1) the notification to preserve), and
    `item-N.json` what happened when. They are readable: keep them where few can.
    """
    with open_outbox(outbox) as box:
        if not reason.strip():
            raise click.UsageError("Say why: --reason TEXT.")
        for number in items:  # before anything is opened: each opening is written down
            box.item(number)
            there = folder / f"item-{number}.xml"
            if there.exists():
                raise click.ClickException(f"{there} is there already; name another folder.")
        preserver = _preserver(box, key)
        found = [open_item(box, number, reason, preserver) for number in items]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in found:
            _write(folder, one, box)
    click.echo(f"{counted(len(found), 'report', 'reports')} written to {folder}.")


def _preserver(box: Outbox, key: Path | None) -> Preserver | None:
    file = key or box.folder / PRIVATE
    if not file.exists():
        return None
    passphrase = None
    if is_locked(file):
        if not sys.stdin.isatty():
            raise click.ClickException("The preservation key is locked: this takes a terminal.")
        passphrase = click.prompt("Passphrase of the preservation key", hide_input=True, err=True)
    return load_preserver(file, passphrase)


def _write(folder: Path, one: Exported, box: Outbox) -> None:
    name = f"item-{one.item.number}"
    _new(folder / f"{name}.xml", one.document)
    if one.receipt is not None:
        _new(folder / f"{name}-receipt.xml", one.receipt)
    owner = box.owner()
    record = {
        "report": shown(one.item, to_microseconds(box.clock.now())),
        "service": {"url": owner.base_url, "kind": owner.kind, "username": owner.username},
        "history": [{"at": moment(event.at), "what": event_words(event)} for event in one.events],
    }
    _new(folder / f"{name}.json", msgspec.json.format(msgspec.json.encode(record)))


def _new(file: Path, data: bytes) -> None:
    """Write a file that only its owner can read; one that is there already is left alone."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(data)
