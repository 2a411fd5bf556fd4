"""Stands before Django and lets what is costly pass in turn, by link.

Nobody is told apart by where they come from. A link that we never made costs no look at the store
and has a lane of its own, so that whoever guesses takes no turn from those who answer.
"""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from tipline.doors.theme.frame import REFUSED
from tipline.doors.theme.turns import Rate, Turns
from tipline.ports.referrals.links import AnswerLinks, Linked
from tipline.services.referrals.answer_referral import read_link

RATES: Final = {"look": Rate(40, 200), "answer": Rate(10, 100), "guess": Rate(50, 200)}
"""Looks at a referral, answers to it, and links that were never made."""

_TOO_MANY: Final = 503
_ASSETS: Final = "assets"
_MOST_OF_ONE: Final = 4
"""Requests of one link that are worked on or wait at a time."""


class Gate:
    """An application that lets the inner one work on links at a steady pace."""

    def __init__(
        self, inner: ASGIApp, links: AnswerLinks, rates: dict[str, Rate] | None = None
    ) -> None:
        self._inner = inner
        self._links = links
        self._turns = {lane: Turns(rate) for lane, rate in (rates or RATES).items()}
        self._of_link: dict[Linked, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, when it is its turn."""
        first = _within(scope).partition("/")[0]
        if scope["type"] != "http" or REFUSED in scope or first == _ASSETS:
            await self._inner(scope, receive, send)
            return
        linked = read_link(first, self._links)
        is_look = scope["method"] in {"GET", "HEAD"}
        lane = "guess" if linked is None else "look" if is_look else "answer"
        if linked is None:
            await self._inner(await self._in_turn(lane, scope), receive, send)
            return
        count = self._of_link.get(linked, 0)
        if count >= _MOST_OF_ONE:
            await self._inner({**scope, REFUSED: _TOO_MANY}, receive, send)
            return
        self._of_link[linked] = count + 1
        try:
            await self._inner(await self._in_turn(lane, scope), receive, send)
        finally:
            left = self._of_link.pop(linked) - 1
            if left:
                self._of_link[linked] = left

    async def _in_turn(self, lane: str, scope: Scope) -> Scope:
        """Return the request when its lane has a turn, or refused if too many wait."""
        return scope if await self._turns[lane].take() else {**scope, REFUSED: _TOO_MANY}


def _within(scope: Scope) -> str:
    """Return the path within the door: what stands behind where it is mounted."""
    root = str(scope.get("root_path", ""))
    return str(scope.get("path", "")).removeprefix(root).lstrip("/")
