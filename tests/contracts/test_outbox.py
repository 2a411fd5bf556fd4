"""What every database must do with alerts: taken before the act, settled after it, never lost."""

from datetime import timedelta

import pytest

from tests.contracts.making import NOON, add_provider, apply, report
from tests.contracts.test_desk import actions
from tipline.domain.desk import DeskRole, ReportPart
from tipline.domain.lifecycle import OPEN_FOR, State, Step
from tipline.domain.moments import to_microseconds
from tipline.domain.outbox import (
    GIVE_UP_AFTER,
    LOOK_AGAIN,
    STUCK_ATTEMPTS,
    TAKEN_FOR,
    OutboxEnd,
    OutboxState,
)
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.desk.reading import DatabaseDeskReader

pytestmark = pytest.mark.usefixtures("store")

DESK = DatabaseDeskReader()
SECOND = timedelta(seconds=1)


def urgent(number: int, state: State = State.FINISHED, provider: int | None = None) -> None:
    apply(ops.SubmitReport(report=report(number, provider, state=state, urgent=True)))


def take(after: timedelta = timedelta(0)) -> tuple[ops.Taking, ...]:
    (result,) = apply(ops.TakeOutbox(), after=after)
    assert isinstance(result, ops.TakenItems)
    return result.items


def settle(
    *items: ops.Taking, end: OutboxEnd, due_at: timedelta | None = None, now: timedelta = SECOND
) -> None:
    due = None if due_at is None else to_microseconds(NOON + due_at)
    numbers = tuple(item.id for item in items)
    (result,) = apply(ops.SettleOutbox(items=numbers, end=end, due_at=due), after=now)
    assert result == ops.Done(number=len(items))


def states() -> list[int]:
    found = queries.raw_connection().execute("SELECT state FROM outbox_item ORDER BY id")
    return [state for (state,) in found.fetchall()]


def test_what_is_taken_is_taken_once_until_whoever_took_it_was_killed() -> None:
    urgent(11)
    (first,) = take()
    assert first.attempts == 1
    assert take(TAKEN_FOR - SECOND) == ()
    (second,) = take(TAKEN_FOR)
    assert (second.id, second.attempts) == (first.id, 2)


def test_what_is_sent_is_over_and_in_the_audit_log() -> None:
    urgent(11)
    urgent(12)
    settle(*take(), end=OutboxEnd.SENT)
    assert states() == [OutboxState.SENT] * 2
    assert take(GIVE_UP_AFTER) == ()
    assert actions()[-2:] == ["alert.sent", "alert.sent"]
    assert [entry.action for entry in DESK.history(11, 1)] == ["alert.sent"]


def test_a_settled_item_is_not_settled_again() -> None:
    urgent(11)
    taken = take()
    settle(*taken, end=OutboxEnd.SENT)
    late = ops.SettleOutbox(items=(taken[0].id,), end=OutboxEnd.FAILED)
    assert apply(late) == [ops.Done(number=0)]
    assert states() == [OutboxState.SENT]


def test_what_is_tried_again_waits_till_then() -> None:
    urgent(11)
    settle(*take(), end=OutboxEnd.RETRY, due_at=timedelta(seconds=9))
    assert take(timedelta(seconds=8)) == ()
    assert [item.attempts for item in take(timedelta(seconds=9))] == [2]
    assert actions() == ["report.submitted"]


def test_a_report_that_was_read_needs_no_alert() -> None:
    (user,) = apply(
        ops.AddUser(name="ada", role=DeskRole.ANALYST, password="hash", factor=b"factor")
    )
    assert isinstance(user, ops.Done)
    urgent(11)
    apply(ops.ReadReport(number=11, user=user.number, part=ReportPart.FACTS))
    assert take() == ()
    assert states() == [OutboxState.NEEDLESS]


def test_an_open_report_alerts_when_it_is_finished() -> None:
    provider = add_provider()
    urgent(11, State.OPEN, provider)
    assert take() == ()
    assert states() == [OutboxState.WAITING]
    apply(ops.MoveReport(number=11, provider=provider, step=Step.FINISH))
    assert take(LOOK_AGAIN - SECOND) == ()
    assert [item.attempts for item in take(LOOK_AGAIN)] == [1]


@pytest.mark.parametrize("how", ["retracted", "expired"])
def test_a_report_nobody_will_see_alerts_nobody(how: str) -> None:
    provider = add_provider()
    urgent(11, State.OPEN, provider)
    if how == "retracted":
        apply(ops.MoveReport(number=11, provider=provider, step=Step.RETRACT))
    assert take(OPEN_FOR) == ()
    assert states() == [OutboxState.NEEDLESS]


def test_urgent_facts_that_were_added_alert_for_their_report() -> None:
    provider = add_provider()
    apply(ops.SubmitReport(report=report(11, provider, state=State.FINISHED)))
    extra = report(12, provider, state=State.FINISHED, urgent=True)
    apply(ops.AddSupplement(to=11, provider=provider, report=extra))
    assert len(take()) == 1


def test_stuck_alerts_are_those_tried_often_and_those_that_failed_lately() -> None:
    urgent(11)
    urgent(12)
    now = timedelta(0)
    for _ in range(STUCK_ATTEMPTS):
        assert DESK.stuck_alerts(to_microseconds(NOON + now)) == 0
        now += TAKEN_FOR
        taken = take(now)
    assert DESK.stuck_alerts(to_microseconds(NOON + now)) == 2
    settle(taken[0], end=OutboxEnd.FAILED, now=now)
    settle(taken[1], end=OutboxEnd.SENT, now=now)
    assert DESK.stuck_alerts(to_microseconds(NOON + now)) == 1
    assert DESK.stuck_alerts(to_microseconds(NOON + now + GIVE_UP_AFTER)) == 0
    assert "alert.failed" in actions()
