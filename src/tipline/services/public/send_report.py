"""Sends what a visitor has answered: the report, the way back, and how they can be reached."""

from datetime import timedelta
from typing import Final

import msgspec

from tipline.domain.errors import StoreUnavailableError, TiplineError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.public.compose import compose, has_fact
from tipline.domain.public.draft import Draft, ReporterContact
from tipline.domain.public.work import enough_work
from tipline.ports.operations import (
    NewThread,
    Received,
    Request,
    SealedNote,
    Stale,
    SubmitPublic,
    Unknown,
)
from tipline.ports.public import DraftKey, ReceiptKey, ThreadRow
from tipline.services.prepare_report import prepare_report
from tipline.services.public.arrivals import arrival_of
from tipline.services.public.counter import PUBLIC, Counter
from tipline.services.public.keep_draft import TRIES, DraftGoneError, Kept, find_draft

SOONEST: Final = timedelta(seconds=10)
"""Nobody reads and answers the form in less; what is sent sooner is marked as unconfirmed."""


class NothingStatedError(TiplineError):
    """The form has no fact yet."""

    code = "nothing_stated"


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor gets: the code to come back with, and until when it is good."""

    code: str
    expires_at: int

    def __repr__(self) -> str:
        return "Sent(...)"


def send_report(key: DraftKey, work: str, counter: Counter) -> Sent:
    """Store the report of a draft, and return the receipt once it is on disk.

    Sending twice, or again after nobody knows what became of it, gives the same receipt and one
    report; what another window has kept meanwhile is in it. `work` is the browser's proof of work,
    empty without.

    Raises:
        NothingStatedError: there is no fact in it.
        DraftGoneError: there is no such draft, and it was not sent either.
        StoreUnavailableError: nobody knows whether it was stored; send it again.
    """
    receipt = None
    for _ in range(TRIES):
        kept = find_draft(key, counter)
        if kept is None:
            sent = find_sent(key, counter)
            if sent is None:
                raise DraftGoneError
            return sent
        if not has_fact(kept.draft):
            raise NothingStatedError
        # Slow on purpose, so only once.
        receipt = receipt or _receipt_of(key, counter)
        operation = _submission(key, kept, receipt, work, counter)
        result = counter.writer.write(Request(operation=operation, actor=PUBLIC))
        if isinstance(result, Received):
            return Sent(code=key.code, expires_at=result.at + counter.receipt_lasts)
        if not isinstance(result, Stale | Unknown):
            break
    raise StoreUnavailableError("the draft changed again and again, or was not taken")


def find_sent(key: DraftKey, counter: Counter) -> Sent | None:
    """Return the receipt of this visit if its report was sent and the receipt is still good."""
    thread = counter.reader.thread(_receipt_of(key, counter).id)
    if thread is None or _has_ended(thread, counter):
        return None
    return Sent(code=key.code, expires_at=thread.expires_at)


def challenge_of(key: DraftKey) -> str:
    """Return what a browser's work is done on: bound to one draft, so good for one report."""
    return key.id.hex()


def _receipt_of(key: DraftKey, counter: Counter) -> ReceiptKey:
    return counter.keys.receipt_key(counter.keys.stretch(key.code))


def _has_ended(thread: ThreadRow, counter: Counter) -> bool:
    return thread.expires_at <= to_microseconds(counter.clock.now())


def _submission(
    key: DraftKey, kept: Kept, receipt: ReceiptKey, work: str, counter: Counter
) -> SubmitPublic:
    draft = kept.draft
    report, contact = compose(
        draft,
        consent_version=counter.consent.get(draft.language),
        unconfirmed=not _is_confirmed(key, draft, work, counter),
        incomplete=False,
        categories=counter.categories,
    )
    arrival = arrival_of(draft.number, is_test=counter.is_test)
    return SubmitPublic(
        draft=key.id,
        revision=kept.revision,
        report=prepare_report(report, arrival, counter.sealer, counter.index),
        thread=NewThread(
            id=receipt.id, public_key=receipt.public_key, lasts=counter.receipt_lasts
        ),
        contact=None if contact is None else _sealed(contact, draft.number, counter),
    )


def _is_confirmed(key: DraftKey, draft: Draft, work: str, counter: Counter) -> bool:
    """Tell whether a browser did the work, and a person had the time to read the form."""
    took = to_microseconds(counter.clock.now()) - draft.began_at
    if took < in_microseconds(SOONEST):
        return False
    return counter.work_bits == 0 or enough_work(challenge_of(key), work, counter.work_bits)


def _sealed(contact: ReporterContact, number: int, counter: Counter) -> SealedNote:
    sealed = counter.sealer.seal(number, msgspec.json.encode(contact))
    return SealedNote(key=sealed.key, body=sealed.body)
