"""The addresses of the desk, with numbers only: which view answers, which right it takes."""

from http import HTTPMethod
from typing import Final, NamedTuple

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.urls import URLPattern, path

from tipline.domain.desk import Right
from tipline.doors.desk import entrance, queue, report, search
from tipline.doors.desk.visit import PAGES, View, guarded, outside
from tipline.doors.theme.assets import serve_asset

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST


class Route(NamedTuple):
    """One address for people who are in: its views by method, and the right they take."""

    name: str
    address: str
    views: dict[HTTPMethod, View]
    right: Right | None
    early: bool = False


ROUTES: Final = (
    Route("queue", "", {_GET: queue.show_queue}, None),
    Route("operation", "operation/", {_GET: queue.show_operation}, Right.SEE_OPERATION),
    Route("report", "reports/<int:number>/", {_GET: report.show_report}, Right.READ_REPORTS),
    Route("text", "reports/<int:number>/text/", {_GET: report.show_text}, Right.READ_REPORTS),
    Route("claim", "reports/<int:number>/claim/", {_POST: report.claim}, Right.READ_REPORTS),
    Route("release", "reports/<int:number>/release/", {_POST: report.release}, Right.READ_REPORTS),
    Route("close", "reports/<int:number>/close/", {_POST: report.close}, Right.READ_REPORTS),
    Route("reopen", "reports/<int:number>/reopen/", {_POST: report.reopen}, Right.READ_REPORTS),
    Route(
        "search",
        "search/",
        {_GET: search.show_search, _POST: search.search},
        Right.READ_REPORTS,
    ),
    Route(
        "password",
        "password/",
        {_GET: entrance.show_password, _POST: entrance.take_password},
        None,
        early=True,
    ),
    Route("log-out", "log-out/", {_POST: entrance.leave}, None, early=True),
)
"""Every address that asks who is there.

A right of None means: whoever is in. Only what is `early` is open before somebody has chosen a
password of their own.
"""


def _not_found(request: ASGIRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return PAGES.render(request, "desk/lost.html", 404, title="There is no such page")


def _failed(request: ASGIRequest) -> HttpResponse:
    return PAGES.render(request, "desk/lost.html", 500, title="Something went wrong")


handler404 = _not_found
handler500 = _failed

urlpatterns: list[URLPattern] = [
    *(
        path(one.address, guarded(one.views, one.right, early=one.early), name=one.name)
        for one in ROUTES
    ),
    path("log-in/", outside(entrance.show_log_in, {"GET", "POST"}), name="log-in"),
    path("assets/<str:file>", serve_asset, name="asset"),
]
