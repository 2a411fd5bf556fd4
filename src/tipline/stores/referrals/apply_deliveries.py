"""Applies what happens to deliveries: taken before the act, settled after it, or by a person."""

from typing import Any, Final

from tipline.domain.directory.agency import Channel
from tipline.domain.moments import in_microseconds
from tipline.domain.referrals.states import (
    AFTER_STOPPING,
    DELIVERY_NEXT,
    LEASE,
    NEXT,
    DeliveryState,
    DeliveryStep,
    ReferralState,
    ReferralStep,
    age_limit,
)
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.referrals.apply_referrals import subject

_CHANNELS: Final = 3
"""Places for channels in the question for what is due."""
_AUDITED: Final = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED})
_FOR_A_PERSON: Final = frozenset({DeliveryState.UNKNOWN, DeliveryState.FAILED})
_SETTLING: Final = frozenset(
    {
        DeliveryStep.SENT,
        DeliveryStep.LATER,
        DeliveryStep.UNSURE,
        DeliveryStep.UNKNOWN,
        DeliveryStep.FAILED,
    }
)
_MAY_HAVE_LEFT: Final = frozenset({DeliveryStep.UNSURE, DeliveryStep.UNKNOWN})
_STEPS: Final = {
    ops.Resolution.ARRIVED: DeliveryStep.ARRIVED,
    ops.Resolution.AGAIN: DeliveryStep.AGAIN,
    ops.Resolution.BY_HAND: DeliveryStep.BY_HAND,
}


class _Item:
    """A delivery as it stands before a change."""

    def __init__(self, referral: int, version: int, row: queries.Row) -> None:
        state, attempts, looks, urgent, overdue_at, newest, referral_state, digest = row
        self.referral, self.version = referral, version
        self.state, self.attempts, self.looks = DeliveryState(state), attempts, looks
        self.urgent, self.overdue_at = bool(urgent), overdue_at
        self.referral_state, self.digest = ReferralState(referral_state), bytes(digest)
        self.is_over = _is_over(version, newest, self.referral_state)
        self.detail = f"version:{version}"

    def next(self, step: DeliveryStep) -> DeliveryState | None:
        """Return where a step leads; None if it cannot be taken."""
        return DELIVERY_NEXT.get((self.state, step))


def _found(referral: int, version: int) -> _Item | None:
    row = queries.one("delivery_to_change", referral, version)
    return None if row is None else _Item(referral, version, row)


def _is_over(version: int, newest: int, state: ReferralState) -> bool:
    """Tell whether a newer version took its place, or the referral was withdrawn."""
    return version < newest or state is ReferralState.WITHDRAWN


def _take_deliveries(operation: ops.TakeDeliveries, change: Change) -> ops.AnyResult:
    channels = sorted({*operation.channels} - {Channel.DOWNLOAD})
    taken: list[ops.DeliveryTaking] = []
    for urgent in (True, False):
        if channels:
            taken += _due(urgent, channels, operation.limit - len(taken), change)
    return ops.TakenDeliveries(items=tuple(taken))


def _due(
    urgent: bool,  # noqa: FBT001 - a fact of the row
    channels: list[Channel],
    limit: int,
    change: Change,
) -> list[ops.DeliveryTaking]:
    wanted = (channels + [channels[-1]] * _CHANNELS)[:_CHANNELS]
    taken: list[ops.DeliveryTaking] = []
    for row in queries.rows("due_deliveries", urgent, change.now, *wanted, limit):
        referral, version, state, *_, newest, referral_state = row
        if _is_over(version, newest, ReferralState(referral_state)):
            item = _found(referral, version)
            if item is not None:
                _stop_or_park(item, change)
            continue
        queries.run("take_delivery", change.now + in_microseconds(LEASE), referral, version)
        taken.append(_taking(row, unsure=DeliveryState(state) is not DeliveryState.WAITING))
    return taken


def _taking(row: tuple[Any, ...], *, unsure: bool) -> ops.DeliveryTaking:
    referral, version, _, attempts, tries, looks, channel, address, *rest = row
    credential, since, is_test, _, _ = rest
    return ops.DeliveryTaking(
        referral=referral,
        version=version,
        attempt=attempts + 1,
        tries=tries + 1,
        looks=looks,
        unsure=unsure,
        channel=Channel(channel),
        address=address,
        credential=credential or None,
        is_test=bool(is_test),
        since=since,
    )


