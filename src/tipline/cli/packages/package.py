"""`tipline package`: is a package genuine and whole."""

import re
import sys
from pathlib import Path

import click
import msgspec

from tipline import bootstrap
from tipline.cli.exits import OK, PROBLEMS, UNPROVEN
from tipline.cli.options import json_option
from tipline.codecs.package import MOST_ZIPPED, Opened, check_bundle

_KEY = re.compile(rb"-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", re.DOTALL)


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
    help="The hotline's public key (PEM), from somebody you trust.",
)
@json_option
def verify(file: Path, key: Path | None, *, as_json: bool) -> None:
    """Check FILE, a package that is not encrypted.

    Ends with 0 if it is whole and signed with the key, and with 1 if not. Without a key it ends
    with 3 at best: the signature is then only as good as the key inside, and whoever makes a false
    package puts in a key of their own.
    """
    with file.open("rb") as source:
        opened = check_bundle(source.read(MOST_ZIPPED + 1))
    given = None if key is None else key.read_bytes()
    status, verdict = _verdict(opened, given)
    manifest = opened.manifest
    if as_json:
        said = {
            "signed": status != PROBLEMS,
            "genuine": status == OK,
            "key_given": key is not None,
            "verdict": verdict,
            "manifest": manifest,
        }
        click.echo(msgspec.json.encode(said))
    else:
        test = ", a test" if manifest.is_test else ""
        click.echo(f"Referral {manifest.referral}, version {manifest.version}{test}")
        click.echo(f"{len(manifest.documents)} documents, each as the manifest says.")
        click.echo(verdict)
    sys.exit(status)


def _verdict(opened: Opened, given: bytes | None) -> tuple[int, str]:
    """Return the exit status, and what was found in a sentence."""
    public_pem = opened.public_pem if given is None else given
    if not bootstrap.is_package_signed(opened.signed, opened.signature, public_pem):
        return PROBLEMS, "NOT GENUINE: the manifest was not signed with this key."
    if given is None:
        return UNPROVEN, (
            "NOT PROVEN: signed with the key inside, and only as good as that key. Get the"
            " hotline's key from somebody you trust: --key"
        )
    if _key(given) != _key(opened.public_pem):
        return PROBLEMS, "NOT GENUINE: the key inside is another than this one."
    return OK, "Genuine: signed with this key."


def _key(pem: bytes) -> bytes | None:
    """Return a key without what stands around it and between its lines."""
    found = _KEY.search(pem)
    return None if found is None else b"".join(found[1].split())
