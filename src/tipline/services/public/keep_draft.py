"""Keeps what a visitor answers, step by step, sealed so that only their browser opens it again."""

from collections.abc import Callable
from typing import Final

import msgspec

from tipline.domain.errors import SealBrokenError, StoreUnavailableError, TiplineError
from tipline.domain.moments import to_microseconds
from tipline.domain.public.compose import compose, has_fact
from tipline.domain.public.draft import Draft
from tipline.ports.operations import (
    Done,
    EraseDraft,
    Request,
    SaveDraft,
    Stale,
    StoredReport,
    Unknown,
)
from tipline.ports.public import DraftKey
from tipline.services.prepare_report import prepare_report
from tipline.services.public.arrivals import arrival_of
from tipline.services.public.counter import PUBLIC, Counter

TRIES: Final = 5
"""How often a change is made anew on what another window has kept."""


class DraftGoneError(TiplineError):
    """The draft has expired, was erased, or was sent; nothing was kept."""

    code = "draft_gone"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that is in the store, with the revision it has there."""

    draft: Draft
    revision: int

    def __repr__(self) -> str:
        return f"Kept({self.revision})"


def find_draft(key: DraftKey, counter: Counter) -> Kept | None:
    """Return what a visitor has answered so far; None if there is nothing, or no more.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    row = counter.reader.draft(key.id)
    if row is None or row.expires_at <= to_microseconds(counter.clock.now()):
        return None
    try:
        plain = key.open(row.revision, row.sealed)
    except SealBrokenError:
        return None
    draft = msgspec.json.decode(plain, type=Draft)
    return Kept(draft=draft, revision=row.revision)


def keep_draft(
    key: DraftKey,
    change: Callable[[Draft], Draft],
    language: str,
    counter: Counter,
    *,
    begin: bool,
) -> Draft:
    """Apply a change to the draft and return it once it is on disk.

    With `begin` a draft that is not there is made, as with the first answer. Another window of the
    same visitor may change it too: then the change is applied to what that one left.

    Raises:
        DraftGoneError: there is none (any more), and `begin` is not set.
        StoreUnavailableError: nobody knows whether it was kept, or it was not.
    """
    for _ in range(TRIES):
        kept = find_draft(key, counter)
        if kept is None:
            if not begin:
                raise DraftGoneError
            kept = Kept(draft=_new(language, counter), revision=0)
        draft = change(kept.draft)
        operation = SaveDraft(
            id=key.id,
            revision=kept.revision,
            sealed=key.seal(kept.revision + 1, msgspec.json.encode(draft)),
            leaving=_leaving(draft, counter),
        )
        result = counter.writer.write(Request(operation=operation, actor=PUBLIC))
        if isinstance(result, Done):
            return draft
        if not isinstance(result, Stale | Unknown):
            break
    raise StoreUnavailableError("the draft changed again and again, or was not taken")


def erase_draft(key: DraftKey, counter: Counter) -> None:
    """Forget everything a visitor has answered, now."""
    counter.writer.write(Request(operation=EraseDraft(id=key.id), actor=PUBLIC))


def _new(language: str, counter: Counter) -> Draft:
    return Draft(
        number=counter.numbers.take(counter.writer),
        began_at=to_microseconds(counter.clock.now()),
        language=language,
    )


def _leaving(draft: Draft, counter: Counter) -> StoredReport | None:
    """Return what is sent if the visitor never comes to the end; only if they chose it."""
    if not draft.send_if_left or not has_fact(draft):
        return None
    report, _ = compose(
        draft,
        consent_version=counter.consent.get(draft.language),
        unconfirmed=True,
        incomplete=True,
        categories=counter.categories,
    )
    arrival = arrival_of(draft.number, is_test=counter.is_test)
    return prepare_report(report, arrival, counter.sealer, counter.index)
