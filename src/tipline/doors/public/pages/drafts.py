"""The draft behind a page: found, shown where there is none yet, and changed."""

from collections.abc import Callable

from tipline.domain.public.draft import Draft
from tipline.doors.public.tokens import Held, Holds
from tipline.doors.public.visit import Visitor
from tipline.ports.public import DraftKey
from tipline.services.public.keep_draft import DraftGoneError, find_draft, keep_draft

_OPEN = frozenset({Holds.NEW, Holds.DRAFT})


def key_of(visitor: Visitor, held: Held) -> DraftKey:
    """Return what the visitor's secret opens."""
    return visitor.counter.keys.draft_key(held.secret)


def is_open(visitor: Visitor) -> bool:
    """Tell whether the visitor's browser can have a draft."""
    return visitor.held is not None and visitor.held.kind in _OPEN


def blank(visitor: Visitor) -> Draft:
    """Return a draft in which nothing was answered."""
    return Draft(number=0, began_at=0, language=visitor.words.code)


def current(visitor: Visitor) -> Draft | None:
    """Return what the visitor has answered; None if they have nothing, or nothing any more.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    held = visitor.held
    if held is None or held.kind not in _OPEN:
        return None
    kept = find_draft(key_of(visitor, held), visitor.counter)
    if kept is not None:
        return kept.draft
    return blank(visitor) if held.kind is Holds.NEW else None


def keep(visitor: Visitor, change: Callable[[Draft], Draft]) -> tuple[Visitor, Draft]:
    """Keep a change of the draft; return the visitor, who holds a draft from now on, and it.

    Raises:
        DraftGoneError: there is none any more.
        StoreUnavailableError: nobody knows whether it was kept.
    """
    held = visitor.held
    if held is None or held.kind not in _OPEN:
        raise DraftGoneError
    draft = keep_draft(
        key_of(visitor, held),
        change,
        visitor.words.code,
        visitor.counter,
        begin=held.kind is Holds.NEW,
    )
    return visitor.holding(Holds.DRAFT, held.secret), draft
