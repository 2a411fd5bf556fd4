"""The wiring: the only place that names concrete stores and gateways."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tipline.config import Mode, Settings, check_production
from tipline.domain.errors import (
    FolderMissingError,
    KeysUnusableError,
    NotInProductionError,
    SchemaOutdatedError,
)
from tipline.gateways.system_clock import SystemClock

# Types only: a command that needs just the clock should not wait for the rest.
if TYPE_CHECKING:
    import asyncio

    from tipline.domain.audit.checkpoint import Checkpoint
    from tipline.ports.audit import AuditTrail, Signer
    from tipline.ports.clock import Clock
    from tipline.ports.desk import DeskReader, Passwords, SecondFactors
    from tipline.ports.gateways import ProviderGateway
    from tipline.ports.outgoing import MailGateway
    from tipline.ports.reports import BatchWriter, Ledger, Listing
    from tipline.ports.sealing import BlindIndex, Opener, Sealer
    from tipline.ports.secrets import Randomness
    from tipline.ports.stores import AwaitableWriter, Reader, Writer
    from tipline.services.deliver_outbox import Post
    from tipline.stores.writer.figures import BatchFigures


def system_clock() -> "Clock":
    """Return the clock for real use."""
    return SystemClock()


def system_randomness() -> "Randomness":
    """Return the random source for real use."""
    from tipline.gateways.system_randomness import SystemRandomness  # noqa: PLC0415

    return SystemRandomness()


class Hotline:
    """One installation, wired up; each part is made when it is first asked for.

    So a process that only writes never reads a key, and a door never has the key that opens.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = system_clock()

    @cached_property
    def reader(self) -> "Reader":
        """The store, to look into."""
        from tipline.stores.reading import DatabaseReader  # noqa: PLC0415

        return DatabaseReader()

    @cached_property
    def sealer(self) -> "Sealer":
        """Seals reports with the public key."""
        from tipline.gateways.key_files import load_hotline_public  # noqa: PLC0415
        from tipline.gateways.sealing import HpkeSealer  # noqa: PLC0415

        return HpkeSealer(load_hotline_public(self.settings.keys))

    @cached_property
    def index(self) -> "BlindIndex":
        """Blinds identifiers."""
        from tipline.gateways.key_files import load_blind_index  # noqa: PLC0415

        return load_blind_index(self.settings.keys)

    def opener(self, passphrase: str | None = None) -> "Opener":
        """Return what opens reports; only for the desk and for commands of those who may."""
        from tipline.gateways.key_files import load_hotline_private  # noqa: PLC0415
        from tipline.gateways.sealing import HpkeOpener  # noqa: PLC0415

        return HpkeOpener(load_hotline_private(self.settings.keys, passphrase))

    @property
    def can_open(self) -> bool:
        """Whether the private key is on this machine."""
        return (self.settings.keys / "hotline.private").exists()

    @cached_property
    def desk_reader(self) -> "DeskReader":
        """The desk's shelves and people, to look at."""
        from tipline.stores.desk.reading import DatabaseDeskReader  # noqa: PLC0415

        return DatabaseDeskReader()

    @cached_property
    def passwords(self) -> "Passwords":
        """Checks people's passwords."""
        from tipline.gateways.passwords import Argon2Passwords  # noqa: PLC0415

        return Argon2Passwords()

    @cached_property
    def second_factors(self) -> "SecondFactors":
        """Checks people's one-time codes."""
        from tipline.gateways.one_time_codes import OneTimeCodes  # noqa: PLC0415

        return OneTimeCodes(self.desk_key("second factors"), self.settings.name)

    def outbox_waiting(self) -> int:
        """Return how many messages wait to leave."""
        from tipline.stores.outbox.reading import DatabaseOutboxReader  # noqa: PLC0415

        return DatabaseOutboxReader().waiting()

    def desk_key(self, purpose: str) -> bytes:
        """Return a key of the desk for one purpose."""
        from tipline.gateways.desk_key import derived_key, load_desk_key  # noqa: PLC0415

        return derived_key(load_desk_key(self.settings.keys), purpose)

    @cached_property
    def trail(self) -> "AuditTrail":
        """The audit log, to read."""
        from tipline.stores.audit_log import DatabaseTrail  # noqa: PLC0415

        return DatabaseTrail()

    def signer(self) -> "Signer":
        """Return what signs checkpoints; for the operator's commands."""
        from tipline.gateways.checkpoint_keys import CheckpointSigner  # noqa: PLC0415
        from tipline.gateways.key_files import load_audit_private  # noqa: PLC0415

        return CheckpointSigner(load_audit_private(self.settings.keys), self.settings.name)

    def read_checkpoint(self, note: bytes) -> "Checkpoint":
        """Return what a kept checkpoint says, if this hotline signed it."""
        from tipline.gateways.checkpoint_keys import verify_checkpoint  # noqa: PLC0415
        from tipline.gateways.key_files import load_audit_public  # noqa: PLC0415

        return verify_checkpoint(note, self.settings.name, load_audit_public(self.settings.keys))

    def writer(self) -> "Writer":
        """Return the way to change the store from here: the running writer, or else directly."""
        from tipline.stores.writer.clients import DirectWriter, SocketWriter  # noqa: PLC0415

        served = SocketWriter(self.settings.writer_socket)
        return served if served.is_served() else DirectWriter(self.clock)

    def async_writer(self) -> "AwaitableWriter":
        """Return the way to the writer process for an async door."""
        from tipline.stores.writer.clients import AsyncWriter  # noqa: PLC0415

        return AsyncWriter(self.settings.writer_socket)

    @cached_property
    def listing(self) -> "Listing":
        """All reports, to list by what may be read without a key."""
        from tipline.stores.reports.listing import DatabaseListing  # noqa: PLC0415

        return DatabaseListing()

    @cached_property
    def ledger(self) -> "Ledger":
        """Which documents were imported already."""
        from tipline.stores.reports.ledger import DatabaseLedger  # noqa: PLC0415

        return DatabaseLedger()

    def post(self, mail: "MailGateway") -> "Post":
        """Return what it takes to deliver alerts, through the running writer."""
        from tipline.services.deliver_outbox import Post  # noqa: PLC0415
        from tipline.stores.writer.clients import SocketWriter  # noqa: PLC0415

        return Post(
            writer=SocketWriter(self.settings.writer_socket),
            mail=mail,
            randomness=system_randomness(),
            clock=self.clock,
            name=self.settings.name,
            desk_url=self.settings.desk_url,
        )

    def batch_writer(self) -> "BatchWriter":
        """Return the way to make many changes at once: as `writer` does for one."""
        from tipline.stores.writer.batches import DirectBatches, SocketBatches  # noqa: PLC0415
        from tipline.stores.writer.clients import SocketWriter  # noqa: PLC0415

        socket = self.settings.writer_socket
        served = SocketWriter(socket).is_served()
        return SocketBatches(socket) if served else DirectBatches(self.clock)

    def back_up(self, target: Path, passed: Callable[[int, int], None]) -> None:
        """Write a sealed copy of the whole store to a new file; it appears only when whole."""
        from tipline.gateways.key_files import load_hotline_public  # noqa: PLC0415
        from tipline.gateways.sealed_stream import SealingWriter, new_file  # noqa: PLC0415
        from tipline.stores.portable import dump_store  # noqa: PLC0415

        public_key = load_hotline_public(self.settings.keys)
        with new_file(target) as file:
            writer = SealingWriter(file, public_key)
            dump_store(writer.write, passed)
            writer.close()

    def restore(
        self, source: Path, passed: Callable[[int, int], None], passphrase: str | None = None
    ) -> int:
        """Fill the empty store from a sealed copy; return how many audit entries it has."""
        from tipline.gateways.key_files import load_hotline_private  # noqa: PLC0415
        from tipline.gateways.sealed_stream import open_stream  # noqa: PLC0415
        from tipline.stores.portable import load_store  # noqa: PLC0415

        private_key = load_hotline_private(self.settings.keys, passphrase)
        with source.open("rb") as file:
            return load_store(open_stream(file, private_key), passed)

    async def run_writer(self, stop: "asyncio.Event", ready: Callable[[], None]) -> None:
        """Be the writer process until asked to stop."""
        from tipline.stores.writer.figures import BatchCounter  # noqa: PLC0415
        from tipline.stores.writer.server import run_writer  # noqa: PLC0415

        counter = BatchCounter(self.settings.writer_figures)
        await run_writer(self.settings.writer_socket, self.clock, stop, ready, counter.note)
        counter.close()

    def batch_figures(self) -> "BatchFigures | None":
        """Return what the running writer counted of its batches."""
        from tipline.stores.writer.figures import read_figures  # noqa: PLC0415

        return read_figures(self.settings.writer_figures)


