"""The wiring: the only place that names concrete stores and gateways."""

import asyncio
from collections.abc import Callable
from functools import cached_property

from tipline.config import Settings
from tipline.domain.audit.checkpoint import Checkpoint
from tipline.domain.errors import FolderMissingError
from tipline.gateways.system_clock import SystemClock
from tipline.gateways.system_randomness import SystemRandomness
from tipline.ports.audit import AuditTrail, Signer
from tipline.ports.clock import Clock
from tipline.ports.sealing import BlindIndex, Opener, Sealer
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Reader, Writer


def system_clock() -> Clock:
    """Return the clock for real use."""
    return SystemClock()


def system_randomness() -> Randomness:
    """Return the random source for real use."""
    return SystemRandomness()


class Hotline:
    """One installation, wired up; each part is made when it is first asked for.

    So a process that only writes never reads a key, and a door never has the key that opens.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = system_clock()

    @cached_property
    def reader(self) -> Reader:
        """The store, to look into."""
        from tipline.stores.reading import DatabaseReader  # noqa: PLC0415

        return DatabaseReader()

    @cached_property
    def sealer(self) -> Sealer:
        """Seals reports with the public key."""
        from tipline.gateways.key_files import load_hotline_public  # noqa: PLC0415
        from tipline.gateways.sealing import HpkeSealer  # noqa: PLC0415

        return HpkeSealer(load_hotline_public(self.settings.keys))

    @cached_property
    def index(self) -> BlindIndex:
        """Blinds identifiers."""
        from tipline.gateways.key_files import load_blind_index  # noqa: PLC0415

        return load_blind_index(self.settings.keys)

    def opener(self, passphrase: str | None = None) -> Opener:
        """Return what opens reports; only for the desk and for commands of those who may."""
        from tipline.gateways.key_files import load_hotline_private  # noqa: PLC0415
        from tipline.gateways.sealing import HpkeOpener  # noqa: PLC0415

        return HpkeOpener(load_hotline_private(self.settings.keys, passphrase))

    @cached_property
    def trail(self) -> AuditTrail:
        """The audit log, to read."""
        from tipline.stores.audit_log import DatabaseTrail  # noqa: PLC0415

        return DatabaseTrail()

    def signer(self) -> Signer:
        """Return what signs checkpoints; for the operator's commands."""
        from tipline.gateways.checkpoint_keys import CheckpointSigner  # noqa: PLC0415
        from tipline.gateways.key_files import load_audit_private  # noqa: PLC0415

        return CheckpointSigner(load_audit_private(self.settings.keys), self.settings.name)

    def read_checkpoint(self, note: bytes) -> Checkpoint:
        """Return what a kept checkpoint says, if this hotline signed it."""
        from tipline.gateways.checkpoint_keys import verify_checkpoint  # noqa: PLC0415
        from tipline.gateways.key_files import load_audit_public  # noqa: PLC0415

        return verify_checkpoint(note, self.settings.name, load_audit_public(self.settings.keys))

    def writer(self) -> Writer:
        """Return the way to change the store from here: the running writer, or else directly."""
        from tipline.stores.writer.clients import DirectWriter, SocketWriter  # noqa: PLC0415

        served = SocketWriter(self.settings.writer_socket)
        return served if served.is_served() else DirectWriter(self.clock)

    async def run_writer(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Be the writer process until asked to stop."""
        from tipline.stores.writer.server import run_writer  # noqa: PLC0415

        await run_writer(self.settings.writer_socket, self.clock, stop, ready)


def create_hotline(settings: Settings) -> bool:
    """Make folder, keys and database where they are missing; tell whether the keys are new.

    Raises:
        KeysUnusableError: the key folder holds some keys and not others.
    """
    from tipline.gateways.key_files import create_keys  # noqa: PLC0415
    from tipline.stores.database import migrate  # noqa: PLC0415

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    created = create_keys(settings.keys)
    _configure(settings)
    migrate()
    return created


def open_hotline(settings: Settings) -> Hotline:
    """Return an installation that exists already.

    Raises:
        FolderMissingError: there is no hotline in this folder yet.
    """
    if not settings.data.is_dir():
        raise FolderMissingError
    _configure(settings)
    return Hotline(settings)


def _configure(settings: Settings) -> None:
    from django.conf import settings as django_settings  # noqa: PLC0415

    from tipline.stores.database import (  # noqa: PLC0415
        configure,
        postgresql_settings,
        sqlite_settings,
    )

    if django_settings.configured:
        return
    if settings.database_url is not None:
        configure(postgresql_settings(settings.database_url))
    else:
        configure(sqlite_settings(settings.data))
