"""Keeps web pages elsewhere away: only this machine's names, and only the sandbox's own pages.

A developer's browser is on the same machine, and would carry any page's requests here.
"""

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OWN_HOST: Final = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_OWN_SITES: Final = frozenset({"same-origin", "none"})
_LOOKS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class OwnHostOnly:
    """Answers only requests that were addressed to this machine by a name of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI), or refuse it."""
        if scope["type"] == "http":
            hosts = Headers(scope=scope).getlist("host")
            if len(hosts) != 1 or _OWN_HOST.fullmatch(hosts[0]) is None:
                refusal = PlainTextResponse(
                    "This sandbox is only for 127.0.0.1 and localhost.\n", 421
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


class OwnPagesOnly:
    """Refuses changes that a page of another origin asks for (Sec-Fetch-Site, Origin).

    Programs send neither of the two headers, and are let through.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI), or refuse it."""
        if scope["type"] == "http" and scope["method"] not in _LOOKS:
            headers = Headers(scope=scope)
            site, origin = headers.get("sec-fetch-site"), headers.get("origin")
            own = f"http://{headers.get('host', '')}"
            if site not in {None, *_OWN_SITES} or origin not in {None, own}:
                refusal = PlainTextResponse("Only the sandbox's own page can do this.\n", 403)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