def create_hotline(settings: Settings) -> bool:
    """Make folder, keys and database where they are missing; tell whether the keys are new.

    Raises:
        KeysUnusableError: some keys are missing, or all are and the database is in use: new ones
            could not open what is there.
    """
    from tipline.gateways.key_files import create_keys  # noqa: PLC0415
    from tipline.stores.audit_log import read_head  # noqa: PLC0415
    from tipline.stores.database import migrate  # noqa: PLC0415

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _configure(settings)
    migrate()
    if read_head().size and not settings.keys.exists():
        raise KeysUnusableError(
            f"The database is in use, but {settings.keys} is missing: bring it back, or"
            " `tipline keys import` an export of it."
        )
    return create_keys(settings.keys)


def prepare_restore(settings: Settings) -> Hotline:
    """Return an installation to restore into: with its keys, and an empty database.

    Raises:
        KeysUnusableError: there are no keys; import them first.
    """
    from tipline.gateways.key_files import load_hotline_public  # noqa: PLC0415
    from tipline.stores.database import migrate  # noqa: PLC0415

    load_hotline_public(settings.keys)
    _configure(settings)
    migrate()
    return Hotline(settings)


def export_keys(settings: Settings, target: Path, passphrase: str | None) -> None:
    """Write all keys to one new file."""
    from tipline.gateways import key_files  # noqa: PLC0415

    key_files.export_keys(settings.keys, target, passphrase)


