"""Random histories of deliveries with kills anywhere: never lost, never twice by id, or parked.

The peer deduplicates by the parcel's id, as recipients are told to. A kill is a step that is left
out: what was taken is not sent, or what was sent is not settled.
"""

import random
from datetime import datetime, timedelta

import pytest

from tests.contracts.making import NOON, apply
from tests.contracts.referring import (
    DELIVERIES,
    REFERRALS,
    a_case,
    chosen,
    released,
    resolve,
)
from tipline.domain.directory.agency import Channel
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.referrals.states import DeliveryState
from tipline.ports import operations as ops
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import DeliveryGateway, Handed, Parcel, Trouble
from tipline.services.referrals.deliver_referrals import Carried, Carrier, deliver_referrals

pytestmark = pytest.mark.usefixtures("store")

REFERRALS_OF_A_HISTORY = 5
ROUNDS = 60


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at


class Halves:
    """Gives bytes that are neither high nor low."""

    def random_bytes(self, count: int) -> bytes:
        return b"\x80" + bytes(count - 1)


class Peer:
    """A recipient that fails in every way there is; it keeps one of each id."""

    deadline = 1.0

    def __init__(self, chance: random.Random, *, can_look: bool) -> None:
        self.can_look = can_look
        self.had: dict[str, int] = {}
        self.calm = False
        self._chance = chance

    def deliver(self, parcel: Parcel) -> Handed:
        how = 0.99 if self.calm else self._chance.random()
        if how < 0.25:
            return Handed(outcome=Delivery.LATER, trouble=Trouble.NO_CONNECTION)
        if how < 0.35:
            return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.BROKE_OFF)
        self.had[parcel.id] = self.had.get(parcel.id, 0) + 1
        if how < 0.5:
            return Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.BROKE_OFF)
        if how < 0.55:
            raise RuntimeError("a fault of ours")
        return Handed(outcome=Delivery.TAKEN)

    def look(self, parcel: Parcel) -> bool | None:
        if not self.can_look or (not self.calm and self._chance.random() < 0.4):
            return None
        return parcel.id in self.had


class Killed(Exception):  # noqa: N818 - an end, not an error
    """The process ended here."""


class Store:
    """Writes to the real store; now and then it is away, or the process ends before a step."""

    def __init__(self, time: Time, chance: random.Random) -> None:
        self._time, self._chance = time, chance
        self.calm = False

    def write(self, request: ops.Request) -> ops.AnyResult:
        how = 1.0 if self.calm else self._chance.random()
        settles = isinstance(request.operation, ops.SettleDelivery)
        if settles and how < 0.15:
            raise Killed
        if how < 0.25:
            raise StoreUnavailableError
        (result,) = apply(request.operation, after=self._time.at - NOON)
        if isinstance(result, StoreUnavailableError):
            raise result
        if how < 0.4:
            raise Killed if settles or how < 0.3 else StoreUnavailableError
        return result


class World:
    """A hotline whose post is killed and started again, and its recipients."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a repeatable history
        self.time = Time()
        self.store = Store(self.time, self.chance)
        self.mail = Peer(self.chance, can_look=False)
        self.drop = Peer(self.chance, can_look=True)
        self.carrier = self.started()

    def started(self) -> Carrier:
        gateways: dict[Channel, DeliveryGateway] = {
            Channel.EMAIL: self.mail,
            Channel.HTTPS: self.drop,
        }
        return Carrier(
            writer=self.store,
            reader=DELIVERIES,
            gateways=gateways,
            randomness=Halves(),
            clock=self.time,
        )

    def round(self) -> list[Carried]:
        try:
            return deliver_referrals(self.carrier)
        except Killed:
            self.carrier = self.started()  # what was not settled is forgotten with the process
        except StoreUnavailableError:
            pass
        return []


def state_of(referral: int) -> DeliveryState:
    row = REFERRALS.version(referral, 1)
    assert row is not None
    return row.delivery.state


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_nothing_comes_twice_unless_a_person_said_so(seed: int) -> None:
    world = World(seed)
    case, user = a_case(11)
    channels: dict[int, Channel] = {}
    for place in range(REFERRALS_OF_A_HISTORY):
        number = chosen(case, user, f"agency-{place}")
        channels[number] = (Channel.EMAIL, Channel.HTTPS)[place % 2]
        released(number, user=user, channel=channels[number], urgent=place == 3)
    for _ in range(ROUNDS):
        world.round()
        world.time.at += timedelta(minutes=world.chance.choice((1, 6, 20)))
    world.mail.calm = world.drop.calm = world.store.calm = True
    for _ in range(20):
        world.round()
        world.time.at += timedelta(minutes=40)
    # E-mail: at most once, and whoever is not known to have it waits for a person.
    assert all(count == 1 for count in world.mail.had.values())
    for number, channel in channels.items():
        peer = world.mail if channel is Channel.EMAIL else world.drop
        has = any(name.startswith(f"referral-{number}-v1-") for name in peer.had)
        state = state_of(number)
        assert state in {DeliveryState.SENT, DeliveryState.UNKNOWN}
        assert has or state is DeliveryState.UNKNOWN
        if state is DeliveryState.UNKNOWN:
            assert REFERRALS.overdue(10**18) >= 1
            resolution = ops.Resolution.ARRIVED if has else ops.Resolution.AGAIN
            resolve(number, resolution, user)
    for _ in range(3):
        world.round()
        world.time.at += timedelta(minutes=40)
    assert {state_of(number) for number in channels} == {DeliveryState.SENT}
    assert len(world.mail.had) + len(world.drop.had) == REFERRALS_OF_A_HISTORY
    assert all(count == 1 for count in world.mail.had.values())
