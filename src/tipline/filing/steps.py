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
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.preservation import preserved_until
from tipline.filing.outbox.states import NEXT, Outcome, State, begins_anew
from tipline.filing.outbox.vault import Vault, seal
from tipline.filing.outcomes import is_for_all, outcome_of, trouble_of
from tipline.filing.pacing import Pace, after_failure, after_success, shut
from tipline.filing.service.calls import Call
from tipline.filing.service.client import AnyClient
from tipline.ports.clock import Clock
from tipline.ports.secrets import Randomness

_log: Final = logging.getLogger("tipline.filing")
SAID: Final = b"said\n"
"""What the sealed words of a service are bound to, before the key of the item."""

_WAKENED: Final = 100
"""Tries after which the pause is the longest: whoever files the earlier report ends it."""
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
            pause = desk.pace.pause(_WAKENED, desk.chance)
            desk.book.wait_for_earlier(item.number, _now(desk) + pause)
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
    now = _now(desk)
    next_at = now + _pause_anew(under_way, Outcome.DONE, desk)
    state = desk.book.move(under_way, Outcome.DONE, now, next_at=next_at, columns=columns)
    with desk.gate_lock:
        _open_gate(desk)
    _has_ended(item, state, desk)


def _has_ended(item: Item, state: State, desk: Desk) -> None:
    if state is State.FILED:
        _log.info("report %d of the outbox is filed", item.number)
    if state in {State.FILED, State.REFUSED} and desk.book.has_followers():
        desk.book.wake_followers(item.number, _now(desk))


def _open_gate(desk: Desk) -> None:
    gate = desk.book.gate()
    after = after_success(gate, _now(desk))
    if after != gate:
        desk.book.set_gate(after)


def call_key(key: str, attempt: int, call: Call, vault: Vault, document: bytes = b"") -> str:
    """Return the Idempotency-Key of a call for a report; another one for each document.

    Under the outbox's own key: another outbox may have other reports under the same names, and
    the names of a platform's cases are nobody else's business.
    """
    return vault.mark(b"\n".join((f"{key}-{attempt}-{call}".encode(), document))).hex()


def interrupt(item: Item, book: Book, now: int) -> None:
    """Note that whoever was in the middle of a call has ended."""
    book.move(item, Outcome.INTERRUPTED, now, columns=_renewed(item, Outcome.INTERRUPTED))


def _call(item: Item, document: bytes, desk: Desk) -> dict[str, object]:
    """Make the call of a state; return what is stored of its success."""
    call = _CALLS[item.state]
    key = call_key(item.key, item.attempt, call, desk.vault, document)
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
    if begins_anew(item.state, outcome):
        pause = _pause_anew(item, outcome, desk)
    else:
        pause = 0 if _at_once(item, outcome) else desk.pace.pause(item.tries + 1, desk.chance)
    state = desk.book.move(
        item, outcome, now, trouble=trouble, next_at=now + pause, columns=columns
    )
    _has_ended(item, state, desk)
    if state is not State.FILED:
        _log.warning("report %d of the outbox: %s", item.number, error)
    with desk.gate_lock:
        _swing_gate(item, error, desk)


def _at_once(item: Item, outcome: Outcome) -> bool:
    """Tell whether the next step need not wait; the first look after a lost answer does not."""
    return NEXT[item.state, outcome] is State.UNSURE and item.state is State.FINISHING


def _pause_anew(item: Item, outcome: Outcome, desk: Desk) -> int:
    """Return how long a report rests that begins anew: the first time not at all, then longer.

    Submitting succeeds each time, so tries do not grow while only finishing fails.
    """
    if item.attempt == 1 or not begins_anew(item.state, outcome):
        return 0
    return desk.pace.pause(item.attempt - 1, desk.chance)


def _swing_gate(item: Item, error: FilingError, desk: Desk) -> None:
    """Let the gate take notice of a failure that is the service's, not the report's."""
    gate, now, rules = desk.book.gate(), _now(desk), (desk.pace, desk.chance)
    trouble = trouble_of(error)
    if isinstance(error, RetryableError | UnknownError):
        desk.book.set_gate(after_failure(gate, error, trouble, now, rules))
    elif is_for_all(item.state, error):
        desk.book.set_gate(shut(gate, error, trouble, now, rules))
    else:
        _open_gate(desk)


def _sealed(item: Item, words: str, desk: Desk) -> bytes | None:
    """Return what the service said, sealed like the report: it may quote it."""
    sealed, name = desk.book.sealed(item.number), item.key.encode()
    if not words or sealed.working_key is None:
        return None
    key = desk.vault.data_key(sealed.working_key, name)
    return seal(key, words.encode("utf-8", "replace"), SAID + name)


def _now(desk: Desk) -> int:
    return to_microseconds(desk.clock.now())
