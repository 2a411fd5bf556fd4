"""A store of one conversation and one contact, as the desk's use cases see it."""

from datetime import UTC, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tipline.domain.desk import DeskRole
from tipline.domain.moments import to_microseconds
from tipline.gateways.sealing import HpkeOpener, HpkeSealer
from tipline.ports.desk import UserRow
from tipline.ports.operations import AnyOperation, AnyResult, Done, Request, SealedNote
from tipline.ports.public import ContactRequestRow, QuestionRow, ThreadRow
from tipline.ports.sealing import Opened, Sealed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = X25519PrivateKey.generate()
SEALER = HpkeSealer(KEY.public_key())
ADA = UserRow(
    id=7,
    name="ada",
    role=DeskRole.ANALYST,
    password="",
    must_change=False,
    factor=b"",
    last_step=None,
    disabled=False,
)


class StoppedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


class Notebook:
    """A writer and a reader: writes down what it is asked, in order, and answers as it is told."""

    def __init__(self, *answers: AnyResult) -> None:
        self.answers = list(answers)
        self.thread: ThreadRow | None = None
        self.asked: list[QuestionRow] = []
        self.note: SealedNote | None = None
        self.requests: list[ContactRequestRow] = []
        self.did: list[AnyOperation | str] = []

    def write(self, request: Request) -> AnyResult:
        self.did.append(request.operation)
        return self.answers.pop(0) if self.answers else Done(number=1)

    def thread_of(self, report: int) -> ThreadRow | None:
        return self.thread if self.thread and self.thread.report == report else None

    def questions_of(self, report: int) -> list[QuestionRow]:
        found = self.thread_of(report)
        return (
            self.asked
            if found is None
            else [
                QuestionRow(
                    number=one.number,
                    at=one.at,
                    note=one.for_desk,
                    answered_at=one.answered_at,
                    withdrawn=one.withdrawn,
                )
                for one in found.messages
                if one.for_desk is not None
            ]
        )

    def contact(self, report: int) -> SealedNote | None:  # noqa: ARG002 - there is one
        return self.note

    def contact_requests(self, report: int) -> list[ContactRequestRow]:
        return [one for one in self.requests if one.report == report]

    def waiting_requests(self, limit: int) -> list[ContactRequestRow]:
        return [one for one in self.requests if one.approved is None][:limit]


class NotedOpener:
    """Opens, and writes down that it did."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook, self._opener = notebook, HpkeOpener(KEY)

    def open(self, number: int, sealed: Sealed) -> Opened:
        self._notebook.did.append("opened")
        return self._opener.open(number, sealed)


def thread(**changed: object) -> ThreadRow:
    """Return a way back that is good for an hour."""
    found = ThreadRow(
        id=bytes(32),
        report=1,
        public_key=X25519PrivateKey.generate().public_key().public_bytes_raw(),
        opened_at=to_microseconds(NOW),
        expires_at=to_microseconds(NOW + HOUR),
        stopped_at=None,
        shelf=None,
        taken_on=False,
        reason=None,
    )
    return msgspec.structs.replace(found, **changed)


def sealed(number: int, text: bytes) -> SealedNote:
    """Return a text sealed for the desk."""
    found = SEALER.seal(number, text)
    return SealedNote(key=found.key, body=found.body)
