"""What every database must do with deliveries: taken before the act, settled after it, once."""

from datetime import timedelta
from itertools import product

import pytest

from tests.contracts.making import NOON, apply
from tests.contracts.referring import (
    DELIVERIES,
    HOUR,
    MINUTE,
    REFERRALS,
    ZERO,
    a_case,
    a_released,
    chosen,
    released,
    resolve,
    said,
    settle,
    take,
)
from tipline.domain.directory.agency import Channel
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.states import (
    DELIVERY_NEXT,
    LEASE,
    DeliveryState,
    DeliveryStep,
    ReferralState,
    StopReason,
)
from tipline.ports import operations as ops
from tipline.ports.referrals.rows import DeliveryRow
from tipline.stores import queries

pytestmark = pytest.mark.usefixtures("store")

SECOND = timedelta(seconds=1)


def delivery(referral: int, version: int = 1) -> DeliveryRow:
    row = REFERRALS.version(referral, version)
    assert row is not None
    return row.delivery


def referral_state(referral: int) -> ReferralState:
    row = REFERRALS.referral(referral)
    assert row is not None
    return row.state


def overdue(after: timedelta) -> int:
    return REFERRALS.overdue(to_microseconds(NOON + after))


def withdraw(referral: int, user: int) -> None:
    apply(ops.WithdrawReferral(referral=referral, reason=StopReason.MISTAKE, user=user))


def put(referral: int, state: DeliveryState) -> None:
    queries.raw_connection().execute(
        f"UPDATE referral_delivery SET state = {int(state)} WHERE referral_id = {referral}"  # noqa: S608
    )


def test_what_is_taken_is_taken_once_until_whoever_took_it_was_killed() -> None:
    referral, _ = a_released()
    (first,) = take()
    assert (first.referral, first.version, first.attempt) == (referral, 1, 1)
    assert not first.unsure
    assert delivery(referral).state is DeliveryState.SENDING
    assert take(LEASE - SECOND) == ()
    (second,) = take(LEASE)
    assert second.unsure
    assert second.attempt == 2


def test_urgent_ones_come_first_and_only_what_can_be_sent_is_taken() -> None:
    case, user = a_case(11)
    channels = (Channel.EMAIL, Channel.HTTPS, Channel.SFTP, Channel.DOWNLOAD, Channel.EMAIL)
    for place, channel in enumerate(channels):
        number = chosen(case, user, f"agency-{place}")
        released(number, user=user, channel=channel, urgent=place == 4, after=SECOND * place)
    assert take(MINUTE, ()) == ()
    assert take(MINUTE, (Channel.DOWNLOAD,)) == ()
    assert [one.channel for one in take(MINUTE, (Channel.SFTP,))] == [Channel.SFTP]
    assert [one.referral for one in take(MINUTE, limit=2)] == [5, 1]
    assert [one.referral for one in take(MINUTE)] == [2]
    assert DELIVERIES.waiting() == {Channel.EMAIL: 2, Channel.HTTPS: 1, Channel.SFTP: 1}


def test_what_was_sent_is_over_delivered_and_in_the_audit_log() -> None:
    referral, _ = a_released()
    (taken,) = take()
    assert settle(taken, DeliveryStep.SENT, after=MINUTE) == ops.Done(number=referral)
    row = delivery(referral)
    assert (row.state, row.settled_at) == (
        DeliveryState.SENT,
        to_microseconds(NOON + MINUTE),
    )
    assert referral_state(referral) is ReferralState.DELIVERED
    assert said(referral)[-1] == ("referral.sent", "version:1")
    assert take(100 * HOUR) == ()
    assert overdue(100 * HOUR) == 0
    assert settle(taken, DeliveryStep.SENT) == ops.Stale()


def test_what_is_tried_again_waits_till_then_and_says_why() -> None:
    referral, _ = a_released()
    (taken,) = take()
    assert settle(taken, DeliveryStep.LATER, due=MINUTE) == ops.Done(number=referral)
    row = delivery(referral)
    assert (row.state, row.trouble) == (DeliveryState.WAITING, "not_now")
    assert take(MINUTE - SECOND) == ()
    (again,) = take(MINUTE)
    assert (again.unsure, again.attempt, again.tries) == (False, 2, 2)
    assert said(referral)[-1] == ("referral.released", "version:1")


