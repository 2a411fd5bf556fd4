"""One installation, wired up: its parts, each with the concrete class that fills it."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tipline.bootstrap.surroundings import system_clock, system_randomness
from tipline.config import Settings
from tipline.domain.moments import in_microseconds

# Types only: a process should load what it uses.
if TYPE_CHECKING:
    import asyncio

    from tipline.config.public import PublicSite
    from tipline.domain.audit.checkpoint import Checkpoint
    from tipline.ports.audit import AuditTrail, Signer
    from tipline.ports.desk import CaseReader, DeskReader, Passwords, SecondFactors
    from tipline.ports.linking import LinkReader
    from tipline.ports.linking.bulk import BulkStore
    from tipline.ports.linking.components import ComponentEngine
    from tipline.ports.outgoing import MailGateway
    from tipline.ports.public import ConversationReader, NoteSealer, VisitKeys, VisitReader
    from tipline.ports.referrals.readers import ReferredReader
    from tipline.ports.reports import BatchWriter, Ledger, Listing
    from tipline.ports.rotation import KeyRing, RotationReader
    from tipline.ports.sealing import Blinder, BlindIndex, Opener, Sealer
    from tipline.ports.stores import AwaitableWriter, Reader, Writer
    from tipline.services.deliver_outbox import Post
    from tipline.services.public.counter import Counter, PublicNumbers
    from tipline.stores.writer.figures import BatchFigures


class Spark(NamedTuple):
    """Where Spark runs, how much memory it may take, and a folder that all its workers see."""

    master: str
    memory: str
    folder: Path


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
        """Has the keys that identifiers are blind under, and sees it when they change."""
        from tipline.gateways.key_files import FolderIndex  # noqa: PLC0415

        return FolderIndex(self.settings.keys)

    @cached_property
    def ledger_index(self) -> "Blinder":
        """Blinds imported documents; its key never changes."""
        from tipline.gateways.key_files import load_ledger_index  # noqa: PLC0415

        return load_ledger_index(self.settings.keys)

    def key_ring(self) -> "KeyRing":
        """Return the files of the keys that identifiers are blind under, to change them."""
        from tipline.gateways.key_files import FolderRing  # noqa: PLC0415

        return FolderRing(self.settings.keys)

    @cached_property
    def rotation_reader(self) -> "RotationReader":
        """How far a rotation of these keys is."""
        from tipline.stores.linking.reading import DatabaseRotationReader  # noqa: PLC0415

        return DatabaseRotationReader()

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
    def case_reader(self) -> "CaseReader":
        """Cases, to look at."""
        from tipline.stores.cases.reading import DatabaseCaseReader  # noqa: PLC0415

        return DatabaseCaseReader()

    @cached_property
    def link_reader(self) -> "LinkReader":
        """Links and clusters, to look at."""
        from tipline.stores.linking.reading import DatabaseLinkReader  # noqa: PLC0415

        return DatabaseLinkReader()

    @cached_property
    def bulk_store(self) -> "BulkStore":
        """All of linking at once, for a rebuild; needs numpy."""
        from tipline.stores.linking.bulk import DatabaseBulkStore  # noqa: PLC0415

        return DatabaseBulkStore()

    def component_engine(self, spark: "Spark | None" = None) -> "ComponentEngine":
        """Return what finds clusters in bulk: in this process, or on Spark.

        Raises:
            EngineMissingError: what it needs is not installed.
        """
        from tipline.gateways.components.choose import (  # noqa: PLC0415
            local_engine,
            spark_engine,
        )

        if spark is None:
            return local_engine()
        return spark_engine(spark.folder, master=spark.master, memory=spark.memory)

    @contextmanager
    def lone_writer(self) -> Iterator["Writer | None"]:
        """Yield the way to change the store while nobody else can; None if somebody can."""
        from tipline.stores.writer.clients import DirectWriter  # noqa: PLC0415
        from tipline.stores.writer.folder import FolderLock  # noqa: PLC0415

        lock = FolderLock(self.settings.writer_socket)
        if not lock.take():
            yield None
            return
        try:
            yield DirectWriter(self.clock)
        finally:
            lock.release()

    @cached_property
    def visit_reader(self) -> "VisitReader":
        """Visitors' drafts and ways back, to look at by their secret ids."""
        from tipline.stores.public.reading import DatabaseVisitReader  # noqa: PLC0415

        return DatabaseVisitReader()

    @cached_property
    def referred_reader(self) -> "ReferredReader":
        """How far the referrals of a report came, for its reporter."""
        from tipline.stores.referrals.reading import DatabaseReferredReader  # noqa: PLC0415

        return DatabaseReferredReader()

    @cached_property
    def conversation_reader(self) -> "ConversationReader":
        """What the desk sees of the ways back and of contact that was left."""
        from tipline.stores.public.reading import DatabaseConversationReader  # noqa: PLC0415

        return DatabaseConversationReader()

    @cached_property
    def visit_keys(self) -> "VisitKeys":
        """Makes keys of what visitors hold."""
        from tipline.gateways.key_files import load_index_key  # noqa: PLC0415
        from tipline.gateways.receipts.visit_keys import visit_keys  # noqa: PLC0415

        return visit_keys(load_index_key(self.settings.keys))

    @cached_property
    def note_sealer(self) -> "NoteSealer":
        """Seals messages to reporters."""
        from tipline.gateways.receipts.notes import HpkeNoteSealer  # noqa: PLC0415

        return HpkeNoteSealer()

    def public_page_key(self) -> bytes:
        """Return the key that signs what the public pages hand out."""
        from tipline.gateways.key_files import load_index_key  # noqa: PLC0415
        from tipline.gateways.receipts.visit_keys import page_key  # noqa: PLC0415

        return page_key(load_index_key(self.settings.keys))

    def public_site(self) -> "PublicSite":
        """Return the public form as its operator set it up.

        Raises:
            SettingsError: the folder is wrong; all problems together.
        """
        from tipline.config.public import read_site  # noqa: PLC0415

        return read_site(self.settings)

    def public_counter(self, site: "PublicSite", numbers: "PublicNumbers") -> "Counter":
        """Return what it takes to serve visitors; it finds the way to change the store anew."""
        from tipline.services.public.counter import WORK_BITS, Counter  # noqa: PLC0415

        versions = {
            language: hashlib.sha256(text.encode()).hexdigest()[:12]
            for language, text in site.privacy.items()
        }
        return Counter(
            reader=self.visit_reader,
            referred=self.referred_reader,
            writer=self.writer(),
            keys=self.visit_keys,
            sealer=self.sealer,
            notes=self.note_sealer,
            index=self.index,
            clock=self.clock,
            numbers=numbers,
            categories={one.key: one.incident_type for one in site.categories},
            consent=versions,
            receipt_lasts=in_microseconds(timedelta(days=site.receipt_days)),
            work_bits=WORK_BITS if site.proof_of_work else 0,
        )

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

    def verifier_key(self) -> str:
        """Return the line to publish, with which outsiders check checkpoints of this hotline."""
        from tipline.gateways.checkpoint_keys import verifier_key  # noqa: PLC0415
        from tipline.gateways.key_files import load_audit_public  # noqa: PLC0415

        return verifier_key(self.settings.name, load_audit_public(self.settings.keys))

    def read_checkpoint(self, note: bytes) -> "Checkpoint":
        """Return what a kept checkpoint says, if this hotline signed it."""
        from tipline.gateways.checkpoint_keys import verify_checkpoint  # noqa: PLC0415
        from tipline.gateways.key_files import load_audit_public  # noqa: PLC0415

        return verify_checkpoint(note, self.settings.name, load_audit_public(self.settings.keys))

    def writer(self) -> "Writer":
        """Return the way to change the store from here: the running writer, or else directly."""
        from tipline.stores.writer.folder import FolderWriter  # noqa: PLC0415

        return FolderWriter(self.settings.writer_socket, self.clock)

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
        from tipline.stores.writer.folder import FolderBatches  # noqa: PLC0415

        return FolderBatches(self.settings.writer_socket, self.clock)

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