def import_keys(settings: Settings, source: Path, passphrase: str | None) -> None:
    """Put exported keys into a folder that has none."""
    from tipline.gateways import key_files  # noqa: PLC0415

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_files.import_keys(source, settings.keys, passphrase)


def needs_passphrase(settings: Settings) -> bool:
    """Tell whether the hotline's private key is protected by a passphrase."""
    from tipline.gateways import key_files  # noqa: PLC0415

    return key_files.needs_passphrase(settings.keys)


def protect_key(settings: Settings, old: str | None, new: str | None) -> None:
    """Put the hotline's private key under another passphrase, or none."""
    from tipline.gateways import key_files  # noqa: PLC0415

    key_files.protect_private(settings.keys, old, new)


def refuse_unready(settings: Settings, *, demo: bool) -> None:
    """Stop a hotline people rely on from starting while something is missing, naming each lack.

    Raises:
        SettingsError: in production; everything that is missing, with what to do.
        CertificateUnusableError: clients would refuse the certificate, or it is not the key's.
    """
    from tipline.gateways.certificates import check_certificate  # noqa: PLC0415
    from tipline.services.desk.count_administrators import (  # noqa: PLC0415
        count_administrators,
    )

    count = count_administrators(Hotline(settings).desk_reader)
    check_production(settings, count, demo=demo)
    if settings.tls_cert is not None and settings.tls_key is not None:
        check_certificate(settings.tls_cert, settings.tls_key, system_clock().now())


def open_hotline(settings: Settings) -> Hotline:
    """Return an installation that exists already.

    Raises:
        FolderMissingError: there is no hotline in this folder yet.
        SchemaOutdatedError: the database is of another version, or was never set up.
    """
    from tipline.stores.database import is_current  # noqa: PLC0415

    if not settings.data.is_dir():
        raise FolderMissingError
    _configure(settings)
    if not is_current():
        raise SchemaOutdatedError
    return Hotline(settings)


def refuse_in_production(settings: Settings) -> None:
    """Stop what is for trials only.

    Raises:
        NotInProductionError: this is a hotline people rely on.
    """
    if settings.mode is Mode.PRODUCTION:
        raise NotInProductionError


def mail_gateway(settings: Settings, clock: "Clock") -> "MailGateway | None":
    """Return the way to the mail server; None if there is none in the settings.

    Raises:
        SettingsError: the file with its password cannot be used.
    """
    if settings.smtp_host is None or settings.mail_from is None:
        return None
    from tipline.config.mail import PORTS, Security  # noqa: PLC0415
    from tipline.config.passwords import read_password  # noqa: PLC0415
    from tipline.gateways.mail.smtp import SmtpMail, SmtpServer  # noqa: PLC0415

    file, security = settings.smtp_password_file, settings.smtp_security
    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[security],
        starttls=security is Security.STARTTLS,
        tls=security is Security.TLS,
        username=settings.smtp_username,
        password=None if file is None else read_password(file),
    )
    return SmtpMail(server, settings.mail_from, settings.alert_to, clock)


def provider_door(host: str, port: int, username: str, password: str) -> "ProviderGateway":
    """Return a provider's connection to a door."""
    from tipline.gateways.provider_http import ProviderHttp  # noqa: PLC0415

    return ProviderHttp(host, port, username, password)


def _configure(settings: Settings) -> None:
    from django.conf import settings as django_settings  # noqa: PLC0415

    from tipline.gateways.logs import set_up_logs  # noqa: PLC0415
    from tipline.stores.database import (  # noqa: PLC0415
        configure,
        postgresql_settings,
        sqlite_settings,
    )

    if django_settings.configured:
        return
    set_up_logs(as_json=settings.mode is Mode.PRODUCTION)
    if settings.database_url is not None:
        configure(postgresql_settings(settings.database_url))
    else:
        configure(sqlite_settings(settings.data))
