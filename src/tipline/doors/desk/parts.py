"""What the desk is made of: the ports of one hotline, set once when the door is built."""

from collections.abc import Callable

import msgspec

from tipline.domain.directory.index import Directory
from tipline.doors.theme.throttle import Throttle
from tipline.ports.clock import Clock
from tipline.ports.desk import CaseReader, DeskReader, Passwords, SecondFactors
from tipline.ports.linking import LinkReader
from tipline.ports.packages import PackageEncrypter, PackageSigner
from tipline.ports.public import ConversationReader, NoteSealer
from tipline.ports.referrals.links import AnswerLinks
from tipline.ports.referrals.readers import ReferralReader
from tipline.ports.sealing import BlindIndex, Opener, Sealer
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Reader, Writer
from tipline.services.cases.handle_case import Cabinet
from tipline.services.desk.ask_reporter import Correspondence
from tipline.services.desk.find_reports import Archive
from tipline.services.desk.log_in import Gate
from tipline.services.desk.open_report import Room
from tipline.services.desk.see_contact import Custody
from tipline.services.linking.judge_link import Bench
from tipline.services.linking.stop_list import Register
from tipline.services.referrals.compose_dossier import Registry
from tipline.services.referrals.handle_referral import Dispatch
from tipline.services.referrals.refer_case import House, Referring
from tipline.services.referrals.study_case import Adviser, Study


class Outward(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to refer beyond the store; `directory` returns the agencies as known now.

    `is_directory_old` tells whether the operator's records of them cannot be used now. `signer`
    makes the hotline's key at its first use; `preview_key` signs what was shown before a release,
    the same in all processes.
    """

    directory: Callable[[], Directory]
    is_directory_old: Callable[[], bool]
    adviser: Adviser
    registry: Registry
    signer: Callable[[], PackageSigner]
    encrypter: PackageEncrypter
    links: AnswerLinks
    house: House
    preview_key: bytes


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The ports of the desk; `writer` finds the way to change the store anew for each request."""

    reader: Reader
    desk: DeskReader
    writer: Callable[[], Writer]
    links: LinkReader
    cases: CaseReader
    referrals: ReferralReader
    outward: Outward
    conversations: ConversationReader
    opener: Opener
    sealer: Sealer
    notes: NoteSealer
    index: BlindIndex
    passwords: Passwords
    factors: SecondFactors
    randomness: Randomness
    clock: Clock
    throttle: Throttle
    secure: bool

    def gate(self) -> Gate:
        """Return what it takes to let people in."""
        return Gate(
            reader=self.desk,
            writer=self.writer(),
            passwords=self.passwords,
            factors=self.factors,
            randomness=self.randomness,
            clock=self.clock,
        )

    def room(self) -> Room:
        """Return what it takes to open reports."""
        return Room(reader=self.reader, desk=self.desk, writer=self.writer(), opener=self.opener)

    def archive(self) -> Archive:
        """Return what it takes to search."""
        return Archive(reader=self.reader, desk=self.desk, writer=self.writer(), index=self.index)

    def correspondence(self) -> Correspondence:
        """Return what it takes to talk with reporters."""
        return Correspondence(
            reader=self.conversations,
            writer=self.writer(),
            sealer=self.sealer,
            notes=self.notes,
            opener=self.opener,
            clock=self.clock,
        )

    def custody(self) -> Custody:
        """Return what it takes to see how a reporter can be reached."""
        return Custody(
            reader=self.conversations,
            writer=self.writer(),
            opener=self.opener,
            clock=self.clock,
        )

    def bench(self) -> Bench:
        """Return what it takes to decide about links."""
        return Bench(reader=self.links, writer=self.writer())

    def cabinet(self) -> Cabinet:
        """Return what it takes to work with cases."""
        return Cabinet(cases=self.cases, desk=self.desk, links=self.links, writer=self.writer())

    def dispatch(self) -> Dispatch:
        """Return what it takes to release and look at packages."""
        return Dispatch(reader=self.referrals, writer=self.writer(), sealer=self.sealer)

    def directory(self) -> Directory:
        """Return the agencies as they are known now.

        Raises:
            SettingsError: a record is wrong; all problems together.
        """
        return self.outward.directory()

    def study(self) -> Study:
        """Return what it takes to work out where a case belongs."""
        return Study(
            cases=self.cases,
            referrals=self.referrals,
            room=self.room(),
            adviser=self.outward.adviser,
        )

    def referring(self) -> Referring:
        """Return what it takes to refer a case."""
        return Referring(
            dispatch=self.dispatch(),
            links_between=self.links,
            custody=self.custody(),
            services={one.id: one.name for one in self.reader.providers()},
            registry=self.outward.registry,
            signer=self.outward.signer(),
            encrypter=self.outward.encrypter,
            links=self.outward.links,
            house=self.outward.house,
        )

    def register(self) -> Register:
        """Return what it takes to keep the stop list."""
        return Register(
            reader=self.links, writer=self.writer(), sealer=self.sealer, opener=self.opener
        )


_PRESENT: list[Parts] = []


def install(parts: Parts) -> None:
    """Make these the parts of this process's desk."""
    _PRESENT[:] = [parts]


def present() -> Parts:
    """Return the parts of this process's desk."""
    return _PRESENT[0]
