"""The addresses of the desk, with numbers only: which view answers, which right it takes."""

from http import HTTPMethod
from typing import Final, NamedTuple

from django.urls import URLPattern, path, register_converter

from tipline.domain.desk import Right
from tipline.doors.desk import entrance, queue, report, search
from tipline.doors.desk.cases.routes import CASE_ROUTES
from tipline.doors.desk.clusters.routes import CLUSTER_ROUTES
from tipline.doors.desk.judging.routes import LINK_ROUTES
from tipline.doors.desk.referrals.routes import REFERRAL_ROUTES
from tipline.doors.desk.referring.routes import REFERRING_ROUTES
from tipline.doors.desk.refusals import not_found, refusing
from tipline.doors.desk.reporter import asking, reaching
from tipline.doors.desk.visit import View, guarded, outside
from tipline.doors.theme.assets import serve_asset

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST


class ReportNumber:
    """A report's number in an address: at most 18 digits, so that every database takes it."""

    regex = "[0-9]{1,18}"

    def to_python(self, text: str) -> int:
        """Return the number."""
        return int(text)

    def to_url(self, number: int | str) -> str:
        """Return how it stands in an address."""
        return str(number)


register_converter(ReportNumber, "report")

_OF_PARTS: Final = (
    *LINK_ROUTES,
    *CLUSTER_ROUTES,
    *CASE_ROUTES,
    *REFERRING_ROUTES,
    *REFERRAL_ROUTES,
)


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
    Route("report", "reports/<report:number>/", {_GET: report.show_report}, Right.READ_REPORTS),
    Route("text", "reports/<report:number>/text/", {_GET: report.show_text}, Right.READ_REPORTS),
    Route("claim", "reports/<report:number>/claim/", {_POST: report.claim}, Right.READ_REPORTS),
    Route(
        "release", "reports/<report:number>/release/", {_POST: report.release}, Right.READ_REPORTS
    ),
    Route("close", "reports/<report:number>/close/", {_POST: report.close}, Right.READ_REPORTS),
    Route("reopen", "reports/<report:number>/reopen/", {_POST: report.reopen}, Right.READ_REPORTS),
    Route("ask", "reports/<report:number>/ask/", {_POST: asking.ask}, Right.READ_REPORTS),
    Route(
        "withdraw",
        "reports/<report:number>/withdraw/",
        {_POST: asking.withdraw},
        Right.READ_REPORTS,
    ),
    Route(
        "contact", "reports/<report:number>/contact/", {_POST: reaching.show}, Right.READ_REPORTS
    ),
    Route(
        "request-contact",
        "reports/<report:number>/contact/request/",
        {_POST: reaching.request},
        Right.READ_REPORTS,
    ),
    Route(
        "contact-requests",
        "contact-requests/",
        {_GET: reaching.show_requests},
        Right.DECIDE_CONTACT,
    ),
    Route(
        "approve",
        "contact-requests/<report:number>/approve/",
        {_POST: reaching.approve},
        Right.DECIDE_CONTACT,
    ),
    Route(
        "refuse",
        "contact-requests/<report:number>/refuse/",
        {_POST: reaching.refuse},
        Right.DECIDE_CONTACT,
    ),
    *(Route(*one) for one in _OF_PARTS),
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


handler400 = refusing(400)
handler403 = refusing(403)
handler404 = not_found
handler408 = refusing(408)
handler413 = refusing(413)
handler415 = refusing(415)
handler500 = refusing(500)

urlpatterns: list[URLPattern] = [
    *(
        path(one.address, guarded(one.views, one.right, early=one.early), name=one.name)
        for one in ROUTES
    ),
    path("log-in/", outside(entrance.show_log_in, {"GET", "POST"}), name="log-in"),
    path("assets/<str:file>", serve_asset, name="asset"),
]
