"""The way out: one short answer that forgets the visit and sends the browser somewhere harmless.

It stands before everything else, so that nobody who has to leave waits for others.
"""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from tipline.doors.public.visit import cookie_name
from tipline.doors.theme.headers import new_nonce, security_headers

PATH: Final = "/leave"


class Leave:
    """An application that answers one address by itself."""

    def __init__(self, inner: ASGIApp, exit_to: str, *, secure: bool) -> None:
        self._inner = inner
        ending = "; Secure" if secure else ""
        cookie = (
            f"{cookie_name(secure=secure)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict{ending}"
        )
        self._headers = {"Location": exit_to, "Set-Cookie": cookie, "Content-Length": "0"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a browser away, or pass the request on."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._inner(scope, receive, send)
            return
        headers = security_headers(new_nonce()) | self._headers
        pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 303, "headers": pairs})
        await send({"type": "http.response.body", "body": b""})
