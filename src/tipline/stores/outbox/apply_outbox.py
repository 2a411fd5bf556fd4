"""Applies what happens to alerts in the outbox: taken before the act, settled after it."""

from typing import Final

from tipline.domain.desk import Shelf
from tipline.domain.lifecycle import State, state_at
from tipline.domain.moments import in_microseconds
from tipline.domain.outbox import LOOK_AGAIN, TAKEN_FOR, OutboxEnd, OutboxState
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change

_STATES: Final = {
    OutboxEnd.SENT: OutboxState.SENT,
    OutboxEnd.RETRY: OutboxState.WAITING,
    OutboxEnd.FAILED: OutboxState.FAILED,
}


def _take_outbox(operation: ops.TakeOutbox, change: Change) -> ops.AnyResult:
    taken: list[ops.Taking] = []
    for item, subject, attempts, created_at in queries.rows(
        "due_items", change.now, operation.limit
    ):
        match _wanted(subject, change.now):
            case True:
                queries.run("take_item", change.now + in_microseconds(TAKEN_FOR), item)
                taken.append(ops.Taking(item, attempts + 1, created_at))
            case False:
                queries.run("settle_item", int(OutboxState.NEEDLESS), change.now, item)
            case None:
                queries.run("put_item_off", change.now + in_microseconds(LOOK_AGAIN), item)
    return ops.TakenItems(items=tuple(taken))


def _wanted(subject: str, now: int) -> bool | None:
    """Tell whether an alert is still wanted: the report lies unread; None if it is still open."""
    number = int(subject.partition(":")[2])
    row = queries.one("report_row", number)
    if row is not None and row[-1] is not None:  # what was added to a report waits with it
        number = int(row[-1])
        row = queries.one("report_row", number)
    if row is None:
        return False
    item = queries.one("item_to_move", number)
    if item is not None:
        return bool(item[0] == Shelf.UNREAD)
    return None if state_at(row[4], row[7], now) is State.OPEN else False


def _settle_outbox(operation: ops.SettleOutbox, change: Change) -> ops.AnyResult:
    state = _STATES[operation.end]
    due_at = change.now if operation.due_at is None else operation.due_at
    settled = 0
    for item in operation.items:
        if not queries.run("settle_item", int(state), due_at, item):
            continue
        settled += 1
        subject = queries.one("item_subject", item)
        if state is not OutboxState.WAITING and subject is not None:
            change.record(f"alert.{operation.end.value}", str(subject[0]))
    return ops.Done(number=settled)


OUTBOX_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.TakeOutbox: _take_outbox,
    ops.SettleOutbox: _settle_outbox,
}
"""How each operation on the outbox is applied."""
