"""A reporter is told how far their report has come."""

import pytest

from tipline.domain.desk import CloseReason, Shelf
from tipline.domain.public.status import Progress, progress
from tipline.domain.referrals.states import OutcomeCode
from tipline.domain.referrals.told import Came, Told, told


@pytest.mark.parametrize(
    ("shelf", "taken_on", "reason", "expected"),
    [
        (None, False, None, Progress.RECEIVED),
        (None, True, None, Progress.BEING_READ),
        (Shelf.UNREAD, False, None, Progress.RECEIVED),
        (Shelf.UNREAD, True, None, Progress.BEING_READ),
        (Shelf.READ, False, None, Progress.BEING_READ),
        (Shelf.READ, True, None, Progress.BEING_READ),
        (Shelf.CLOSED, False, CloseReason.REFERRED_ELSEWHERE, Progress.PASSED_ON),
        (Shelf.CLOSED, False, CloseReason.NO_FURTHER_ACTION, Progress.NOTHING_TO_DO),
        (Shelf.CLOSED, True, CloseReason.DUPLICATE, Progress.KNOWN),
        (Shelf.CLOSED, False, CloseReason.OUT_OF_SCOPE, Progress.FOR_OTHERS),
        (Shelf.CLOSED, False, CloseReason.SPAM, Progress.CLOSED),
        (Shelf.CLOSED, False, None, Progress.CLOSED),
    ],
)
def test_progress_follows_the_shelf(
    shelf: Shelf | None, taken_on: bool, reason: CloseReason | None, expected: Progress
) -> None:
    assert progress(shelf, taken_on, reason) is expected
    if shelf is not None:
        assert progress(Shelf(shelf + 10), taken_on, reason) is expected


@pytest.mark.parametrize("shelf", [None, Shelf.UNREAD, Shelf.TEST_UNREAD])
def test_who_has_written_since_is_not_told_that_nobody_has_read_it(shelf: Shelf | None) -> None:
    assert progress(shelf, taken_on=False, reason=None, has_talked=True) is Progress.ADDED
    assert progress(shelf, taken_on=True, reason=None, has_talked=True) is Progress.BEING_READ


def test_what_was_written_changes_nothing_for_who_is_told_more() -> None:
    told = progress(Shelf.CLOSED, taken_on=False, reason=CloseReason.SPAM, has_talked=True)
    assert told is Progress.CLOSED
    assert progress(Shelf.READ, taken_on=False, reason=None, has_talked=True) is (
        Progress.BEING_READ
    )


WAITS = Came(left=False, acknowledged=False, outcome=None)
"""Released and not yet on its way."""
LEFT = Came(left=True, acknowledged=False, outcome=None)
"""Also one that was declined: nobody is told that."""
HAS_IT = Came(left=True, acknowledged=True, outcome=None)


def ended(outcome: OutcomeCode, *, acknowledged: bool = True) -> Came:
    return Came(left=True, acknowledged=acknowledged, outcome=outcome)


@pytest.mark.parametrize(
    ("referrals", "expected"),
    [
        ([], Progress.BEING_READ),
        ([WAITS], Progress.BEING_READ),
        ([LEFT], Progress.PASSED_ON),
        ([WAITS, LEFT], Progress.PASSED_ON),
        ([HAS_IT], Progress.ARRIVED),
        ([HAS_IT, LEFT], Progress.ARRIVED),
        ([ended(OutcomeCode.OTHER, acknowledged=False)], Progress.ARRIVED),
        ([ended(OutcomeCode.NOT_OUR_JURISDICTION, acknowledged=False)], Progress.PASSED_ON),
        ([ended(OutcomeCode.NOT_OUR_JURISDICTION)], Progress.ARRIVED),
        ([ended(OutcomeCode.UNDER_INVESTIGATION)], Progress.ANSWERED),
        ([ended(OutcomeCode.CHILD_SAFE)], Progress.ANSWERED),
        ([ended(OutcomeCode.SUSPECT_IDENTIFIED)], Progress.ANSWERED),
        ([ended(OutcomeCode.INSUFFICIENT_INFORMATION)], Progress.ANSWERED),
        ([ended(OutcomeCode.ALREADY_KNOWN)], Progress.ANSWERED),
        ([ended(OutcomeCode.CLOSED_WITHOUT_ACTION)], Progress.ANSWERED),
        ([LEFT, ended(OutcomeCode.CHILD_SAFE), HAS_IT], Progress.ANSWERED),
        ([WAITS, ended(OutcomeCode.NOT_OUR_JURISDICTION)], Progress.ARRIVED),
    ],
)
def test_the_furthest_referral_is_told_and_never_what_came_of_it(
    referrals: list[Came], expected: Progress
) -> None:
    assert progress(Shelf.READ, False, None, told=told(referrals)) is expected
    assert progress(Shelf.READ, False, None, told=told(reversed(referrals))) is expected


@pytest.mark.parametrize("shelf", [None, *Shelf])
@pytest.mark.parametrize("reason", [None, *CloseReason])
def test_what_was_referred_goes_before_where_the_report_lies(
    shelf: Shelf | None, reason: CloseReason | None
) -> None:
    assert progress(shelf, True, reason, told=Told.PASSED_ON) is Progress.PASSED_ON
    found = progress(shelf, False, reason, has_talked=True, told=Told.ENDED)
    assert found is Progress.ANSWERED
