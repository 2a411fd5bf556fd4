"""Members of the public as the desk's tests need them: they send in, come back, answer, stop."""

import os
from datetime import timedelta
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.doors.desk.wiring import Desk
from tests.unit import reports
from tipline.domain.moments import in_microseconds
from tipline.domain.public.draft import ReporterContact
from tipline.domain.public.marks import Mark
from tipline.domain.report import PublicAnswers, Report
from tipline.domain.vocabulary import ContactWish
from tipline.gateways.receipts.notes import HpkeNoteSealer
from tipline.gateways.sealing import HpkeOpener
from tipline.ports.operations import (
    AddReporterFacts,
    AnyOperation,
    Done,
    ExpireDrafts,
    NewThread,
    Request,
    SaveDraft,
    SealedNote,
    StopContact,
    SubmitPublic,
)
from tipline.ports.sealing import Sealed
from tipline.stores.public.reading import DatabaseVisitReader

LASTS = timedelta(days=90)
NO_MARK = Mark(0)
CONTACT = ReporterContact(email="reporter-17@example.net", phone="+1 202 555 0117")


class Code:
    """What a receipt code opens: a thread by its id, and what is sealed to its public key."""

    def __init__(self) -> None:
        self.id = os.urandom(32)
        private = X25519PrivateKey.generate()
        self.public_key = private.public_key().public_bytes_raw()
        self._opener = HpkeOpener(private)

    def open(self, number: int, note: SealedNote) -> str:
        return self._opener.open(number, Sealed(key=note.key, body=note.body)).body.decode()


class Reporter(NamedTuple):
    """Somebody who sent a report through the public form, and has its code."""

    desk: Desk
    number: int
    code: Code

    def adds(self, text: str = "Synthetic narrative 71.") -> int:
        """Add facts, which answer the open question; return their number."""
        thread = DatabaseVisitReader().thread(self.code.id)
        asked = None if thread is None else thread.open_question
        stored = self.desk.prepared(Report(public=PublicAnswers(), additional_info=text))
        copy = HpkeNoteSealer().seal_to(self.code.public_key, stored.number, text.encode())
        operation = AddReporterFacts(
            thread=self.code.id,
            report=stored,
            copy=copy,
            same=os.urandom(16),
            answers=None if asked is None else asked.number,
        )
        _do(self.desk, operation)
        return stored.number

    def stops(self, *, stop: bool = True) -> None:
        """Ask not to be contacted, or allow it again."""
        _do(self.desk, StopContact(thread=self.code.id, stop=stop))

    def sees(self) -> list[str]:
        """Return what they read when they come back."""
        thread = DatabaseVisitReader().thread(self.code.id)
        assert thread is not None
        return [self.code.open(one.number, one.for_reporter) for one in thread.messages]


def reporter(
    desk: Desk,
    wish: ContactWish = ContactWish.BY_EMAIL,
    contact: ReporterContact | None = CONTACT,
    *,
    urgent: bool = False,
    marks: Mark = NO_MARK,
    agrees: bool = True,
) -> Reporter:
    """Return somebody who has sent a report, with what they left to be reached by."""
    public = reports.public_report().public
    assert public is not None
    answered = _marked(public, marks, contact_wish=wish, contact_may_go_to_police=agrees)
    said = Report(public=answered)
    stored = msgspec.structs.replace(desk.prepared(said), urgent=urgent)
    draft, code = os.urandom(32), Code()
    _do(desk, SaveDraft(id=draft, revision=0, sealed=b"sealed"))
    sealed = None
    if contact is not None:
        hidden = desk.sealer.seal(stored.number, msgspec.json.encode(contact))
        sealed = SealedNote(key=hidden.key, body=hidden.body)
    thread = NewThread(id=code.id, public_key=code.public_key, lasts=in_microseconds(LASTS))
    _do(desk, SubmitPublic(draft=draft, revision=1, report=stored, thread=thread, contact=sealed))
    return Reporter(desk, stored.number, code)


def left_before_the_end(desk: Desk) -> int:
    """Return the number of a report whose reporter left, and had chosen that it is sent."""
    public = reports.public_report().public
    assert public is not None
    stored = desk.prepared(Report(public=_marked(public, Mark.INCOMPLETE)))
    _do(desk, SaveDraft(id=os.urandom(32), revision=0, sealed=b"sealed", leaving=stored))
    desk.clock.wait(timedelta(hours=2))
    _do(desk, ExpireDrafts(), "service:public")
    return stored.number


def _marked(public: PublicAnswers, marks: Mark, **changed: object) -> PublicAnswers:
    return msgspec.structs.replace(
        public,
        incomplete=Mark.INCOMPLETE in marks,
        unconfirmed=Mark.UNCONFIRMED in marks,
        **changed,
    )


def _do(desk: Desk, operation: AnyOperation, actor: str = "public") -> None:
    assert isinstance(desk.writer.write(Request(operation=operation, actor=actor)), Done)
