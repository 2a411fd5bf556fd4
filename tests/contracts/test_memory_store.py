"""The sandbox's store does what the real one does, and forgets what is too much."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.contracts.intake import IntakeContract, Outcome, Stored, move
from tests.contracts.making import ACTOR, NOON, digest, received, report
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State, Step
from tipline.ports import operations as ops
from tipline.stores.memory import MemoryReader, MemoryStore


def stored_in(store: MemoryStore) -> Stored:
    def batch(requests: Sequence[ops.Request], now: datetime) -> list[Outcome]:
        return [outcome(one, now) for one in requests]

    def outcome(request: ops.Request, now: datetime) -> Outcome:
        try:
            return store.apply(request, now)
        except StoreUnavailableError as error:
            return error

    return Stored(batch, MemoryReader(store))


@pytest.fixture
def stored() -> Stored:
    return stored_in(MemoryStore())


class TestIntake(IntakeContract):
    """What comes through the provider door, in memory."""


def test_the_oldest_are_forgotten_when_there_are_too_many() -> None:
    store = MemoryStore(most=3)
    few = stored_in(store)
    provider = few.add_provider()
    for number in range(11, 16):
        few.apply(ops.SubmitReport(report=report(number, provider, "a")))
    assert [row.number for row in MemoryReader(store).newest(10)] == [15, 14, 13]
    assert few.reader.reports_sighting(digest("a")[:16], 10) == [15, 14, 13]
    assert few.apply(move(11, provider, Step.FINISH)) == [ops.Unknown()]
    assert MemoryReader(store).count() == 3


def test_large_reports_push_others_out_earlier() -> None:
    size = len(b"key 11" + b"body 11")
    few = stored_in(MemoryStore(most_bytes=2 * size))
    provider = few.add_provider()
    for number in (11, 12, 13):
        assert few.apply(ops.SubmitReport(report=report(number, provider))) == [received(number)]
    assert few.reader.report(11) is None
    assert few.row(12).state is State.OPEN


def test_forgetting_all_keeps_providers_and_never_gives_a_number_twice() -> None:
    store = MemoryStore()
    few = stored_in(store)
    provider = few.add_provider()
    key = ops.KeyUse(provider=provider, key=digest("key"), body=digest("body"))
    (reserved,) = few.apply(ops.ReserveNumbers(count=5))
    few.apply(ops.SubmitReport(report=report(11, provider, "a")), key=key)
    store.forget_all()
    assert few.reader.report(11) is None
    assert few.reader.reports_sighting(digest("a")[:16], 10) == []
    assert few.reader.body_of_key(provider, digest("key"), 0) is None
    assert few.reader.provider("p-1") is not None
    assert isinstance(reserved, ops.Done)
    assert few.apply(ops.ReserveNumbers(count=1)) == [ops.Done(number=reserved.number + 5)]


def test_an_operation_of_the_desk_is_refused() -> None:
    request = ops.Request(operation=ops.TakeOutbox(), actor=ACTOR)
    with pytest.raises(StoreUnavailableError):
        MemoryStore().apply(request, NOON)
