"""What the desk is made of: the ports of one hotline, set once when the door is built."""

from collections.abc import Callable

import msgspec

from tipline.doors.theme.throttle import Throttle
from tipline.ports.clock import Clock
from tipline.ports.desk import CaseReader, DeskReader, Passwords, SecondFactors
from tipline.ports.linking import LinkReader
from tipline.ports.public import ConversationReader, NoteSealer
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


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The ports of the desk; `writer` finds the way to change the store anew for each request."""

    reader: Reader
    desk: DeskReader
    writer: Callable[[], Writer]
    links: LinkReader
    cases: CaseReader
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
