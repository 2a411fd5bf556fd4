"""One neutral mail for all alerts that are due, settled by what came of it."""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.outbox import GIVE_UP_AFTER, OutboxEnd, backoff
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    Done,
    Request,
    SettleOutbox,
    TakenItems,
    TakeOutbox,
    Taking,
)
from tipline.ports.outgoing import Delivery, Mail
from tipline.services.deliver_outbox import Delivered, Post, alert_mail, deliver_outbox

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = to_microseconds(NOON)
OLD = NOW - in_microseconds(GIVE_UP_AFTER)


class Noon:
    def now(self) -> datetime:
        return NOON


class Halves:
    """Gives bytes that are neither high nor low."""

    def random_bytes(self, count: int) -> bytes:
        return b"\x80" + bytes(count - 1)


class Store:
    """Gives out items once and remembers what it was told; `fails` breaks at the n-th write."""

    def __init__(self, items: Sequence[Taking], fails: int | None = None) -> None:
        self._items = deque(items)
        self._fails = fails
        self.written: list[AnyOperation] = []

    def write(self, request: Request) -> AnyResult:
        self.written.append(request.operation)
        if len(self.written) == self._fails:
            raise StoreUnavailableError
        if isinstance(request.operation, TakeOutbox):
            return TakenItems(items=tuple(self._items))
        return Done(number=1)

    def settled(self) -> list[SettleOutbox]:
        return [one for one in self.written if isinstance(one, SettleOutbox)]


class Server:
    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self.mails: list[Mail] = []

    def send(self, mail: Mail) -> Delivery:
        self.mails.append(mail)
        return self._delivery


def post(store: Store, server: Server, desk_url: str | None = None) -> Post:
    return Post(
        writer=store,
        mail=server,
        randomness=Halves(),
        clock=Noon(),
        name="hotline.example.org",
        desk_url=desk_url,
    )


def test_nothing_due_means_no_mail() -> None:
    store, server = Store([]), Server(Delivery.TAKEN)
    assert deliver_outbox(post(store, server)) == Delivered(items=0, delivery=None)
    assert (server.mails, store.settled()) == ([], [])


def test_many_alerts_make_one_mail() -> None:
    store, server = Store([Taking(n, 1, NOW) for n in range(500)]), Server(Delivery.TAKEN)
    found = deliver_outbox(post(store, server))
    assert found == Delivered(items=500, delivery=Delivery.TAKEN)
    assert len(server.mails) == 1
    assert store.settled() == [SettleOutbox(items=tuple(range(500)), end=OutboxEnd.SENT)]


def test_the_items_are_taken_before_the_mail_leaves() -> None:
    store, server = Store([Taking(1, 1, NOW)], fails=1), Server(Delivery.TAKEN)
    with pytest.raises(StoreUnavailableError):
        deliver_outbox(post(store, server))
    assert server.mails == []


def test_a_store_that_breaks_after_the_mail_leaves_the_items_to_be_taken_again() -> None:
    store, server = Store([Taking(1, 1, NOW)], fails=2), Server(Delivery.TAKEN)
    with pytest.raises(StoreUnavailableError):
        deliver_outbox(post(store, server))
    assert len(server.mails) == 1


@pytest.mark.parametrize("delivery", [Delivery.LATER, Delivery.UNKNOWN])
def test_what_may_not_have_left_is_tried_again(delivery: Delivery) -> None:
    store = Store([Taking(1, 3, NOW), Taking(2, 1, NOW)])
    deliver_outbox(post(store, Server(delivery)))
    due_at = NOW + in_microseconds(backoff(1, 0.5))
    assert store.settled() == [SettleOutbox(items=(1, 2), end=OutboxEnd.RETRY, due_at=due_at)]


def test_what_is_refused_for_good_has_failed() -> None:
    store = Store([Taking(1, 1, NOW)])
    deliver_outbox(post(store, Server(Delivery.REFUSED)))
    assert store.settled() == [SettleOutbox(items=(1,), end=OutboxEnd.FAILED)]


def test_after_a_day_it_is_given_up_but_never_untried() -> None:
    store = Store([Taking(1, 9, OLD), Taking(2, 1, OLD), Taking(3, 9, OLD + 1)])
    deliver_outbox(post(store, Server(Delivery.LATER)))
    ends = {one.end: one.items for one in store.settled()}
    assert ends == {OutboxEnd.FAILED: (1,), OutboxEnd.RETRY: (2, 3)}


@pytest.mark.parametrize("desk_url", [None, "https://hotline.example.org/desk/"])
def test_the_mail_says_where_and_nothing_of_what(desk_url: str | None) -> None:
    mail = alert_mail(post(Store([]), Server(Delivery.TAKEN), desk_url))
    assert mail.subject == "[hotline.example.org] Something waits at the desk"
    assert (desk_url in mail.text) if desk_url else ("http" not in mail.text)
    said = mail.subject + mail.text.replace(desk_url or "", "")
    assert not any(mark.isdigit() for mark in said)
    assert "urgent" not in said.lower()
    assert max(map(len, mail.text.splitlines())) < 78


def test_pauses_grow_to_a_limit_and_are_spread() -> None:
    pauses = [backoff(attempts, 0) for attempts in range(1, 12)]
    assert pauses[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=10)
    assert backoff(10_000, 0) == timedelta(minutes=10)
    assert backoff(1, 0.5) == timedelta(seconds=3.75)
