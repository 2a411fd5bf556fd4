"""Delivers the packages that are due, side by side: taken first, then sent, then settled.

The intent is stored before the act. What was taken and never settled may have left: it is looked
for at the recipient before it is sent again, and if nobody can look, a person is asked. So nothing
is lost, and nothing comes twice to whom looks at the parcel's id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from queue import SimpleQueue
from threading import Thread
from typing import Final

import msgspec
import structlog

from tipline.domain.directory.agency import Channel
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.referrals.naming import ciphertext_name
from tipline.domain.referrals.states import (
    GIVE_UP_AFTER,
    MOST_LOOKS,
    DeliveryStep,
    pause_after,
)
from tipline.ports.clock import Clock
from tipline.ports.operations import (
    DeliveryTaking,
    Request,
    SettleDelivery,
    TakeDeliveries,
    TakenDeliveries,
)
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import DeliveryGateway, Handed, Parcel, Trouble
from tipline.ports.referrals.readers import DeliveryReader
from tipline.ports.secrets import Randomness
from tipline.ports.stores import Writer

ACTOR: Final = "service:post"
SIDE_BY_SIDE: Final = 4
"""Deliveries at a time: one slow recipient does not keep the others waiting."""

_ID_DIGITS: Final = 16
_CHANCE_BYTES: Final = 2

_log: Final = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """The ports it takes to deliver, a gateway for each channel that there is a way for.

    `unsettled` is what could not be written down while the store was away; the next round does.
    """

    writer: Writer
    reader: DeliveryReader
    gateways: Mapping[Channel, DeliveryGateway]
    randomness: Randomness
    clock: Clock
    unsettled: list[SettleDelivery] = field(default_factory=list)


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """How one attempt ended; `LATER` and `UNSURE` are taken up again by themselves."""

    referral: int
    version: int
    step: DeliveryStep
    trouble: Trouble


def deliver_referrals(carrier: Carrier, most: int = SIDE_BY_SIDE) -> list[Carried]:
    """Deliver what is due, at most so many at a time, and write down how each ended.

    Raises:
        StoreUnavailableError: what was to be written was not; the next round does it.
    """
    _settle_rest(carrier)
    operation = TakeDeliveries(channels=tuple(carrier.gateways), limit=most)
    result = carrier.writer.write(Request(operation=operation, actor=ACTOR))
    takings = result.items if isinstance(result, TakenDeliveries) else ()
    ended: SimpleQueue[tuple[DeliveryTaking, Carried]] = SimpleQueue()
    for taking in takings:
        parcel = _parcel(taking, carrier.reader)
        # A daemon: a recipient that hangs must not keep this process from ending.
        Thread(target=_carry, args=(taking, parcel, carrier, ended), daemon=True).start()
    found: list[Carried] = []
    for _ in takings:
        taking, carried = ended.get()
        found.append(carried)
        carrier.unsettled.append(_settlement(taking, carried, carrier))
    _settle_rest(carrier)
    return found


def _settle_rest(carrier: Carrier) -> None:
    """Write down how attempts ended; one that was written before changes nothing again."""
    while carrier.unsettled:
        carrier.writer.write(Request(operation=carrier.unsettled[0], actor=ACTOR))
        del carrier.unsettled[0]


def _parcel(taking: DeliveryTaking, reader: DeliveryReader) -> Parcel | None:
    """Return what is to be delivered; None if the store has no package, which it should."""
    try:
        data = reader.ciphertext(taking.referral, taking.version)
    except StoreUnavailableError:
        data = None
    if data is None:
        return None
    place = f"referral-{taking.referral}-v{taking.version}"
    return Parcel(
        id=f"{place}-{sha256(data).hexdigest()[:_ID_DIGITS]}",
        name=ciphertext_name(taking.referral, taking.version),
        referral=taking.referral,
        version=taking.version,
        is_test=taking.is_test,
        address=taking.address,
        credential=taking.credential,
        data=data,
    )


def _carry(
    taking: DeliveryTaking,
    parcel: Parcel | None,
    carrier: Carrier,
    ended: "SimpleQueue[tuple[DeliveryTaking, Carried]]",
) -> None:
    """Make one attempt in this thread and tell how it ended, whatever happens."""
    try:
        step, trouble = _attempt(taking, parcel, carrier)
    except Exception as error:  # noqa: BLE001 - a fault of ours: it may have left
        _log.error("process_failed", exc_info=error, child="post")
        step, trouble = DeliveryStep.UNKNOWN, Trouble.INTERRUPTED
    carried = Carried(referral=taking.referral, version=taking.version, step=step, trouble=trouble)
    ended.put((taking, carried))


def _attempt(
    taking: DeliveryTaking, parcel: Parcel | None, carrier: Carrier
) -> tuple[DeliveryStep, Trouble]:
    if parcel is None:
        return _not_now(taking, Trouble.NO_PACKAGE, carrier)
    gateway = carrier.gateways[taking.channel]
    if taking.unsure:
        there = gateway.look(parcel)
        if there is not False:
            return _looked(taking, gateway, there=there)
    handed = gateway.deliver(parcel)
    match handed.outcome:
        case Delivery.TAKEN:
            return DeliveryStep.SENT, Trouble.NONE
        case Delivery.REFUSED:
            return DeliveryStep.FAILED, handed.trouble
        case Delivery.LATER:
            return _not_now(taking, handed.trouble, carrier)
        case Delivery.UNKNOWN:
            return _look_first(taking, parcel, gateway, handed, carrier)


def _look_first(
    taking: DeliveryTaking,
    parcel: Parcel,
    gateway: DeliveryGateway,
    handed: Handed,
    carrier: Carrier,
) -> tuple[DeliveryStep, Trouble]:
    """Find out at once whether something left whose answer never came."""
    there = gateway.look(parcel)
    if there is False:
        return _not_now(taking, handed.trouble, carrier)
    return _looked(taking, gateway, there=there)


def _looked(
    taking: DeliveryTaking, gateway: DeliveryGateway, *, there: bool | None
) -> tuple[DeliveryStep, Trouble]:
    """Return what follows from a look that did not say that nothing is there."""
    if there:
        return DeliveryStep.SENT, Trouble.NONE
    if gateway.can_look and taking.looks + 1 < MOST_LOOKS:
        return DeliveryStep.UNSURE, Trouble.CANNOT_LOOK
    trouble = Trouble.CANNOT_LOOK if gateway.can_look else Trouble.BROKE_OFF
    return DeliveryStep.UNKNOWN, trouble


def _not_now(
    taking: DeliveryTaking, trouble: Trouble, carrier: Carrier
) -> tuple[DeliveryStep, Trouble]:
    """Return that it did not leave: it is tried again, unless that has gone on for too long."""
    oldest = to_microseconds(carrier.clock.now()) - in_microseconds(GIVE_UP_AFTER)
    given_up = taking.since <= oldest and taking.tries > 1
    return (DeliveryStep.FAILED if given_up else DeliveryStep.LATER), trouble


def _settlement(taking: DeliveryTaking, carried: Carried, carrier: Carrier) -> SettleDelivery:
    chance = int.from_bytes(carrier.randomness.random_bytes(_CHANCE_BYTES)) / 256**_CHANCE_BYTES
    tries = taking.looks + 1 if carried.step is DeliveryStep.UNSURE else taking.tries
    pause = in_microseconds(pause_after(tries, chance))
    waits = carried.step in {DeliveryStep.LATER, DeliveryStep.UNSURE}
    return SettleDelivery(
        referral=taking.referral,
        version=taking.version,
        attempt=taking.attempt,
        step=carried.step,
        trouble=carried.trouble.value,
        due_at=to_microseconds(carrier.clock.now()) + pause if waits else None,
    )


def count_left(found: Sequence[Carried]) -> int:
    """Return how many of these reached their agency."""
    return sum(one.step is DeliveryStep.SENT for one in found)
