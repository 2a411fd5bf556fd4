"""Asks a reporter one question, takes it back, and tells how the conversation stands.

Nobody learns who the reporter is: the question waits, sealed to the key of their receipt.
"""

from enum import StrEnum
from typing import Final

import msgspec

from tipline.domain.checks.smuggling import hides_file
from tipline.domain.moments import to_microseconds
from tipline.ports.clock import Clock
from tipline.ports.desk import UserRow
from tipline.ports.operations import (
    AnyResult,
    AskReporter,
    Done,
    Refused,
    Request,
    ReserveNumbers,
    SealedNote,
    Unknown,
    WithdrawQuestion,
)
from tipline.ports.public import ConversationReader, NoteSealer, QuestionRow, ThreadRow
from tipline.ports.sealing import Opener, Sealed, Sealer
from tipline.ports.stores import Writer

LONGEST_QUESTION: Final = 1_000
"""Characters of a question, a line break counted once."""


class Unfit(StrEnum):
    """Why a text cannot be sent as a question; nothing was changed."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    HIDES_FILE = "hides_file"


class Standing(StrEnum):
    """Whether a reporter can be asked."""

    CAN_BE_ASKED = "can_be_asked"
    WAITING = "waiting"
    """A question waits for its answer."""
    STOPPED = "stopped"
    """The reporter asked not to be contacted."""
    ENDED = "ended"
    """Their receipt is no longer good, or they never had one."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the desk; times in microseconds since 1970."""

    number: int
    text: str
    asked_at: int
    answered_at: int | None
    withdrawn: bool

    def __repr__(self) -> str:
        return f"Question({self.number})"


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """How the conversation with one reporter stands; `thread` is None if there is no way back."""

    standing: Standing
    thread: ThreadRow | None
    questions: tuple[Question, ...]

    def __repr__(self) -> str:
        return f"Conversation({self.standing.value})"


class Correspondence(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to talk with reporters."""

    reader: ConversationReader
    writer: Writer
    sealer: Sealer
    notes: NoteSealer
    opener: Opener
    clock: Clock


def plain_question(typed: str) -> str:
    """Return what was typed as it is sent: line breaks as one character, no blanks around it."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def ask_reporter(
    number: int, text: str, user: UserRow, ports: Correspondence
) -> AnyResult | Unfit:
    """Put one question to the reporter of a report.

    `Refused`: a question waits, or the reporter asked not to be contacted. `Unknown`: there is no
    way back, or it has ended.

    Raises:
        StoreUnavailableError: the store cannot be read, or nobody knows whether it was stored.
        SealBrokenError: what is stored as the reporter's key is none.
    """
    text = plain_question(text)
    unfit = _unfit(text)
    if unfit is not None:
        return unfit
    thread = ports.reader.thread_of(number)
    standing = _standing(thread, ports.clock)
    if thread is None or standing is Standing.ENDED:
        return Unknown()
    if standing is not Standing.CAN_BE_ASKED:
        return Refused()
    reserved = ports.writer.write(
        Request(operation=ReserveNumbers(count=1), actor="service:numbers")
    )
    if not isinstance(reserved, Done):
        return reserved
    message, body = reserved.number, text.encode()
    sealed = ports.sealer.seal(message, body)
    operation = AskReporter(
        report=number,
        user=user.id,
        message=message,
        for_desk=SealedNote(key=sealed.key, body=sealed.body),
        for_reporter=ports.notes.seal_to(thread.public_key, message, body),
    )
    return ports.writer.write(Request(operation=operation, actor=f"user:{user.id}"))


def withdraw_question(number: int, user: UserRow, writer: Writer) -> AnyResult:
    """Take back the question that waits for an answer; `Refused` if there is none."""
    operation = WithdrawQuestion(report=number, user=user.id)
    return writer.write(Request(operation=operation, actor=f"user:{user.id}"))


def look_at_conversation(number: int, ports: Correspondence) -> Conversation:
    """Return how the conversation about a report stands, with the desk's questions, oldest first.

    The audit log has to say first that the report is opened.

    Raises:
        StoreUnavailableError: the store cannot be read.
        SealBrokenError: a question was sealed to another key, or bytes have changed.
    """
    thread = ports.reader.thread_of(number)
    return Conversation(
        standing=_standing(thread, ports.clock),
        thread=thread,
        questions=tuple(_question(row, ports.opener) for row in ports.reader.questions_of(number)),
    )


def _unfit(text: str) -> Unfit | None:
    if not text:
        return Unfit.EMPTY
    if len(text) > LONGEST_QUESTION:
        return Unfit.TOO_LONG
    return Unfit.HIDES_FILE if hides_file(text) else None


def _standing(thread: ThreadRow | None, clock: Clock) -> Standing:
    if thread is None or thread.expires_at <= to_microseconds(clock.now()):
        return Standing.ENDED
    if thread.stopped_at is not None:
        return Standing.STOPPED
    return Standing.CAN_BE_ASKED if thread.open_question is None else Standing.WAITING


def _question(row: QuestionRow, opener: Opener) -> Question:
    opened = opener.open(row.number, Sealed(key=row.note.key, body=row.note.body))
    return Question(
        number=row.number,
        text=opened.body.decode("utf-8", "replace"),
        asked_at=row.at,
        answered_at=row.answered_at,
        withdrawn=row.withdrawn,
    )
