"""The tables of referrals and deliveries: what they must allow, and what they never may."""

from datetime import timedelta

import pytest

from tipline.domain.referrals.states import (
    DELIVERY_NEXT,
    LAST_OPEN,
    LAST_WORKED_ON,
    LEASE,
    NEXT,
    ORDINARY_LIMIT,
    STEP_OF,
    URGENT_LIMIT,
    AnswerKind,
    DeliveryState,
    DeliveryStep,
    ReferralState,
    ReferralStep,
    age_limit,
    pause_after,
)


def test_every_state_but_the_first_is_reached_and_every_step_happens() -> None:
    assert set(NEXT.values()) == set(ReferralState) - {ReferralState.PREPARING}
    assert {step for _, step in NEXT} == set(ReferralStep)
    assert set(DELIVERY_NEXT.values()) == set(DeliveryState)
    assert {step for _, step in DELIVERY_NEXT} == set(DeliveryStep)


def test_a_withdrawn_referral_stays_so_and_an_outcome_is_never_undone() -> None:
    assert not [step for state, step in NEXT if state is ReferralState.WITHDRAWN]
    after = {NEXT[one] for one in NEXT if one[0] is ReferralState.OUTCOME}
    assert after == {ReferralState.OUTCOME, ReferralState.RELEASED}


def test_whatever_is_not_withdrawn_can_have_a_new_version() -> None:
    can = {state for state, step in NEXT if step is ReferralStep.RELEASED}
    assert can == set(ReferralState) - {ReferralState.WITHDRAWN}


def test_what_was_sent_is_never_sent_again() -> None:
    """From what is over nothing leads back to what a worker takes."""
    over = {DeliveryState.SENT, DeliveryState.PICKED_UP, DeliveryState.STOPPED}
    reached = {DELIVERY_NEXT[one] for one in DELIVERY_NEXT if one[0] in over}
    assert reached <= over


def test_only_a_person_sends_again_what_may_have_left() -> None:
    waits = {one for one, state in DELIVERY_NEXT.items() if state is DeliveryState.WAITING}
    assert waits == {
        (DeliveryState.SENDING, DeliveryStep.LATER),
        (DeliveryState.UNKNOWN, DeliveryStep.AGAIN),
        (DeliveryState.FAILED, DeliveryStep.AGAIN),
    }


def test_open_states_are_those_with_something_to_do() -> None:
    begun = {state for state, step in DELIVERY_NEXT if step is DeliveryStep.BEGUN}
    assert {state for state in DeliveryState if state <= LAST_WORKED_ON} == begun
    is_open = {state for state in DeliveryState if state <= LAST_OPEN}
    stopped = {
        state
        for state, step in DELIVERY_NEXT
        if step in {DeliveryStep.STOPPED, DeliveryStep.PICKED_UP}
    }
    assert is_open == stopped - {DeliveryState.PICKED_UP}


def test_every_answer_is_a_step() -> None:
    assert set(STEP_OF) == set(AnswerKind)
    for step in STEP_OF.values():
        assert (ReferralState.DELIVERED, step) in NEXT


def test_what_is_urgent_may_wait_less() -> None:
    assert age_limit(urgent=True) == URGENT_LIMIT < ORDINARY_LIMIT == age_limit(urgent=False)


@pytest.mark.parametrize(
    ("tries", "chance", "seconds"),
    [(0, 0.0, 30), (1, 0.0, 30), (1, 0.5, 22.5), (2, 0.0, 60), (7, 0.0, 1_800), (99, 0.0, 1_800)],
)
def test_pauses_grow_to_a_limit(tries: int, chance: float, seconds: float) -> None:
    assert pause_after(tries, chance) == timedelta(seconds=seconds)


def test_a_lease_is_longer_than_an_attempt() -> None:
    """An attempt looks, delivers and looks again: three times a gateway's deadline."""
    assert timedelta(seconds=3 * 60) < LEASE
