"""Applies what agencies answer by their links."""

from typing import Final

from tipline.domain.referrals.states import (
    MOST_ANSWERS,
    NEXT,
    STEP_OF,
    AnswerKind,
    ReferralState,
    ReferralStep,
)
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.referrals.apply_deliveries import arrived
from tipline.stores.referrals.apply_referrals import Found, find, subject


def _answer_referral(operation: ops.AnswerReferral, change: Change) -> ops.AnyResult:
    number, version = operation.referral, operation.version
    found, link = find(number), queries.one("link_of_version", number, version)
    if found is None or link is None or link[0] <= change.now or link[1] is not None:
        return ops.Unknown()
    same = queries.one("same_answer", number, version, operation.same)
    if same is not None:
        return ops.Done(number=int(same[0]))
    state = NEXT.get((found.state, STEP_OF[operation.kind]))
    given = queries.one("count_answers", number)
    full = given is not None and given[0] >= MOST_ANSWERS
    if state is None or full or not _is_meant(operation):
        return ops.Refused()
    answer = _insert(operation, change)
    code = operation.reason or operation.outcome
    change.record(f"referral.{operation.kind.value}", subject(number), detail=code and code.value)
    arrived(number, version, change)
    if not _is_of_before(operation, found):
        queries.run("move_referral", int(state), change.now, number)
    return ops.Done(number=answer)


def _is_meant(operation: ops.AnswerReferral) -> bool:
    """Tell whether an answer has what belongs to its kind, and nothing else."""
    declines = STEP_OF[operation.kind] is ReferralStep.DECLINED
    redirects = operation.kind is AnswerKind.REDIRECTED
    elsewhere = operation.redirected_to is not None or operation.note is not None
    return (
        (operation.reason is not None) == declines
        and (operation.outcome is not None) == (operation.kind is AnswerKind.OUTCOME)
        and (redirects or operation.redirected_to is None)
        and (elsewhere or not redirects)
    )


def _is_of_before(operation: ops.AnswerReferral, found: Found) -> bool:
    """Tell whether it is about an older version while the newest is still on its way.

    What came of the matter counts all the same; that an older package arrived, or could not be
    opened, says nothing of the newest.
    """
    return (
        operation.kind is not AnswerKind.OUTCOME
        and operation.version < found.version
        and found.state in {ReferralState.RELEASED, ReferralState.DELIVERED}
    )


def _insert(operation: ops.AnswerReferral, change: Change) -> int:
    last = queries.one("last_answer")
    number = 1 + (int(last[0] or 0) if last else 0)
    reason, outcome, note = operation.reason, operation.outcome, operation.note
    queries.run(
        "insert_answer",
        number,
        operation.referral,
        operation.version,
        operation.kind.value,
        reason.value if reason else "",
        outcome.value if outcome else "",
        operation.redirected_to or "",
        note.key if note else None,
        note.body if note else None,
        operation.same,
        change.now,
    )
    return number


ANSWER_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.AnswerReferral: _answer_referral,
}
"""How an answer is applied."""
