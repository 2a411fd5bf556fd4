"""How the desk answers when a use case cannot go on: the only table from error codes to pages."""

from typing import Final, NamedTuple

from tipline.domain.errors import TiplineError


class Answer(NamedTuple):
    """A status and what the page says: what happened, and what to do."""

    status: int
    heading: str
    advice: str


_BROKEN: Final = Answer(
    500,
    "Something went wrong",
    "Nothing was changed. Try again; if it happens again, tell your operator what you did.",
)

ANSWERS: Final[dict[str, Answer]] = {
    "store_unavailable": Answer(
        503,
        "The hotline cannot write at the moment",
        "Nothing was changed, and nothing was opened, because every opening is recorded first. "
        "Wait a minute and try again. If it lasts, tell your operator: the disk may be full.",
    ),
    "report_not_at_desk": Answer(
        404,
        "There is no such report at the desk",
        "Check the number. Reports that were never finished or were retracted do not come to the "
        "desk, and what was added to a report is shown with that report.",
    ),
    "seal_broken": Answer(
        500,
        "This report cannot be opened",
        "It was sealed for another key, or it was changed in the database. Tell your operator: "
        "the audit log and the last backup will show which.",
    ),
}
"""Errors the desk has its own words for; all others mean that something is wrong with Tipline."""


def answer_to(error: TiplineError) -> Answer:
    """Return what to say about an error."""
    return ANSWERS.get(error.code, _BROKEN)
