"""What every database must do so that contact is seen only by who may: the custodian rule."""

from datetime import timedelta

import pytest

from tests.contracts.making import NOON, apply
from tests.contracts.public.making import (
    LASTS,
    MINUTE,
    MOMENT,
    TALKS,
    history,
    note,
    send,
    stop,
)
from tests.contracts.test_desk import add_user
from tipline.domain.desk import CONTACT_SHOWN_FOR, ContactReason
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.public import ContactRequestRow

pytestmark = pytest.mark.usefixtures("store")

DANGER = ContactReason.DANGER
REFUSED = [ops.Refused()]
SHOWN_FROM = 2 * MINUTE


@pytest.fixture
def ada(store: str) -> int:
    assert store
    send("a", 11, note("contact"))
    return add_user("ada")


@pytest.fixture
def ben(store: str) -> int:
    assert store
    return add_user("ben")


def request(user: int, number: int = 11) -> ops.RequestContact:
    return ops.RequestContact(report=number, user=user, reason=DANGER)


def asked(user: int, after: timedelta = MINUTE) -> int:
    (result,) = apply(request(user), after=after)
    assert isinstance(result, ops.Done)
    return result.number


def decide(number: int, user: int, *, approve: bool = True) -> ops.DecideContact:
    return ops.DecideContact(request=number, user=user, approve=approve)


def read(user: int) -> ops.ReadContact:
    return ops.ReadContact(report=11, user=user)


def test_contact_is_asked_for_allowed_by_another_and_read(ada: int, ben: int) -> None:
    assert apply(read(ada)) == REFUSED
    number = asked(ada)
    waiting = ContactRequestRow(
        id=number,
        report=11,
        user=ada,
        reason=DANGER,
        asked_at=to_microseconds(NOON + MINUTE),
        decided_by=None,
        decided_at=None,
        approved=None,
    )
    assert TALKS.contact_requests(11) == TALKS.waiting_requests(5) == [waiting]
    assert apply(read(ada), after=MINUTE) == REFUSED
    assert apply(decide(number, ben), after=SHOWN_FROM) == [ops.Done(number=number)]
    assert TALKS.waiting_requests(5) == []
    (decided,) = TALKS.contact_requests(11)
    assert (decided.decided_by, decided.approved) == (ben, True)
    assert decided.decided_at == to_microseconds(NOON + SHOWN_FROM)
    assert apply(read(ada), read(ada), after=SHOWN_FROM) == [ops.Done(number=11)] * 2
    assert history(11) == [
        ("report.submitted", None),
        ("contact.requested", "danger"),
        ("contact.approved", f"user:{ada}"),
        ("contact.read", None),
        ("contact.read", None),
    ]


def test_an_approval_holds_for_a_while_and_for_nobody_else(ada: int, ben: int) -> None:
    apply(decide(asked(ada), ben), after=SHOWN_FROM)
    ends = SHOWN_FROM + CONTACT_SHOWN_FOR
    assert apply(read(ben), after=SHOWN_FROM) == REFUSED
    assert apply(read(ada), after=ends - MOMENT) == [ops.Done(number=11)]
    assert apply(request(ada), after=ends - MOMENT) == REFUSED
    assert apply(read(ada), after=ends) == REFUSED
    second = asked(ada, after=ends)
    assert apply(read(ada), after=ends) == REFUSED
    assert next(row.id for row in TALKS.contact_requests(11)) == second


def test_what_was_refused_is_not_read_and_can_be_asked_for_again(ada: int, ben: int) -> None:
    number = asked(ada)
    assert apply(decide(number, ben, approve=False)) == [ops.Done(number=number)]
    (row,) = TALKS.contact_requests(11)
    assert row.approved is False
    assert apply(read(ada)) == REFUSED
    assert asked(ada) != number
    assert ("contact.refused", f"user:{ada}") in history(11)


def test_nobody_decides_their_own_or_twice(ada: int, ben: int) -> None:
    number = asked(ada)
    assert apply(decide(number, ada)) == REFUSED
    assert apply(decide(number + 1, ben)) == [ops.Unknown()]
    assert apply(decide(number, ben, approve=False)) == [ops.Done(number=number)]
    assert apply(decide(number, ben)) == REFUSED
    assert apply(read(ada)) == REFUSED


def test_one_person_asks_once_and_others_ask_for_themselves(ada: int, ben: int) -> None:
    first = asked(ada)
    assert apply(request(ada), after=MINUTE) == REFUSED
    second = asked(ben, after=2 * MINUTE)
    assert [row.id for row in TALKS.waiting_requests(5)] == [first, second]
    assert [row.id for row in TALKS.waiting_requests(1)] == [first]
    assert [row.id for row in TALKS.contact_requests(11)] == [second, first]


def test_contact_that_was_not_left_is_not_asked_for(ada: int) -> None:
    send("b", 12)
    for number in (12, 13):
        assert apply(request(ada, number)) == [ops.Unknown()]
        assert TALKS.contact(number) is None
    assert TALKS.contact(11) == note("contact")
    assert TALKS.waiting_requests(5) == []


def test_who_is_disabled_asks_decides_and_reads_nothing(ada: int, ben: int) -> None:
    number = asked(ada)
    apply(ops.DisableUser(name="ben"))
    assert apply(decide(number, ben)) == REFUSED
    assert apply(request(ben)) == REFUSED
    assert apply(decide(number, add_user("cleo"))) == [ops.Done(number=number)]
    apply(ops.DisableUser(name="ada"))
    assert apply(read(ada)) == REFUSED


def test_people_who_are_not_there_harm_nobody_in_their_batch(ada: int) -> None:
    number = asked(ada)
    outcomes = apply(request(ada + 99), decide(number, ada + 99), read(ada + 99))
    assert outcomes == REFUSED * 3


@pytest.mark.parametrize("has_ended", [False, True])
def test_who_asks_not_to_be_contacted_is_not_even_after_the_receipt_ended(
    ada: int, *, has_ended: bool
) -> None:
    apply(stop("a"))
    if has_ended:
        assert apply(ops.EndThreads(), after=LASTS) == [ops.Done(number=1)]
    assert apply(request(ada), after=LASTS) == REFUSED


def test_who_lets_the_desk_ask_again_can_be_contacted(ada: int) -> None:
    apply(stop("a"), stop("a", again=True))
    assert asked(ada)
