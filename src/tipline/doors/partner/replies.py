"""How the partner door answers what cannot go on: from error codes and statuses to pages."""

from typing import Final, NamedTuple

from tipline.domain.errors import TiplineError


class Reply(NamedTuple):
    """A status and what the page says: what happened, and what to do."""

    status: int
    heading: str
    advice: str


NO_LINK: Final = Reply(
    404,
    "This link cannot be used",
    "It may be cut off, too old, or taken back by the hotline. Copy the whole address from the"
    " package and try again. If that does not help, ask the hotline that sent it to you.",
)
"""The one page for every link that shows nothing, and for every address that is none."""

_BROKEN: Final = Reply(
    500,
    "Something went wrong on our side",
    "It is not known whether your answer was kept. Open your link again: the page says what we"
    " have. Giving the same answer twice does no harm.",
)

AWAY: Final = Reply(
    503,
    "This does not work at the moment",
    "If you gave an answer, it is not known whether it was kept. Wait a minute and try again."
    " Giving the same answer twice does no harm.",
)

BUSY: Final = Reply(
    503,
    "This page is busy",
    "Nothing was kept. Wait a minute, go back and try again: your browser keeps what you typed.",
)

OLD_FORM: Final = (
    "This page was open for a long time, or your browser sends no cookies here. Nothing was kept"
    " yet: press the button once more."
)
"""What a form without a good token is told; what was typed stays in it."""

NOT_TAKEN: Final = (
    "This was not kept: what you told us before cannot be followed by it. You can still give an"
    " outcome."
)

_ANSWERS: Final[dict[str, Reply]] = {"store_unavailable": AWAY}
"""Errors this door has its own words for; all others mean a fault on our side."""

_REPLIES: Final[dict[int, Reply]] = {
    400: Reply(400, "This page cannot be read", "Open the link from the package again."),
    404: NO_LINK,
    405: Reply(405, "This cannot be done here", "Open the link from the package again."),
    408: Reply(408, "This took too long", "Nothing was kept. Go back and try again."),
    413: Reply(
        413,
        "This is too long",
        "Nothing was kept. Go back: your browser keeps what you typed. Write less.",
    ),
    415: Reply(
        415,
        "This cannot be taken",
        "We take what is typed into our form, and never files. Nothing was kept.",
    ),
    500: _BROKEN,
    503: BUSY,
}
"""What is said to requests that come to no use case, by status."""


def reply_to(error: TiplineError) -> Reply:
    """Return what to say about an error."""
    return _ANSWERS.get(error.code, _BROKEN)


def reply_with(status: int) -> Reply:
    """Return what to say with a status."""
    return _REPLIES[status]
