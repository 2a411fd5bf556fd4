"""What every database must do with the answers of agencies, and what reporters hear of them."""

from datetime import timedelta

import pytest

from tests.contracts.making import NOON, apply
from tests.contracts.referring import (
    LASTS,
    MINUTE,
    REFERRALS,
    REFERRED,
    a_case,
    a_released,
    answer,
    chosen,
    released,
    said,
    settle,
    take,
)
from tests.contracts.test_desk import actions
from tipline.domain.directory.agency import Channel
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.states import (
    MOST_ANSWERS,
    AnswerKind,
    DeclineReason,
    DeliveryState,
    DeliveryStep,
    OutcomeCode,
    ReferralState,
    StopReason,
)
from tipline.domain.referrals.told import Came
from tipline.ports import operations as ops
from tipline.ports.referrals.rows import AnswerRow

pytestmark = pytest.mark.usefixtures("store")

NOTE = ops.SealedNote(key=b"key", body=b"body")
DECLINED, REDIRECTED, OUTCOME = AnswerKind.DECLINED, AnswerKind.REDIRECTED, AnswerKind.OUTCOME
ELSEWHERE = DeclineReason.NOT_OUR_JURISDICTION
AT_WORK = OutcomeCode.UNDER_INVESTIGATION


def state_of(referral: int) -> ReferralState:
    row = REFERRALS.referral(referral)
    assert row is not None
    return row.state


def delivery_state(referral: int, version: int = 1) -> DeliveryState:
    row = REFERRALS.version(referral, version)
    assert row is not None
    return row.delivery.state


def test_an_answer_is_kept_once_and_proves_that_it_arrived() -> None:
    referral, _ = a_released()
    assert apply(answer(referral), answer(referral), after=MINUTE) == [ops.Done(number=1)] * 2
    assert REFERRALS.answers(referral) == [
        AnswerRow(
            number=1,
            referral=referral,
            version=1,
            agency="agency-a",
            kind=AnswerKind.ACKNOWLEDGED,
            reason=None,
            outcome=None,
            redirected_to=None,
            note=None,
            at=to_microseconds(NOON + MINUTE),
        )
    ]
    assert state_of(referral) is ReferralState.ACKNOWLEDGED
    assert delivery_state(referral) is DeliveryState.SENT
    assert take() == ()
    assert said(referral)[-2:] == [
        ("referral.acknowledged", None),
        ("referral.arrived", "version:1"),
    ]


def test_an_agency_declines_names_another_and_changes_its_mind() -> None:
    referral, _ = a_released()
    steps = [
        (answer(referral, DECLINED, same="b", reason=ELSEWHERE), ReferralState.DECLINED),
        (
            answer(referral, REDIRECTED, same="c", reason=ELSEWHERE, redirected_to="agency-b"),
            ReferralState.DECLINED,
        ),
        (answer(referral, same="d", note=NOTE), ReferralState.ACKNOWLEDGED),
        (answer(referral, OUTCOME, same="e", outcome=AT_WORK), ReferralState.OUTCOME),
        (
            answer(referral, OUTCOME, same="f", outcome=OutcomeCode.CHILD_SAFE),
            ReferralState.OUTCOME,
        ),
    ]
    for place, (operation, state) in enumerate(steps, 1):
        assert apply(operation) == [ops.Done(number=place)]
        assert state_of(referral) is state
    found = REFERRALS.answers(referral)
    assert [row.redirected_to for row in found] == [None, "agency-b", None, None, None]
    assert found[2].note == NOTE
    assert REFERRALS.latest_answers(5, 2) == found[3:1:-1]
    assert apply(answer(referral, same="g")) == [ops.Refused()]
    assert ("referral.outcome", "child_safe") in said(referral)


def test_an_answer_has_what_belongs_to_its_kind() -> None:
    referral, _ = a_released()
    before = actions()
    wrong = [
        answer(referral, reason=ELSEWHERE),
        answer(referral, outcome=AT_WORK),
        answer(referral, redirected_to="agency-b"),
        answer(referral, DECLINED),
        answer(referral, DECLINED, reason=ELSEWHERE, redirected_to="agency-b"),
        answer(referral, REDIRECTED, reason=ELSEWHERE),
        answer(referral, OUTCOME),
        answer(referral, OUTCOME, outcome=AT_WORK, reason=ELSEWHERE),
    ]
    assert apply(*wrong) == [ops.Refused()] * len(wrong)
    assert actions() == before
    with_note = answer(referral, REDIRECTED, reason=ELSEWHERE, note=NOTE)
    assert apply(with_note) == [ops.Done(number=1)]


