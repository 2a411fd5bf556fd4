"""Lets a reporter come back with their receipt: how it stands, the desk's question, more facts."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import msgspec

from tipline.domain.errors import SealBrokenError, TiplineError
from tipline.domain.moments import to_microseconds
from tipline.domain.public.compose import compose
from tipline.domain.public.draft import Draft
from tipline.domain.public.status import Progress, progress
from tipline.domain.referrals.told import told
from tipline.ports.operations import (
    AddReporterFacts,
    Done,
    Received,
    Refused,
    Request,
    StopContact,
)
from tipline.ports.public import Author, MessageRow, ReceiptKey
from tipline.services.prepare_report import prepare_report
from tipline.services.public.arrivals import arrival_of
from tipline.services.public.counter import PUBLIC, Counter

SHOWN: Final = 20
"""How many messages a reporter is shown, the newest."""

_FINGERPRINT_BYTES: Final = 16
_NO_REPORT: Final = 0


class ReceiptUnknownError(TiplineError):
    """No report has this receipt, or the receipt is no longer good."""

    code = "receipt_unknown"


class ThreadFullError(TiplineError):
    """So much was added with this receipt that nothing more is taken."""

    code = "thread_full"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message, opened for its reporter; `at` in microseconds since 1970."""

    number: int
    author: Author
    at: int
    text: str

    def __repr__(self) -> str:
        return f"Message({self.number})"


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way back, opened: how the report stands, what was written, what waits for an answer.

    `messages` are the newest ones, at most `SHOWN`, the oldest first; `is_whole` if that is all.
    """

    progress: Progress
    opened_at: int
    expires_at: int
    stopped: bool
    messages: tuple[Message, ...]
    is_whole: bool
    question: Message | None

    def __repr__(self) -> str:
        return "Way(...)"


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """What a reporter adds; `facts` holds only what is new.

    `once` is a secret of the page it was typed into: the same text from the same page is stored
    once. `answers` is the number of the question that page showed.
    """

    facts: Draft
    once: bytes
    answers: int | None

    def __repr__(self) -> str:
        return "Addition(...)"


def find_way(key: ReceiptKey, counter: Counter) -> Way | None:
    """Return the way back that a receipt opens; None if there is none, or it has ended.

    Does nearly the same work for a receipt that is not known.
    """
    thread = counter.reader.thread(key.id)
    # Asked either way: how long it takes shall not tell whether there is such a receipt.
    came = counter.referred.came(_NO_REPORT if thread is None else thread.report)
    if thread is None or thread.expires_at <= to_microseconds(counter.clock.now()):
        return None
    asked = thread.open_question
    return Way(
        progress=progress(
            thread.shelf,
            thread.taken_on,
            thread.reason,
            has_talked=bool(thread.messages),
            told=told(came),
        ),
        opened_at=thread.opened_at,
        expires_at=thread.expires_at,
        stopped=thread.stopped_at is not None,
        messages=_opened(thread.messages[-SHOWN:], key),
        is_whole=len(thread.messages) <= SHOWN,
        question=next(iter(_opened((asked,), key)), None) if asked else None,
    )


def add_facts(key: ReceiptKey, added: Addition, counter: Counter) -> None:
    """Store what a reporter adds: a supplement for the desk, and a copy for themselves.

    Raises:
        ReceiptUnknownError: the way back has ended.
        ThreadFullError: so much was added that nothing more is taken.
        StoreUnavailableError: nobody knows whether it was stored; send it again.
    """
    thread = counter.reader.thread(key.id)
    if thread is None:
        raise ReceiptUnknownError
    report, _ = compose(
        added.facts, consent_version=None, unconfirmed=False, incomplete=False, categories={}
    )
    text = _text_of(added.facts).encode()
    number = counter.numbers.take(counter.writer)
    arrival = arrival_of(number, is_test=counter.is_test)
    operation = AddReporterFacts(
        thread=key.id,
        report=prepare_report(report, arrival, counter.sealer, counter.index),
        copy=counter.notes.seal_to(thread.public_key, number, text),
        same=_fingerprint(added.once, text),
        answers=added.answers,
    )
    result = counter.writer.write(Request(operation=operation, actor=PUBLIC))
    if isinstance(result, Refused):
        raise ThreadFullError
    if not isinstance(result, Received):
        raise ReceiptUnknownError


def stop_contact(key: ReceiptKey, counter: Counter, *, stop: bool) -> None:
    """Let the desk ask nothing more, or let it ask again.

    Raises:
        ReceiptUnknownError: the way back has ended.
        StoreUnavailableError: nobody knows whether it was changed.
    """
    operation = StopContact(thread=key.id, stop=stop)
    if not isinstance(counter.writer.write(Request(operation=operation, actor=PUBLIC)), Done):
        raise ReceiptUnknownError


def _fingerprint(once: bytes, text: bytes) -> bytes:
    """Return what is the same only for the same text from the same page; it tells neither."""
    return hmac.digest(once, text, sha256)[:_FINGERPRINT_BYTES]


def _opened(rows: Iterable[MessageRow], key: ReceiptKey) -> tuple[Message, ...]:
    found = []
    for row in rows:
        try:
            text = key.open(row.number, row.for_reporter).decode("utf-8", "replace")
        except SealBrokenError:
            continue
        found.append(Message(number=row.number, author=row.author, at=row.at, text=text))
    return tuple(found)


def _text_of(added: Draft) -> str:
    """Return what was added as the reporter sees it again."""
    return "\n".join(filter(None, (added.narrative, *(block.text for block in added.blocks))))
