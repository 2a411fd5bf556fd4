"""The queue, and the page on how the hotline runs."""

import re
from typing import Final

from django.http import HttpResponse

from tipline.domain.desk import Right
from tipline.doors.desk import wording
from tipline.doors.desk.visit import Visit, redirect
from tipline.services.desk.list_queue import Cursor, Show, list_queue

_CURSOR: Final = re.compile(r"([01])-([0-9]{1,18})-([0-9]{1,18})")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


def show_queue(visit: Visit) -> HttpResponse:
    """Show a page of reports; whoever reads none is sent to the page they can use."""
    if not visit.may(Right.READ_REPORTS):
        return redirect("operation")
    asked = visit.request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.UNREAD
    after = _cursor(visit.request.GET.get("after", ""))
    page = list_queue(show, after, visit.parts.desk, visit.user)
    return visit.page(
        "queue.html",
        f"{wording.SHOWN[show]} reports",
        show=show,
        shows=list(Show),
        page=page,
        clusters=visit.parts.links.clusters_of([item.number for item in page.items]),
        first=after is None,
        names=names(visit),
        closed=_number(visit, "closed"),
        released=_number(visit, "released"),
    )


def show_operation(visit: Visit) -> HttpResponse:
    """Show who works here and which services file; never what a report says."""
    agencies = visit.parts.directory()
    return visit.page(
        "operation.html",
        "How the hotline runs",
        users=visit.parts.desk.users(),
        providers=visit.parts.reader.providers(),
        linking=visit.parts.links.health(),
        agencies=len(agencies),
        verified=sum(agency.verified for agency in agencies),
    )


def names(visit: Visit) -> dict[int, str]:
    """Return the names of all users by number."""
    return {user.id: user.name for user in visit.parts.desk.users()}


def _cursor(text: str) -> Cursor | None:
    found = _CURSOR.fullmatch(text)
    return None if found is None else Cursor(*(int(part) for part in found.groups()))


def _number(visit: Visit, name: str) -> str:
    text = visit.request.GET.get(name, "")
    return text if _NUMBER.fullmatch(text) else ""
