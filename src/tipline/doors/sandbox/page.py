"""The sandbox's page: what arrived, what was wrong, how complete it was; forms to steer it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tipline.doors.sandbox.control import (
    RefusedBodyError,
    read_body,
    shown_reports,
    small_number,
)
from tipline.doors.sandbox.faults import Wish, check_wish
from tipline.doors.sandbox.gate import cut_in
from tipline.doors.sandbox.state import SandboxState, may_forward
from tipline.doors.sandbox.view import exchange_views, facts_of, frame, overview

_FORM: Final = "application/x-www-form-urlencoded"
_MARKS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    # With "no-referrer" browsers send forms with no origin, and the guard would refuse them.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_HERE: Final = Path(__file__).parent
_SHOWN: Final = 200
"""Exchanges and reports on the page; the control has all that are remembered."""
_EVERY: Final = frozenset({"2", "5", "15"})
"""Seconds after which the page may be asked to look again."""

Fields = dict[str, str]


def routes(state: SandboxState) -> list[Route]:
    """Return the routes of the page."""
    pages = _Pages(state)
    return [
        Route("/", pages.overview, methods=["GET"]),
        Route("/sandbox/style.css", pages.style, methods=["GET"]),
        Route("/sandbox/reports/{number}", pages.report, methods=["GET"]),
        Route("/sandbox/faults", pages.provoke, methods=["POST"]),
        Route("/sandbox/faults/clear", pages.clear, methods=["POST"]),
        Route("/sandbox/clock", pages.forward, methods=["POST"]),
        Route("/sandbox/reset", pages.reset, methods=["POST"]),
    ]


class _Pages:
    """One method for each page and form."""

    def __init__(self, state: SandboxState) -> None:
        self._state = state
        self._style = (_HERE / "style.css").read_bytes()
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def style(self, _request: Request) -> Response:
        """Give the style sheet."""
        return Response(self._style, headers=_MARKS, media_type="text/css")

    async def overview(self, request: Request) -> Response:
        """Show everything."""
        return self._overview(request)

    async def report(self, request: Request) -> Response:
        """Show what one report says."""
        number = small_number(request.path_params["number"])
        facts = None if number is None else facts_of(self._state, number)
        if facts is None:
            return self._page(request, "gone.html", 404)
        return self._page(request, "report.html", report=facts)

    async def provoke(self, request: Request) -> Response:
        """Put a fault in force."""
        return await self._take(request, self._provoked, "faults")

    async def clear(self, request: Request) -> Response:
        """End one fault."""
        return await self._take(request, self._cleared, "faults")

    async def forward(self, request: Request) -> Response:
        """Let time pass."""
        return await self._take(request, self._forwarded, "clock")

    async def reset(self, request: Request) -> Response:
        """Forget everything."""
        return await self._take(request, self._reset, "top")

    async def _take(
        self, request: Request, work: Callable[[Request, Fields], list[str]], then: str
    ) -> Response:
        """Do what a form asks for, or show the page again with what is wrong."""
        try:
            data = await read_body(request, _FORM)
        except RefusedBodyError as error:
            return self._overview(request, [str(error)], error.status)
        text = data.decode("utf-8", "replace")
        fields = {name: values[-1].strip() for name, values in parse_qs(text).items()}
        problems = work(request, fields)
        if problems:
            return self._overview(request, problems, 400)
        return RedirectResponse(f"/#{then}", 303, headers=_MARKS)

    def _provoked(self, request: Request, fields: Fields) -> list[str]:
        fault, _, rest = fields.get("fault", "").partition(":")
        code, _, status = rest.partition(":")
        try:
            wish = Wish(
                fault=fault,
                call=fields.get("call", ""),
                times=int(fields["times"]) if fields.get("times") else None,
                code=int(code) if code else None,
                status=int(status) if status else None,
                seconds=float(fields["seconds"]) if fields.get("seconds") else None,
            )
        except ValueError:
            return ["Times and seconds must be numbers."]
        problems = check_wish(wish, can_cut=cut_in(request.scope) is not None)
        if not problems and self._state.rules.add(wish) is None:
            return ["There are too many faults in force; clear some."]
        return problems

    def _cleared(self, _request: Request, fields: Fields) -> list[str]:
        id_ = small_number(fields.get("id", ""))
        if id_ is None:
            return ["There is no such fault in force."]
        self._state.rules.clear(id_)
        return []

    def _forwarded(self, _request: Request, fields: Fields) -> list[str]:
        try:
            seconds = float(fields.get("seconds", ""))
        except ValueError:
            return ["Seconds must be a number."]
        if not may_forward(self._state.parts.clock, seconds):
            return ["The clock goes forward only, and at most 100 years in all."]
        self._state.parts.forward(timedelta(seconds=seconds))
        return []

    def _reset(self, _request: Request, _fields: Fields) -> list[str]:
        self._state.reset()
        return []

    def _overview(
        self, request: Request, problems: list[str] | None = None, status: int = 200
    ) -> Response:
        every = request.query_params.get("every", "")
        return self._page(
            request,
            "overview.html",
            status,
            problems=problems or [],
            every=every if every in _EVERY else "",
            exchanges=exchange_views(self._state, _SHOWN),
            reports=shown_reports(self._state, _SHOWN),
            **overview(self._state),
        )

    def _page(
        self,
        request: Request,
        template: str,
        status: int = 200,
        **shown: Any,  # noqa: ANN401 - whatever the page shows
    ) -> Response:
        context = {**frame(self._state, request.headers["host"]), **shown}
        html = self._templates.get_template(template).render(context)
        return HTMLResponse(html, status, _MARKS)
