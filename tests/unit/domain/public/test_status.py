"""A reporter is told how far their report has come."""

import pytest

from tipline.domain.desk import CloseReason, Shelf
from tipline.domain.public.status import Progress, progress


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