def test_what_nobody_is_sure_of_is_looked_for_and_looks_are_counted() -> None:
    a_released()
    now = ZERO
    for looks in range(3):
        (taken,) = take(now)
        assert (taken.unsure, taken.looks) == (looks > 0, looks)
        now += MINUTE
        settle(taken, DeliveryStep.UNSURE, due=now)
    (taken,) = take(now)
    settle(taken, DeliveryStep.LATER, due=now)
    (taken,) = take(now)
    assert (taken.unsure, taken.looks) == (False, 0)


@pytest.mark.parametrize("step", [DeliveryStep.UNKNOWN, DeliveryStep.FAILED])
def test_what_needs_a_person_alerts_at_once_and_is_not_taken(step: DeliveryStep) -> None:
    referral, _ = a_released()
    (taken,) = take()
    assert overdue(MINUTE) == 0
    settle(taken, step, after=MINUTE)
    assert overdue(MINUTE) == 1
    assert take(100 * HOUR) == ()
    assert said(referral)[-1] == (f"referral.{step.value}", "version:1")
    assert [row.state.name.lower() for row in REFERRALS.deliveries((0, 0), 9)] == [step.value]
    assert REFERRALS.stuck((0, 0), 9) == REFERRALS.deliveries((0, 0), 9)


def test_what_waits_too_long_alerts() -> None:
    case, user = a_case(11)
    released(chosen(case, user), user=user, urgent=True)
    released(chosen(case, user, "agency-b"), user=user)
    by_hand = chosen(case, user, "agency-c")
    released(by_hand, user=user, channel=Channel.DOWNLOAD)
    assert [overdue(HOUR * hours) for hours in (3, 4, 23, 24)] == [0, 1, 1, 3]
    listed = REFERRALS.deliveries((0, 0), 2)
    assert [row.referral for row in listed] == [1, 2]
    place = (listed[-1].overdue_at, listed[-1].referral)
    assert [row.referral for row in REFERRALS.deliveries(place, 2)] == [by_hand]
    assert REFERRALS.stuck((0, 0), 9) == []


def test_who_lost_the_item_to_another_only_counts_if_it_left() -> None:
    referral, _ = a_released()
    (slow,) = take()
    (other,) = take(LEASE)
    assert settle(slow, DeliveryStep.LATER, due=MINUTE) == ops.Stale()
    assert settle(other, DeliveryStep.LATER, due=LEASE) == ops.Done(number=referral)
    assert settle(slow, DeliveryStep.FAILED) == ops.Stale()
    assert settle(slow, DeliveryStep.SENT) == ops.Done(number=referral)
    assert delivery(referral).state is DeliveryState.SENT


def test_only_ends_of_attempts_settle() -> None:
    a_released()
    (taken,) = take()
    for step in set(DeliveryStep) - {
        DeliveryStep.SENT,
        DeliveryStep.LATER,
        DeliveryStep.UNSURE,
        DeliveryStep.UNKNOWN,
        DeliveryStep.FAILED,
    }:
        assert settle(taken, step) == ops.Refused()
    nobodys = ops.SettleDelivery(referral=9, version=1, attempt=1, step=DeliveryStep.SENT)
    assert apply(nobodys) == [ops.Unknown()]


@pytest.mark.parametrize("how", ["withdrawn", "newer"])
def test_what_is_over_while_it_is_sent_is_not_tried_again_but_may_have_left(how: str) -> None:
    referral, user = a_released()
    (taken,) = take()
    if how == "withdrawn":
        withdraw(referral, user)
    else:
        released(referral, 2, user=user)
    assert delivery(referral).state is DeliveryState.SENDING
    assert settle(taken, DeliveryStep.LATER, due=MINUTE) == ops.Done(number=referral)
    assert delivery(referral).state is DeliveryState.STOPPED
    before = referral_state(referral)
    assert settle(taken, DeliveryStep.SENT) == ops.Done(number=referral)
    assert delivery(referral).state is DeliveryState.SENT
    assert referral_state(referral) is before


