"""Steers a sandbox from programs: what arrived, faults, the clock, a reset; JSON in and out.

Nothing here takes more than a few numbers and words; no route takes a document.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tipline.domain.completeness import State as FactState
from tipline.domain.lifecycle import State, state_at
from tipline.domain.moments import from_microseconds, to_microseconds
from tipline.doors.sandbox.exchanges import Exchange, completeness_of
from tipline.doors.sandbox.faults import FAULTS, MOST_RULES, Rule, Wish, check_wish
from tipline.doors.sandbox.gate import cut_in
from tipline.doors.sandbox.state import MOST_AHEAD, SandboxState, may_forward

BASE: Final = "/sandbox/api"
MOST_BYTES: Final = 65_536
"""The largest body that is read."""
_DIGITS: Final = 18
_JSON: Final = "application/json"


class ShownReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report or supplement as it stands by the sandbox's clock."""

    number: int
    state: str
    finished: bool
    received_at: datetime
    supplement_to: int | None
    completeness: Mapping[str, FactState]


class _Reports(msgspec.Struct, frozen=True):
    reports: list[ShownReport]


class _Exchanges(msgspec.Struct, frozen=True):
    total: int
    exchanges: list[Exchange]


class _Faults(msgspec.Struct, frozen=True):
    faults: list[Rule]
    kinds: list[str]


class _Clock(msgspec.Struct, frozen=True):
    now: datetime
    ahead_seconds: float


class _Forward(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    forward_seconds: float


class _Refusal(msgspec.Struct, frozen=True):
    problems: list[str]


class RefusedBodyError(Exception):
    """A body cannot be taken: its status, and why in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def routes(state: SandboxState) -> list[Route]:
    """Return the routes of the control."""
    control = _Control(state)
    return [
        Route(f"{BASE}/exchanges", control.exchanges, methods=["GET"]),
        Route(f"{BASE}/reports", control.reports, methods=["GET"]),
        Route(f"{BASE}/faults", control.faults, methods=["GET"]),
        Route(f"{BASE}/faults", control.provoke, methods=["POST"]),
        Route(f"{BASE}/faults", control.clear, methods=["DELETE"]),
        Route(f"{BASE}/faults/{{id}}", control.clear_one, methods=["DELETE"]),
        Route(f"{BASE}/clock", control.clock, methods=["GET"]),
        Route(f"{BASE}/clock", control.forward, methods=["POST"]),
        Route(f"{BASE}/reset", control.reset, methods=["POST"]),
    ]


class _Control:
    """One method for each route."""

    def __init__(self, state: SandboxState) -> None:
        self._state = state

    async def exchanges(self, _request: Request) -> Response:
        """Say what was asked and answered, the oldest first."""
        exchanges = self._state.exchanges
        return _shown(_Exchanges(exchanges.total, exchanges.kept()))

    async def reports(self, _request: Request) -> Response:
        """Say which reports there are and how they stand, the oldest first."""
        return _shown(_Reports(shown_reports(self._state)[::-1]))

    async def faults(self, _request: Request) -> Response:
        """Say which faults are in force, and which there are."""
        return _shown(_Faults(self._state.rules.in_force(), [*FAULTS]))

    async def provoke(self, request: Request) -> Response:
        """Put a fault in force."""
        try:
            wish = msgspec.json.decode(await read_body(request, _JSON), type=Wish)
        except RefusedBodyError as error:
            return _shown(_Refusal([str(error)]), error.status)
        except msgspec.DecodeError as error:
            return _shown(_Refusal([str(error)]), 400)
        problems = check_wish(wish, can_cut=cut_in(request.scope) is not None)
        if problems:
            return _shown(_Refusal(problems), 400)
        rule = self._state.rules.add(wish)
        if rule is None:
            return _shown(_Refusal([f"At most {MOST_RULES} faults are in force at once."]), 409)
        return _shown(rule, 201)

    async def clear(self, _request: Request) -> Response:
        """End all faults."""
        self._state.rules.clear()
        return Response(status_code=204)

    async def clear_one(self, request: Request) -> Response:
        """End one fault; one that has ended already is no error."""
        id_ = small_number(request.path_params["id"])
        if id_ is None:
            return _shown(_Refusal(["The id of a fault is a number."]), 400)
        self._state.rules.clear(id_)
        return Response(status_code=204)

    async def clock(self, _request: Request) -> Response:
        """Say what time it is here."""
        clock = self._state.parts.clock
        return _shown(_Clock(clock.now(), clock.ahead.total_seconds()))

    async def forward(self, request: Request) -> Response:
        """Let time pass."""
        try:
            asked = msgspec.json.decode(await read_body(request, _JSON), type=_Forward)
        except RefusedBodyError as error:
            return _shown(_Refusal([str(error)]), error.status)
        except msgspec.DecodeError as error:
            return _shown(_Refusal([str(error)]), 400)
        if not may_forward(self._state.parts.clock, asked.forward_seconds):
            most = f"{MOST_AHEAD.days // 365} years"
            sentence = f"forward_seconds must be more than 0; the clock can be {most} ahead."
            return _shown(_Refusal([sentence]), 400)
        self._state.parts.forward(timedelta(seconds=asked.forward_seconds))
        return await self.clock(request)

    async def reset(self, _request: Request) -> Response:
        """Forget everything that arrived, all faults, and set the clock right."""
        self._state.reset()
        return Response(status_code=204)


def shown_reports(state: SandboxState, limit: int = 1 << 62) -> list[ShownReport]:
    """Return reports as they stand now, the newest first."""
    now = to_microseconds(state.parts.clock.now())
    shown: list[ShownReport] = []
    for row in state.parts.reader.newest(limit):
        stands = state_at(row.state, row.opened_at, now)
        one = ShownReport(
            number=row.number,
            state=stands.name.lower(),
            finished=stands is State.FINISHED,
            received_at=from_microseconds(row.opened_at),
            supplement_to=row.supplements,
            completeness=completeness_of(row.facts),
        )
        shown.append(one)
    return shown


def small_number(text: str) -> int | None:
    """Return the whole number that a text is, if it has at most 18 digits."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if is_one else None


async def read_body(request: Request, kind: str) -> bytes:
    """Return a small body of one content type; nothing else is read.

    Raises:
        RefusedBodyError: it is of another type, or too large.
    """
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != kind:
        raise RefusedBodyError(415, f"The body must be {kind}.")
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > MOST_BYTES:
            raise RefusedBodyError(413, "The body is too large.")
    return data


def _shown(value: msgspec.Struct, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(msgspec.json.encode(value), status, headers, media_type=_JSON)
