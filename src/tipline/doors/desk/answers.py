"""How the desk answers what cannot go on: the tables from error codes and statuses to pages."""

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
    "It is not known whether anything was changed. Look before you try again; if it happens "
    "again, tell your operator what you did.",
)

ANSWERS: Final[dict[str, Answer]] = {
    "store_unavailable": Answer(
        503,
        "The hotline cannot be reached at the moment",
        "What you asked for is not shown. It is not known whether a change you made was stored, "
        "or whether the log says that you opened a report. Wait a minute, look how the report "
        "stands now, and do it again only if it was not done. If it lasts, tell your operator: "
        "the database may be away or the disk full.",
    ),
    "report_not_at_desk": Answer(
        404,
        "There is no such report at the desk",
        "Check the number. Reports that were never finished or were retracted do not come to the "
        "desk, and what was added to a report is shown with that report.",
    ),
    "settings_unusable": Answer(
        500,
        "The agencies or the routing rules cannot be read",
        "Somebody changed them so that they cannot be used, and nothing was released. Tell your "
        "operator: `tipline directory check` says what is wrong.",
    ),
    "seal_broken": Answer(
        500,
        "This report cannot be opened",
        "It was sealed for another key, or it was changed in the database. Tell your operator: "
        "the audit log and the last backup will show which.",
    ),
}
"""Errors the desk has its own words for; all others mean that something is wrong with Tipline."""

_GO_BACK: Final = "Go back: your browser keeps what you typed. "

REFUSALS: Final[dict[int, Answer]] = {
    400: Answer(
        400,
        "This request cannot be read",
        _GO_BACK + "Send it once more from our own page, or check the address.",
    ),
    403: Answer(
        403,
        "This form could not be taken",
        "The page it came from is too old, or was opened elsewhere. "
        + _GO_BACK
        + "Copy what is long, then load the page again, log in if you are asked to, and send it "
        "once more. Cookies must be allowed for this site.",
    ),
    405: Answer(
        405,
        "This address does not take that",
        "Nothing was done. Use the links and buttons of our own pages.",
    ),
    408: Answer(
        408,
        "This form took too long",
        "It did not arrive within half a minute, and nothing was done. "
        + _GO_BACK
        + "Check your connection, and send it once more.",
    ),
    413: Answer(
        413,
        "This form is too large",
        "Nothing was done. " + _GO_BACK + "Shorten the longest text, and send it once more.",
    ),
    415: Answer(
        415,
        "This form could not be taken",
        "This service takes text in forms only, never files. Nothing was done. "
        + _GO_BACK
        + "Say in words what matters, and send it once more.",
    ),
    500: _BROKEN,
}
"""What is said to requests that come to no use case, by status."""


def answer_to(error: TiplineError) -> Answer:
    """Return what to say about an error."""
    return ANSWERS.get(error.code, _BROKEN)
