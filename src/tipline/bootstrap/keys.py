"""The key files of an installation: copied out, brought in, put under a passphrase."""

from pathlib import Path

from tipline.bootstrap.hotline import Hotline
from tipline.bootstrap.openness import make_files_private
from tipline.config import Settings
from tipline.domain.errors import KeysUnusableError


def export_keys(settings: Settings, target: Path, passphrase: str | None) -> None:
    """Write all keys to one new file."""
    from tipline.gateways import key_files  # noqa: PLC0415

    key_files.export_keys(settings.keys, target, passphrase)


def import_keys(settings: Settings, source: Path, passphrase: str | None) -> None:
    """Put exported keys into a folder that has none."""
    from tipline.gateways import key_files  # noqa: PLC0415

    make_files_private()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_files.import_keys(source, settings.keys, passphrase)


def needs_passphrase(settings: Settings) -> bool:
    """Tell whether the hotline's private key is protected by a passphrase."""
    from tipline.gateways import key_files  # noqa: PLC0415

    return key_files.needs_passphrase(settings.keys)


def check_passphrase(settings: Settings, passphrase: str) -> None:
    """Refuse a passphrase that does not open the hotline's private key."""
    from tipline.gateways import key_files  # noqa: PLC0415

    key_files.load_hotline_private(settings.keys, passphrase)


def protect_key(settings: Settings, old: str | None, new: str | None) -> None:
    """Put the hotline's private key under another passphrase, or none."""
    from tipline.gateways import key_files  # noqa: PLC0415

    key_files.protect_private(settings.keys, old, new)


def check_index_keys(hotline: Hotline) -> None:
    """Refuse keys under which nothing that is stored would be found, as of another day's export.

    Raises:
        KeysUnusableError: they are; with what to do.
    """
    row, ring = hotline.rotation_reader.rotation(), hotline.key_ring()
    if row is None:
        if (hotline.settings.keys / "identifiers.key").exists():
            raise KeysUnusableError(
                "The database is from before its identifiers got another key, and identifiers.key"
                " is from after it. Move that file aside, or restore a later copy."
            )
        return
    coming = ring.coming()
    there = {ring.present().fingerprint} | (set() if coming is None else {coming.fingerprint})
    if not {row.present, row.coming or row.present} <= there:
        raise KeysUnusableError(
            "Identifiers in the database are blind under another key than identifiers.key. Put"
            " the keys back that were exported last: tipline keys import."
        )
