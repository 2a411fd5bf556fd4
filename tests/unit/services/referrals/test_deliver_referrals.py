"""One round of deliveries: what each end leads to, and what is written down of it."""

from datetime import UTC, datetime

import pytest

from tipline.domain.directory.agency import Channel
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.referrals.states import GIVE_UP_AFTER, MOST_LOOKS, DeliveryStep, pause_after
from tipline.ports.operations import (
    AnyResult,
    DeliveryTaking,
    Done,
    Request,
    SettleDelivery,
    TakeDeliveries,
    TakenDeliveries,
)
from tipline.ports.outgoing import Delivery
from tipline.ports.referrals.delivery import Handed, Parcel, Trouble
from tipline.services.referrals.deliver_referrals import (
    Carrier,
    count_left,
    deliver_referrals,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = to_microseconds(NOON)
OLD = NOW - in_microseconds(GIVE_UP_AFTER)
LATER = Handed(outcome=Delivery.LATER, trouble=Trouble.NOT_NOW)
UNKNOWN = Handed(outcome=Delivery.UNKNOWN, trouble=Trouble.BROKE_OFF)


class Noon:
    def now(self) -> datetime:
        return NOON


class Halves:
    """Gives bytes that are neither high nor low."""

    def random_bytes(self, count: int) -> bytes:
        return b"\x80" + bytes(count - 1)


class Store:
    """Gives out one item once; `away` for so many settlements."""

    def __init__(self, *items: DeliveryTaking, away: int = 0) -> None:
        self._items = items
        self._away = away
        self.taken: list[TakeDeliveries] = []
        self.settled: list[SettleDelivery] = []

    def write(self, request: Request) -> AnyResult:
        if isinstance(request.operation, TakeDeliveries):
            self.taken.append(request.operation)
            items, self._items = self._items, ()
            return TakenDeliveries(items=items)
        if self._away:
            self._away -= 1
            raise StoreUnavailableError
        assert isinstance(request.operation, SettleDelivery)
        self.settled.append(request.operation)
        return Done(number=1)


class Packages:
    """Has one package, or none, or cannot be read."""

    def __init__(self, data: bytes | None = b"age", *, is_lost: bool = False) -> None:
        self._data, self._is_lost = data, is_lost

    def ciphertext(self, number: int, version: int) -> bytes | None:
        assert number
        assert version
        if self._is_lost:
            raise StoreUnavailableError
        return self._data

    def waiting(self) -> dict[Channel, int]:
        return {}


class Peer:
    """Answers as it is told, and remembers what it was given."""

    deadline = 1.0

    def __init__(
        self,
        handed: Handed = LATER,
        *,
        there: bool | None = None,
        can_look: bool = True,
    ) -> None:
        self._handed, self._there, self.can_look = handed, there, can_look
        self.given: list[Parcel] = []
        self.looks = 0

    def deliver(self, parcel: Parcel) -> Handed:
        self.given.append(parcel)
        return self._handed

    def look(self, parcel: Parcel) -> bool | None:
        assert parcel.data
        self.looks += 1
        return self._there


def item(
    *, unsure: bool = False, looks: int = 0, tries: int = 1, since: int = NOW
) -> DeliveryTaking:
    return DeliveryTaking(
        referral=7,
        version=2,
        attempt=3,
        tries=tries,
        looks=looks,
        unsure=unsure,
        channel=Channel.HTTPS,
        address="https://drop.agency-a.example.org/",
        credential="agency-a",
        is_test=False,
        since=since,
    )


def carrier(store: Store, peer: Peer, packages: Packages | None = None) -> Carrier:
    return Carrier(
        writer=store,
        reader=packages or Packages(),
        gateways={Channel.HTTPS: peer},
        randomness=Halves(),
        clock=Noon(),
    )


def test_a_parcel_has_an_id_that_stays_and_a_name_of_ours() -> None:
    peer = Peer(Handed(outcome=Delivery.TAKEN))
    for _ in range(2):
        store = Store(item())
        found = deliver_referrals(carrier(store, peer))
        assert [one.step for one in found] == [DeliveryStep.SENT]
        assert count_left(found) == 1
    first, second = peer.given
    assert first == second
    assert first.id.startswith("referral-7-v2-")
    assert first.name == "referral-7-v2.zip.age"
    assert store.taken == [TakeDeliveries(channels=(Channel.HTTPS,), limit=4)]
    (settled,) = store.settled
    assert (settled.attempt, settled.due_at) == (3, None)


@pytest.mark.parametrize(
    ("taking", "peer", "step", "trouble"),
    [
        (
            item(),
            Peer(Handed(outcome=Delivery.REFUSED, trouble=Trouble.REFUSED)),
            DeliveryStep.FAILED,
            Trouble.REFUSED,
        ),
        (item(), Peer(LATER), DeliveryStep.LATER, Trouble.NOT_NOW),
        (item(since=OLD, tries=1), Peer(LATER), DeliveryStep.LATER, Trouble.NOT_NOW),
        (item(since=OLD, tries=2), Peer(LATER), DeliveryStep.FAILED, Trouble.NOT_NOW),
        (item(), Peer(UNKNOWN, there=True), DeliveryStep.SENT, Trouble.NONE),
        (item(), Peer(UNKNOWN, there=False), DeliveryStep.LATER, Trouble.BROKE_OFF),
        (item(), Peer(UNKNOWN), DeliveryStep.UNSURE, Trouble.CANNOT_LOOK),
        (item(), Peer(UNKNOWN, can_look=False), DeliveryStep.UNKNOWN, Trouble.BROKE_OFF),
        (
            item(looks=MOST_LOOKS - 1),
            Peer(UNKNOWN),
            DeliveryStep.UNKNOWN,
            Trouble.CANNOT_LOOK,
        ),
    ],
)
def test_how_an_attempt_ended_decides_what_follows(
    taking: DeliveryTaking, peer: Peer, step: DeliveryStep, trouble: Trouble
) -> None:
    store = Store(taking)
    (found,) = deliver_referrals(carrier(store, peer))
    assert (found.step, found.trouble) == (step, trouble)
    (settled,) = store.settled
    assert (settled.step, settled.trouble) == (step, trouble.value)
    assert (settled.due_at is not None) == (step in {DeliveryStep.LATER, DeliveryStep.UNSURE})


@pytest.mark.parametrize(
    ("there", "can_look", "step", "given"),
    [
        (True, True, DeliveryStep.SENT, 0),
        (None, True, DeliveryStep.UNSURE, 0),
        (None, False, DeliveryStep.UNKNOWN, 0),
        (False, True, DeliveryStep.LATER, 1),
    ],
)
def test_what_may_have_left_is_looked_for_before_it_is_sent(
    *, there: bool | None, can_look: bool, step: DeliveryStep, given: int
) -> None:
    peer, store = Peer(LATER, there=there, can_look=can_look), Store(item(unsure=True))
    (found,) = deliver_referrals(carrier(store, peer))
    assert (found.step, len(peer.given)) == (step, given)


def test_it_waits_longer_the_more_often_it_was_tried() -> None:
    store = Store(item(tries=4))
    deliver_referrals(carrier(store, Peer(LATER)))
    chance = 0x8000 / 0x10000
    assert store.settled[0].due_at == NOW + in_microseconds(pause_after(4, chance))


@pytest.mark.parametrize("packages", [Packages(None), Packages(is_lost=True)])
def test_without_its_package_nothing_is_sent(packages: Packages) -> None:
    peer, store = Peer(), Store(item())
    (found,) = deliver_referrals(carrier(store, peer, packages))
    assert (found.step, found.trouble) == (DeliveryStep.LATER, Trouble.NO_PACKAGE)
    assert peer.given == []


def test_a_fault_of_ours_counts_as_unknown() -> None:
    class Broken(Peer):
        def deliver(self, parcel: Parcel) -> Handed:
            raise RuntimeError(parcel.name)

    store = Store(item())
    (found,) = deliver_referrals(carrier(store, Broken()))
    assert (found.step, found.trouble) == (DeliveryStep.UNKNOWN, Trouble.INTERRUPTED)
    assert store.settled[0].step is DeliveryStep.UNKNOWN


def test_what_could_not_be_written_down_is_written_in_the_next_round() -> None:
    peer, store = Peer(Handed(outcome=Delivery.TAKEN)), Store(item(), away=2)
    ours = carrier(store, peer)
    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            deliver_referrals(ours)
    assert deliver_referrals(ours) == []
    assert [one.step for one in store.settled] == [DeliveryStep.SENT]
    assert len(peer.given) == 1


def test_nothing_due_is_nothing_done() -> None:
    store = Store()
    assert deliver_referrals(carrier(store, Peer())) == []
    assert store.settled == []