def _settle_delivery(operation: ops.SettleDelivery, change: Change) -> ops.AnyResult:
    item, step = _found(operation.referral, operation.version), operation.step
    if item is None:
        return ops.Unknown()
    if step not in _SETTLING:
        return ops.Refused()
    is_ours = item.state is DeliveryState.SENDING and item.attempts == operation.attempt
    if not is_ours and (step is not DeliveryStep.SENT or item.next(step) is None):
        return ops.Stale()
    if item.is_over and step in _MAY_HAVE_LEFT:
        _stop_or_park(item, change)
    elif item.is_over and step not in AFTER_STOPPING:
        _stop(item, change)
    else:
        _settle(item, operation, change)
    return ops.Done(number=operation.referral)


def _settle(item: _Item, operation: ops.SettleDelivery, change: Change) -> None:
    state = DELIVERY_NEXT[item.state, operation.step]
    looks = item.looks + 1 if state is DeliveryState.UNSURE else 0
    overdue_at = min(item.overdue_at, change.now) if state in _FOR_A_PERSON else item.overdue_at
    queries.run(
        "settle_delivery",
        int(state),
        looks,
        operation.trouble,
        change.now if operation.due_at is None else operation.due_at,
        overdue_at,
        change.now,
        item.referral,
        item.version,
    )
    if state in _AUDITED:
        action = f"referral.{state.name.lower()}"
        change.record(action, subject(item.referral), item.digest, item.detail)
    if state is DeliveryState.SENT:
        _delivered(item, change)


def _stop_or_park(item: _Item, change: Change) -> None:
    """Stop what nobody needs any more; what may have left of a withdrawn one is for a person.

    With a newer version on its way it does not matter whether the older one left.
    """
    withdrawn = item.referral_state is ReferralState.WITHDRAWN
    if withdrawn and item.state is not DeliveryState.WAITING:
        place = (item.referral, item.version)
        queries.run(
            "settle_delivery",
            int(DeliveryState.UNKNOWN),
            0,
            "",
            change.now,
            change.now,
            change.now,
            *place,
        )
        change.record("referral.unknown", subject(item.referral), item.digest, item.detail)
    else:
        _stop(item, change)


def _stop(item: _Item, change: Change) -> None:
    state = DELIVERY_NEXT[item.state, DeliveryStep.STOPPED]
    queries.run("move_delivery", int(state), change.now, item.referral, item.version)


def _delivered(item: _Item, change: Change) -> None:
    """Move the referral on, if this is its newest version and nothing came before."""
    state = NEXT.get((item.referral_state, ReferralStep.DELIVERED))
    if state is not None and not item.is_over:
        queries.run("move_referral", int(state), change.now, item.referral)


def _resolve_delivery(operation: ops.ResolveDelivery, change: Change) -> ops.AnyResult:
    item = _found(operation.referral, operation.version)
    if item is None:
        return ops.Unknown()
    step = _STEPS[operation.resolution]
    by_person = item.state in _FOR_A_PERSON or step is DeliveryStep.BY_HAND
    state = item.next(step) if by_person else None
    if state is None or (item.is_over and step is not DeliveryStep.ARRIVED):
        return ops.Refused()
    if state is DeliveryState.WAITING:
        limit = in_microseconds(age_limit(urgent=item.urgent))
        place = (item.referral, item.version)
        queries.run("try_again", change.now, change.now, change.now + limit, *place)
    else:
        queries.run("move_delivery", int(state), change.now, item.referral, item.version)
    change.record(f"referral.{step.value}", subject(item.referral), item.digest, item.detail)
    if state is DeliveryState.SENT:
        _delivered(item, change)
    return ops.Done(number=item.referral)


def _pick_up(operation: ops.PickUp, change: Change) -> ops.AnyResult:
    item = _found(operation.referral, operation.version)
    if item is None:
        return ops.Unknown()
    state = item.next(DeliveryStep.PICKED_UP)
    if state is None or item.is_over:
        return ops.Refused()
    queries.run("move_delivery", int(state), change.now, item.referral, item.version)
    change.record("referral.picked_up", subject(item.referral), item.digest, item.detail)
    _delivered(item, change)
    return ops.Done(number=item.referral)


def arrived(referral: int, version: int, change: Change) -> None:
    """Settle a delivery whose agency has answered: it must have it."""
    item = _found(referral, version)
    state = None if item is None else item.next(DeliveryStep.ARRIVED)
    if item is None or state is None:
        return
    queries.run("move_delivery", int(state), change.now, referral, version)
    change.record("referral.arrived", subject(referral), item.digest, item.detail)


DELIVERY_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.TakeDeliveries: _take_deliveries,
    ops.SettleDelivery: _settle_delivery,
    ops.ResolveDelivery: _resolve_delivery,
    ops.PickUp: _pick_up,
}
"""How each operation on deliveries is applied."""
