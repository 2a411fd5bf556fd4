"""How the public door answers what cannot go on: from error codes and statuses to pages."""

from typing import Final, NamedTuple

from tipline.domain.errors import TiplineError
from tipline.doors.public.words import N_


class Answer(NamedTuple):
    """A status and what the page says, still in English: what happened, and what to do."""

    status: int
    heading: str
    advice: str


_SAFE: Final = N_(
    "Your earlier answers are still here. Only the last page did not arrive: please fill it in"
    " again."
)

_BROKEN: Final = Answer(
    500,
    N_("Something went wrong on our side"),
    N_("Please go back and try again. If it happens again, try later."),
)

_ANSWERS: Final[dict[str, Answer]] = {
    "store_unavailable": Answer(
        503,
        N_("This site does not work at the moment"),
        N_(
            "It is not known whether your last page arrived. Wait a minute, then try again. Doing"
            " it twice does no harm."
        ),
    ),
    "draft_gone": Answer(
        410,
        N_("Your answers are not here any more"),
        N_(
            "We keep answers for one hour after the last page, then we erase them. If you chose"
            " that we get them when you leave, we have them. You can start again."
        ),
    ),
    "receipt_unknown": Answer(
        404,
        N_("We do not know this code"),
        N_("Check each letter and number, then try again. Codes stop working after some months."),
    ),
}
"""Errors the public door has its own words for; all others mean a fault on our side."""

_REFUSALS: Final[dict[int, Answer]] = {
    400: Answer(400, N_("This page cannot be read"), _SAFE),
    403: Answer(403, N_("This page cannot be opened"), _SAFE),
    404: Answer(
        404,
        N_("There is no such page"),
        N_("If you typed the address, check it, or go to the first page."),
    ),
    405: Answer(405, N_("This cannot be done here"), _SAFE),
    408: Answer(408, N_("This took too long"), _SAFE),
    413: Answer(
        413,
        N_("This is too long"),
        N_(
            "Your earlier answers are still here. Only the last page did not arrive, because it"
            " was too long. Please write less."
        ),
    ),
    415: Answer(
        415,
        N_("We cannot take files"),
        N_(
            "Thank you for telling us. We cannot take pictures, videos or other files, and"
            " nothing of this one was kept. Your earlier answers are still here. Tell us in"
            " words: a web address or a name is enough."
        ),
    ),
    503: Answer(
        503,
        N_("Very many people are here at the moment"),
        N_("Your earlier answers are still here. Wait a minute, then try again."),
    ),
    500: _BROKEN,
}
"""What is said to requests that come to no use case, by status."""


def answer_to(error: TiplineError) -> Answer:
    """Return what to say about an error."""
    return _ANSWERS.get(error.code, _BROKEN)


def refusal(status: int) -> Answer:
    """Return what to say with a status."""
    return _REFUSALS[status]