def test_what_was_taken_and_is_over_is_not_taken_again() -> None:
    referral, user = a_released()
    take()
    withdraw(referral, user)
    assert take(LEASE) == ()
    assert delivery(referral).state is DeliveryState.UNKNOWN  # it may have left: ask the agency
    assert overdue(LEASE) == 1
    for resolution in (ops.Resolution.AGAIN, ops.Resolution.BY_HAND):
        assert resolve(referral, resolution, user) == ops.Refused()
    assert resolve(referral, ops.Resolution.ARRIVED, user) == ops.Done(number=referral)


@pytest.mark.parametrize("step", [DeliveryStep.UNSURE, DeliveryStep.UNKNOWN])
def test_what_may_have_left_of_a_withdrawn_referral_is_for_a_person(step: DeliveryStep) -> None:
    referral, user = a_released()
    (taken,) = take()
    withdraw(referral, user)
    settle(taken, step, due=MINUTE)
    assert delivery(referral).state is DeliveryState.UNKNOWN
    assert said(referral)[-1] == ("referral.unknown", "version:1")


def test_a_person_says_that_it_arrived_sends_it_again_or_takes_it_by_hand() -> None:
    referral, user = a_released()
    assert resolve(referral, ops.Resolution.ARRIVED, user) == ops.Refused()
    (taken,) = take()
    settle(taken, DeliveryStep.UNKNOWN)
    assert resolve(referral, ops.Resolution.AGAIN, user) == ops.Done(number=referral)
    assert overdue(MINUTE) == 0
    (taken,) = take()
    assert (taken.unsure, taken.attempt, taken.tries) == (False, 2, 1)
    settle(taken, DeliveryStep.FAILED)
    assert resolve(referral, ops.Resolution.BY_HAND, user) == ops.Done(number=referral)
    assert delivery(referral).state is DeliveryState.FOR_PICKUP
    assert [action for action, _ in said(referral)][-4:] == [
        "referral.unknown",
        "referral.again",
        "referral.failed",
        "referral.by_hand",
    ]


def test_what_arrived_is_delivered() -> None:
    referral, user = a_released()
    (taken,) = take()
    settle(taken, DeliveryStep.UNKNOWN)
    assert resolve(referral, ops.Resolution.ARRIVED, user) == ops.Done(number=referral)
    assert referral_state(referral) is ReferralState.DELIVERED
    assert delivery(referral).state is DeliveryState.SENT


def test_what_waits_to_be_picked_up_is_picked_up_as_often_as_need_be() -> None:
    referral, user = a_released(Channel.DOWNLOAD)
    pick = ops.PickUp(referral=referral, version=1, user=user)
    assert apply(pick, pick) == [ops.Done(number=referral)] * 2
    assert delivery(referral).state is DeliveryState.PICKED_UP
    assert referral_state(referral) is ReferralState.DELIVERED
    assert said(referral)[-2:] == [("referral.picked_up", "version:1")] * 2
    assert overdue(100 * HOUR) == 0
    released(referral, 2, user=user, channel=Channel.DOWNLOAD)
    assert apply(pick) == [ops.Refused()]


def test_what_is_sent_is_not_picked_up() -> None:
    referral, user = a_released()
    assert apply(ops.PickUp(referral=referral, version=1, user=user)) == [ops.Refused()]


def test_what_withdrawing_stops_is_what_the_table_says() -> None:
    referral, user = a_released()
    for state in DeliveryState:
        queries.raw_connection().execute(
            f"UPDATE referral SET state = 2 WHERE number = {referral}"  # noqa: S608
        )
        put(referral, state)
        withdraw(referral, user)
        unsent = (DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.FOR_PICKUP)
        expected = DeliveryState.STOPPED if state in unsent else state
        if state is DeliveryState.UNSURE:
            expected = DeliveryState.UNKNOWN
        assert delivery(referral).state is expected


def test_no_operation_takes_a_step_that_is_not_in_the_table() -> None:
    referral, user = a_released()
    for state, resolution in product(DeliveryState, ops.Resolution):
        put(referral, state)
        result = resolve(referral, resolution, user)
        step = DeliveryStep(resolution.value)
        assert (state, step) in DELIVERY_NEXT or result == ops.Refused()
        if result != ops.Refused():
            assert delivery(referral).state is DELIVERY_NEXT[state, step]
