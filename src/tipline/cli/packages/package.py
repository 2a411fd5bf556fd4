"""`tipline package`: is a package genuine and whole."""

import sys
from pathlib import Path

import click
import msgspec

from tipline import bootstrap
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import json_option
from tipline.codecs.package import open_bundle

_MOST_BYTES = 512 << 20


@click.group()
def package() -> None:
    """Look at referral packages; needs no hotline and opens no encryption.

    `docs/verify_package.py` checks the same without anything of ours.
    """


@package.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The hotline's public key (PEM), from somebody you trust. Without it, the key in the"
    " package is asked, which says only that the package is whole.",
)
@json_option
def verify(file: Path, key: Path | None, *, as_json: bool) -> None:
    """Check FILE, a package that is not encrypted; ends with 1 if it is not genuine."""
    with file.open("rb") as source:
        opened = open_bundle(source.read(_MOST_BYTES))
    public_pem = opened.public_pem if key is None else key.read_bytes()
    good = bootstrap.is_package_signed(opened.signed, opened.signature, public_pem)
    manifest = opened.manifest
    if as_json:
        said = {"signed": good, "key_given": key is not None, "manifest": manifest}
        click.echo(msgspec.json.encode(said))
    else:
        test = ", a test" if manifest.is_test else ""
        click.echo(f"Referral {manifest.referral}, version {manifest.version}{test}")
        click.echo(f"{len(manifest.documents)} documents, each as the manifest says.")
        click.echo(_verdict(good=good, given=key is not None))
    sys.exit(OK if good else PROBLEMS)


def _verdict(*, good: bool, given: bool) -> str:
    if not good:
        return "NOT GENUINE: the manifest was not signed with this key."
    if given:
        return "Genuine: signed with this key."
    return "Signed with the key inside. Who that is, only a key from elsewhere tells: --key"
