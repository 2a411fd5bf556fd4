"""Seeing how a reporter can be reached: asking for it, deciding about it, looking at it."""

from typing import Final

from django.http import HttpResponse

from tipline.domain.desk import ContactReason, ReportPart
from tipline.doors.desk.queue import names
from tipline.doors.desk.report import Trouble, cannot, report_page
from tipline.doors.desk.visit import Visit, redirect
from tipline.ports.operations import Done
from tipline.services.desk.open_report import open_report
from tipline.services.desk.see_contact import (
    MOST_WAITING,
    decide_contact,
    look_at_access,
    open_contact,
    request_contact,
)

_CHOOSE: Final = "Choose why you must see how the reporter can be reached."
_DECISIONS: Final = {
    "approved": "The request is approved. Whoever asked can see it for 24 hours.",
    "refused": "The request is refused. Nothing was shown to anybody.",
}


def request(visit: Visit, number: int) -> HttpResponse:
    """Ask to see how the reporter can be reached, for the reason that was chosen."""
    chosen = visit.form("reason")
    if chosen not in set(ContactReason):
        return report_page(
            visit, number, trouble=Trouble("Nothing was asked for", "contact-reason", _CHOOSE)
        )
    result = request_contact(number, ContactReason(chosen), visit.user, visit.parts.writer())
    if isinstance(result, Done):
        return redirect("report", number, place="contact")
    advice = (
        "Your request waits or holds already, the reporter asked not to be contacted, or they "
        "left no way to be reached. Open the report again to see which."
    )
    return cannot(visit, number, "This cannot be asked for now", advice)


def show(visit: Visit, number: int) -> HttpResponse:
    """Show how the reporter can be reached, to whom that was allowed."""
    custody = visit.parts.custody()
    contact = open_contact(number, visit.user, custody)
    if contact is None:
        advice = (
            "Nobody has allowed it, or the 24 hours are over. Open the report to see how your "
            "request stands, or to ask again."
        )
        return cannot(visit, number, "You may not see how the reporter can be reached", advice)
    opened = open_report(number, visit.user, ReportPart.FACTS, visit.parts.room())
    return visit.page(
        "contact.html",
        f"Reporter of report {number}",
        number=number,
        contact=contact,
        answers=opened.report.public,
        until=look_at_access(number, visit.user, custody).until,
    )


def show_requests(visit: Visit) -> HttpResponse:
    """Show the requests that wait for somebody to decide."""
    return visit.page(
        "contact_requests.html",
        "Contact requests",
        waiting=visit.parts.conversations.waiting_requests(MOST_WAITING),
        names=names(visit),
        decision=_DECISIONS.get(visit.request.GET.get("decision", "")),
    )


def approve(visit: Visit, number: int) -> HttpResponse:
    """Allow what a request asks for."""
    return _decide(visit, number, approved=True)


def refuse(visit: Visit, number: int) -> HttpResponse:
    """Refuse what a request asks for."""
    return _decide(visit, number, approved=False)


def _decide(visit: Visit, number: int, *, approved: bool) -> HttpResponse:
    result = decide_contact(number, visit.user, visit.parts.writer(), approve=approved)
    if isinstance(result, Done):
        decision = "approved" if approved else "refused"
        return redirect("contact-requests", query=f"decision={decision}")
    advice = (
        "It is your own, somebody else has decided already, or there is no such request. "
        "Nothing was changed."
    )
    return visit.page("message.html", "This request cannot be decided", 409, advice=advice)
