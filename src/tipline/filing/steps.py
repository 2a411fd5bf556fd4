"""One step with one report: the intent stored, the call made, what became of it stored.

A crash anywhere leaves a state from which the next worker knows what to do (`outbox.states`).
"""

import logging
import threading
from typing import Final, NamedTuple

from tipline.domain.moments import from_microseconds, to_microseconds
from tipline.filing.compose import compose
from tipline.filing.errors import AlreadyFinishedError, FilingError, RetryableError
from tipline.filing.errors import UnknownOutcomeError as UnknownError
from tipline.filing.outbox.book import Book
from tipline.filing.outbox.items import Gate, Item
from tipline.filing.outbox.preservation import preserved_until
from tipline.filing.outbox.states import NEXT, Outcome, State, begins_anew
from tipline.filing.outbox.vault import Vault, seal
from tipline.filing.outcomes import is_for_all, outcome_of, trouble_of
from tipline.filing.pacing import Pace, after_failure, shut
from tipline.filing.service.calls import Call
from tipline.filing.service.client import AnyClient
from tipline.ports.clock import Clock
from tipline.ports.secrets import Randomness

_log: Final = logging.getLogger("tipline.filing")
SAID: Final = b"said\n"
"""What the sealed words of a service are bound to, before the key of the item."""

_CALLS: Final = {
    State.SUBMITTING: Call.SUBMIT,
    State.FINISHING: Call.FINISH,
    State.RETRACTING: Call.RETRACT,
}


class Desk(NamedTuple):
    """What a step is made with."""

    book: Book
    vault: Vault
    client: AnyClient
    clock: Clock
    chance: Randomness
    pace: Pace
    gate_lock: threading.Lock


def take_step(item: Item, desk: Desk) -> None:
    """Take a report one step on.

    Raises:
        OutboxUnavailableError: what became of it could not be stored; the next worker finds out.
        SealBrokenError: the outbox was changed, or has other keys.
    """
    document, changes = b"", dict[str, object]()
    if item.state is State.QUEUED:
        composed = compose(item, desk.book, desk.vault)
        if composed is None:  # what it follows is not filed yet
            now = _now(desk)
            pause = desk.pace.pause(1, desk.chance)
            desk.book.note(item.number, "waits", now, {"next_at": now + pause})
            return
        document, changes = composed
    desk.book.move(item, Outcome.BEGUN, _now(desk), columns=changes)
    under_way = desk.book.item(item.number)
    try:
        columns = _call(under_way, document, desk)
    except FilingError as error:
        _fail(under_way, error, desk)
        return
    columns |= {"tries": 0, **_renewed(under_way, Outcome.DONE)}
    state = desk.book.move(under_way, Outcome.DONE, _now(desk), columns=columns)
    if desk.book.gate() != Gate():
        desk.book.set_gate(Gate())
    if state is State.FILED:
        _has_filed(item, desk)


def _has_filed(item: Item, desk: Desk) -> None:
    _log.info("report %d of the outbox is filed", item.number)
    if desk.book.has_followers():
        desk.book.wake_followers(item.number, _now(desk))


def interrupt(item: Item, book: Book, now: int) -> None:
    """Note that whoever was in the middle of a call has ended."""
    book.move(item, Outcome.INTERRUPTED, now, columns=_renewed(item, Outcome.INTERRUPTED))


def _call(item: Item, document: bytes, desk: Desk) -> dict[str, object]:
    """Make the call of a state; return what is stored of its success."""
    call = _CALLS[item.state]
    key = f"{item.key}-{item.attempt}-{call}"
    if call is Call.SUBMIT:
        return {"report_id": desk.client.submit(document, key=key).report_id}
    if item.report_id is None:
        raise AssertionError(item.state)
    if call is Call.FINISH:
        return _filed(desk.client.finish(item.report_id, key=key).receipt, desk)
    desk.client.retract(item.report_id, key=key)
    return {}


def _filed(receipt: bytes, desk: Desk) -> dict[str, object]:
    """Return what is kept of a filed report: only the preservation key opens it from here on."""
    now = _now(desk)
    return {
        "filed_at": now,
        "preserve_until": to_microseconds(preserved_until(from_microseconds(now))),
        "receipt": receipt,
        "working_key": None,
        "said": None,
    }


def _renewed(item: Item, outcome: Outcome) -> dict[str, object]:
    """Return what changes when the report that the service had is gone."""
    if not begins_anew(item.state, outcome):
        return {}
    return {"report_id": None, "attempt": item.attempt + 1}


def _fail(item: Item, error: FilingError, desk: Desk) -> None:
    """Store why a call failed, and when it is worth to try again."""
    outcome, now, trouble = outcome_of(item.state, error), _now(desk), trouble_of(error)
    columns = {"tries": item.tries + 1, **_renewed(item, outcome)}
    if isinstance(error, AlreadyFinishedError) and outcome is Outcome.WAS_FINISHED:
        columns |= {"tries": 0, **_filed(error.receipt, desk)}
    elif outcome is Outcome.REFUSED:
        columns["said"] = _sealed(item, error.description, desk)
    pause = 0 if _at_once(item, outcome) else desk.pace.pause(item.tries + 1, desk.chance)
    state = desk.book.move(
        item, outcome, now, trouble=trouble, next_at=now + pause, columns=columns
    )
    if state is State.FILED:
        _has_filed(item, desk)
    else:
        _log.warning("report %d of the outbox: %s", item.number, error)
    with desk.gate_lock:
        _swing_gate(item, error, desk)


def _at_once(item: Item, outcome: Outcome) -> bool:
    """Tell whether the next step need not wait; the first look after a lost answer does not."""
    if NEXT[item.state, outcome] is State.UNSURE:
        return item.state is State.FINISHING
    return outcome in {Outcome.GONE, Outcome.WAS_FINISHED} and item.attempt == 1


def _swing_gate(item: Item, error: FilingError, desk: Desk) -> None:
    """Let the gate take notice of a failure that is the service's, not the report's."""
    gate, now, rules = desk.book.gate(), _now(desk), (desk.pace, desk.chance)
    if isinstance(error, RetryableError | UnknownError):
        desk.book.set_gate(after_failure(gate, error, trouble_of(error), now, rules))
    elif is_for_all(item.state, error):
        desk.book.set_gate(shut(error, trouble_of(error), now, rules))
    elif gate != Gate():
        desk.book.set_gate(Gate())


def _sealed(item: Item, words: str, desk: Desk) -> bytes | None:
    """Return what the service said, sealed like the report: it may quote it."""
    sealed, name = desk.book.sealed(item.number), item.key.encode()
    if not words or sealed.working_key is None:
        return None
    key = desk.vault.data_key(sealed.working_key, name)
    return seal(key, words.encode("utf-8", "replace"), SAID + name)


def _now(desk: Desk) -> int:
    return to_microseconds(desk.clock.now())
