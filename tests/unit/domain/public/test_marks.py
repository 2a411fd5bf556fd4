"""The marks of a report follow from its public answers."""

import pytest

from tipline.domain.public.marks import Mark, marks_of
from tipline.domain.report import PublicAnswers


@pytest.mark.parametrize(
    ("public", "expected"),
    [
        (None, Mark(0)),
        (PublicAnswers(), Mark(0)),
        (PublicAnswers(unconfirmed=True), Mark.UNCONFIRMED),
        (PublicAnswers(incomplete=True), Mark.INCOMPLETE),
        (PublicAnswers(unconfirmed=True, incomplete=True), Mark.UNCONFIRMED | Mark.INCOMPLETE),
    ],
)
def test_marks_follow_from_the_answers(public: PublicAnswers | None, expected: Mark) -> None:
    assert marks_of(public) == expected
