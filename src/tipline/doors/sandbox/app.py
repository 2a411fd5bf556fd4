"""The sandbox as one application: the provider door behind its gate, the page, the control."""

from typing import Final

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from tipline.bootstrap.sandbox import SandboxParts
from tipline.doors.provider import ProviderDoor, build_app
from tipline.doors.sandbox import control, page
from tipline.doors.sandbox.exchanges import NotingWriter
from tipline.doors.sandbox.gate import Gate
from tipline.doors.sandbox.guard import OwnHostOnly, OwnPagesOnly
from tipline.doors.sandbox.state import SandboxState

_NEVER_TOO_MANY: Final = 1_000_000_000
"""Requests in a minute: here 429 comes only when provoked, so that tests can rely on it."""
_DOOR: Final = ("/ispws", "/api")


def build_sandbox(parts: SandboxParts) -> "Sandbox":
    """Return the application; it answers to names of this machine only."""
    state = SandboxState(parts)
    door = build_app(
        ProviderDoor(
            writer=NotingWriter(parts.writer),
            reader=parts.reader,
            links=parts.links,
            sealer=parts.sealer,
            index=parts.index,
            clock=parts.clock,
            randomness=parts.randomness,
            requests_per_minute=_NEVER_TOO_MANY,
        )
    )
    own = OwnPagesOnly(Starlette(routes=[*control.routes(state), *page.routes(state)]))
    return Sandbox(OwnHostOnly(_ByPath(door, Gate(door, state), own)), state)


class Sandbox:
    """The application; whoever serves it says when it ends."""

    def __init__(self, app: ASGIApp, state: SandboxState) -> None:
        self._app = app
        self._state = state

    def let_go(self) -> None:
        """Cut off all who are kept waiting on purpose, so that the server can end."""
        self._state.waiting.let_go()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        await self._app(scope, receive, send)


class _ByPath:
    """Tells by the path who serves; start and end are the door's."""

    def __init__(self, door: ASGIApp, gate: ASGIApp, own: ASGIApp) -> None:
        self._door = door
        self._gate = gate
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self._door(scope, receive, send)
            return
        path = scope["path"]
        is_doors = any(path == base or path.startswith(f"{base}/") for base in _DOOR)
        await (self._gate if is_doors else self._own)(scope, receive, send)
