"""What the public door and the desk need of visitors' drafts and ways back.

A visitor is known by secrets only they hold: a token in their browser, and the receipt code.
"""

from enum import StrEnum
from typing import Protocol

import msgspec

from tipline.domain.desk import CloseReason, ContactReason, Shelf
from tipline.ports.operations import SealedNote


class DraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as it is stored, sealed to its visitor; expires in microseconds since 1970."""

    revision: int
    sealed: bytes
    expires_at: int


class Author(StrEnum):
    """Who wrote a message."""

    DESK = "desk"
    REPORTER = "reporter"


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message between desk and reporter; times in microseconds since 1970.

    `number` is what it is sealed under. `for_desk` is None with a reporter's message: the desk
    reads the supplement of the same number. `withdrawn` questions are for the desk's eyes only.
    """

    number: int
    author: Author
    at: int
    for_reporter: SealedNote
    for_desk: SealedNote | None = None
    answered_at: int | None = None
    withdrawn: bool = False


class QuestionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the desk, sealed for the desk under its number; it outlives the way back.

    Times in microseconds since 1970.
    """

    number: int
    at: int
    note: SealedNote
    answered_at: int | None
    withdrawn: bool


class ThreadRow(msgspec.Struct, frozen=True, kw_only=True):
    """The way back of one reporter, with its messages, the oldest first; no withdrawn ones.

    `shelf`, `taken_on` and `reason` say where the report lies; `shelf` is None if it is not at
    the desk. Times in microseconds since 1970.
    """

    id: bytes
    report: int
    public_key: bytes
    opened_at: int
    expires_at: int
    stopped_at: int | None
    shelf: Shelf | None
    taken_on: bool
    reason: CloseReason | None
    messages: tuple[MessageRow, ...] = ()

    @property
    def open_question(self) -> MessageRow | None:
        """The desk's question that waits for an answer, if there is one."""
        for message in reversed(self.messages):
            if message.author is Author.DESK and not message.withdrawn:
                return message if message.answered_at is None else None
        return None


class ContactRequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A request to see how a reporter can be reached; times in microseconds since 1970.

    `decided_by` and `approved` are None while it waits.
    """

    id: int
    report: int
    user: int
    reason: ContactReason
    asked_at: int
    decided_by: int | None
    decided_at: int | None
    approved: bool | None


class VisitReader(Protocol):
    """Looks at drafts and ways back by their secret ids, and at nothing else of the store.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def draft(self, draft: bytes) -> DraftRow | None:
        """Return a draft, whether or not it has expired."""
        ...

    def thread(self, thread: bytes) -> ThreadRow | None:
        """Return a way back, whether or not its receipt is still good."""
        ...


class ConversationReader(Protocol):
    """What the desk sees of the ways back and of contact that was left.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def thread_of(self, report: int) -> ThreadRow | None:
        """Return the way back of a report's reporter, withdrawn questions too."""
        ...

    def questions_of(self, report: int) -> list[QuestionRow]:
        """Return what the desk asked a report's reporter, the oldest first, withdrawn ones too."""
        ...

    def contact(self, report: int) -> SealedNote | None:
        """Return how the reporter can be reached, sealed; None if they left nothing."""
        ...

    def contact_requests(self, report: int) -> list[ContactRequestRow]:
        """Return the requests for one report, newest first."""
        ...

    def waiting_requests(self, limit: int) -> list[ContactRequestRow]:
        """Return the requests that wait for a decision, oldest first."""
        ...


class DraftKey(Protocol):
    """What one visitor's token opens: their draft, and nothing else."""

    @property
    def id(self) -> bytes:
        """The 32 bytes by which the draft is found; they do not tell the token."""
        ...

    @property
    def code(self) -> str:
        """The receipt code of this visit, as `domain.public.receipt` spells it."""
        ...

    def seal(self, revision: int, plain: bytes) -> bytes:
        """Return a draft sealed for this visitor and this revision."""
        ...

    def open(self, revision: int, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            SealBrokenError: another token, another revision, or a changed byte.
        """
        ...


class ReceiptKey(Protocol):
    """What one receipt opens: the conversation of its report."""

    @property
    def id(self) -> bytes:
        """The 32 bytes by which the thread is found; they do not tell the receipt."""
        ...

    @property
    def public_key(self) -> bytes:
        """The key to seal to this reporter: X25519, 32 bytes."""
        ...

    def open(self, number: int, note: SealedNote) -> bytes:
        """Return a message that was sealed to this reporter under its number.

        Raises:
            SealBrokenError: sealed to somebody else, another number, or a changed byte.
        """
        ...


class VisitKeys(Protocol):
    """Makes keys of what visitors hold."""

    def draft_key(self, token: bytes) -> DraftKey:
        """Return what a visitor's token opens."""
        ...

    def stretch(self, code: str) -> bytes:
        """Return the secret a receipt code stands for, 32 bytes; slow on purpose (Argon2id)."""
        ...

    def receipt_key(self, secret: bytes) -> ReceiptKey:
        """Return what a stretched receipt opens."""
        ...


class NoteSealer(Protocol):
    """Seals messages to a reporter."""

    def seal_to(self, public_key: bytes, number: int, text: bytes) -> SealedNote:
        """Return a text sealed to a reporter's public key under a number.

        Raises:
            SealBrokenError: this is no public key.
        """
        ...
