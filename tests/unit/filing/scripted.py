"""A service in memory that does as the reference says, or as a test's script says for once."""

import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qs

import httpx

from tipline.codecs.cybertipline import ReportDoneResponse, ReportResponse, encode_response
from tipline.filing.service.calls import KEY_HEADER, Call

Act = Callable[[], httpx.Response]
Plan = Callable[[Act], httpx.Response]


class Made(NamedTuple):
    """A call that was made."""

    call: Call
    report_id: int | None
    key: str | None


class KilledError(BaseException):
    """The process that files has ended, as by kill -9: nothing of ours may catch it."""


class Service(httpx.BaseTransport):
    """Opens, finishes and retracts; `plans` has how the next calls of a kind go instead.

    `always` goes before every call that has no plan. `by_key` answers a key that is known as it
    did before, as Tipline does and the CyberTipline does not.
    """

    def __init__(self, *, by_key: bool = False) -> None:
        self.states: dict[int, str] = {}
        self.documents: dict[int, bytes] = {}
        self.made: list[Made] = []
        self.plans: dict[Call, deque[Plan]] = defaultdict(deque)
        self.always: Callable[[Call], Plan] | None = None
        self._answers: dict[str, httpx.Response] | None = {} if by_key else None
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        call = Call(request.url.path.rpartition("/")[2])
        body = request.read()
        form = parse_qs(body.decode()) if call in {Call.FINISH, Call.RETRACT} else {}
        report_id = int(form["id"][0]) if form else None
        key = request.headers.get(KEY_HEADER)
        with self._lock:
            self.made.append(Made(call, report_id, key))
            plans = self.plans[call]
            plan = plans.popleft() if plans else self.always and self.always(call)

        def act() -> httpx.Response:
            with self._lock:
                return self._act(call, report_id, body, key)

        return act() if plan is None else plan(act)

    def finished(self) -> list[str]:
        """Return the narratives of what was finished."""
        return [self.narrative(i) for i, state in self.states.items() if state == "finished"]

    def narrative(self, report_id: int) -> str:
        """Return the narrative of a report."""
        found = re.search(rb"<additionalInfo>(.*?)</additionalInfo>", self.documents[report_id])
        assert found is not None
        return found[1].decode()

    def calls(self) -> list[Call]:
        """Return the calls that were made, in order."""
        return [made.call for made in self.made]

    def expire(self) -> None:
        """Forget what is open, as after 24 hours."""
        for report_id in [i for i, state in self.states.items() if state == "open"]:
            del self.states[report_id]

    def _act(
        self, call: Call, report_id: int | None, body: bytes, key: str | None
    ) -> httpx.Response:
        if self._answers is None or key is None:
            return self._answer(call, report_id, body)
        if key not in self._answers:
            self._answers[key] = self._answer(call, report_id, body)
        known = self._answers[key]
        return httpx.Response(known.status_code, content=known.content)

    def _answer(self, call: Call, report_id: int | None, body: bytes) -> httpx.Response:
        if call is Call.SUBMIT:
            new = 1_000 + len(self.documents)
            self.documents[new], self.states[new] = body, "open"
            return said(0, report_id=new)
        if report_id is None:
            return said(0)
        state = self.states.get(report_id)
        if state is None:
            return said(5001)
        if state != "open":
            return said(5102 if state == "finished" else 5101)
        self.states[report_id] = "finished" if call is Call.FINISH else "retracted"
        return done(report_id) if call is Call.FINISH else said(0, report_id=report_id)


def said(
    code: int,
    status: int = 200,
    *,
    report_id: int | None = None,
    description: str = "Said.",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Return an answer with a response document."""
    document = ReportResponse(code=code, description=description, report_id=report_id)
    return httpx.Response(status, content=encode_response(document), headers=headers)


def done(report_id: int) -> httpx.Response:
    """Return the answer to a finish."""
    return httpx.Response(
        200, content=encode_response(ReportDoneResponse(code=0, report_id=report_id))
    )


def answers(response: httpx.Response) -> Plan:
    """Answer without acting."""
    return lambda _: response


def says(code: int, status: int = 200, **headers: str) -> Plan:
    """Answer with a code without acting."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: said(code, status, headers=named)


def unreachable(_: Act) -> httpx.Response:
    """Refuse the connection."""
    raise httpx.ConnectError("refused")


def lost_before(_: Act) -> httpx.Response:
    """Lose the call: nothing happens, and nobody knows."""
    raise httpx.ReadTimeout("silence")


def lost_after(act: Act) -> httpx.Response:
    """Act, and lose the answer."""
    act()
    raise httpx.ReadError("cut")


def garbled_after(act: Act) -> httpx.Response:
    """Act, and answer with something else."""
    act()
    return httpx.Response(502, text="<html>Bad gateway</html>")


def killed_before(_: Act) -> httpx.Response:
    """End the process that files before the service has acted."""
    raise KilledError


def killed_after(act: Act) -> httpx.Response:
    """End the process that files when the service has acted."""
    act()
    raise KilledError
