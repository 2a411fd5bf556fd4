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
        (Shelf.CLOSED, True, CloseReason.DUPLICATE, Progress.CLOSED),
        (Shelf.CLOSED, False, None, Progress.CLOSED),
    ],
)
def test_progress_follows_the_shelf(
    shelf: Shelf | None, taken_on: bool, reason: CloseReason | None, expected: Progress
) -> None:
    assert progress(shelf, taken_on, reason) is expected
    if shelf is not None:
        assert progress(Shelf(shelf + 10), taken_on, reason) is expected