def test_a_link_that_is_over_answers_nothing() -> None:
    referral, user = a_released()
    assert apply(answer(referral), after=LASTS) == [ops.Unknown()]
    assert apply(answer(9), answer(referral, version=2)) == [ops.Unknown()] * 2
    apply(ops.RevokeLink(referral=referral, version=1, user=user))
    assert apply(answer(referral)) == [ops.Unknown()]
    assert REFERRALS.answers(referral) == []


def test_a_withdrawn_referral_is_not_answered() -> None:
    referral, user = a_released()
    apply(ops.WithdrawReferral(referral=referral, reason=StopReason.MISTAKE, user=user))
    assert apply(answer(referral)) == [ops.Refused()]


def test_there_is_an_end_to_answers() -> None:
    referral, _ = a_released()
    many = [answer(referral, same=str(place)) for place in range(MOST_ANSWERS + 1)]
    results = apply(*many)
    assert results[-1] == ops.Refused()
    assert len(REFERRALS.answers(referral)) == MOST_ANSWERS


def test_an_older_version_that_is_acknowledged_does_not_move_a_newer_one() -> None:
    referral, user = a_released()
    (taken,) = take()
    settle(taken, DeliveryStep.SENT)
    released(referral, 2, user=user)
    assert apply(answer(referral)) == [ops.Done(number=1)]
    assert state_of(referral) is ReferralState.RELEASED
    cannot = answer(referral, DECLINED, same="c", reason=DeclineReason.CANNOT_OPEN)
    assert apply(cannot) == [ops.Done(number=2)]
    assert state_of(referral) is ReferralState.RELEASED
    assert delivery_state(referral, 2) is DeliveryState.WAITING
    over = answer(referral, OUTCOME, same="b", outcome=AT_WORK)
    assert apply(over) == [ops.Done(number=3)]
    assert state_of(referral) is ReferralState.OUTCOME
    (taken,) = take()
    settle(taken, DeliveryStep.SENT)
    assert state_of(referral) is ReferralState.OUTCOME


def test_what_is_answered_while_it_is_sent_is_sent() -> None:
    referral, _ = a_released()
    (taken,) = take()
    apply(answer(referral))
    assert settle(taken, DeliveryStep.LATER, due=timedelta(0)) == ops.Stale()
    assert delivery_state(referral) is DeliveryState.SENT


def test_who_answers_has_it_though_nobody_downloaded_it_here() -> None:
    referral, _ = a_released(Channel.DOWNLOAD)
    apply(answer(referral))
    assert delivery_state(referral) is DeliveryState.SENT


def test_a_reporter_hears_of_versions_that_have_their_report() -> None:
    case, user = a_case(11, 12)
    referral = chosen(case, user)
    released(referral, user=user)
    (taken,) = take()
    settle(taken, DeliveryStep.SENT)
    apply(answer(referral))
    assert [came.acknowledged for came in REFERRED.came(11)] == [True]
    assert REFERRED.came(12) == []


def test_how_far_the_referrals_of_a_report_came() -> None:
    case, user = a_case(11, 12)
    first, second, third = (chosen(case, user, f"agency-{place}") for place in range(3))
    assert REFERRED.came(11) == []
    for referral in (first, second, third):
        released(referral, user=user, channel=Channel.DOWNLOAD)
    apply(ops.WithdrawReferral(referral=third, reason=StopReason.MISTAKE, user=user))
    apply(ops.PickUp(referral=first, version=1, user=user))
    apply(
        answer(second),
        answer(second, OUTCOME, same="b", outcome=AT_WORK),
        answer(second, OUTCOME, same="c", outcome=OutcomeCode.CHILD_SAFE),
    )
    assert REFERRED.came(11) == [
        Came(left=True, acknowledged=False, outcome=None),
        Came(left=True, acknowledged=True, outcome=OutcomeCode.CHILD_SAFE),
    ]
    assert REFERRED.came(12) == []
