"""Search by identifier. What is searched for travels in the form, never in an address."""

from django.http import HttpResponse

from tipline.domain.identifiers import IdentifierKind
from tipline.doors.desk import wording
from tipline.doors.desk.queue import names
from tipline.doors.desk.visit import Visit
from tipline.services.desk.find_reports import FORMS, find_reports

_EMPTY = "Enter what you look for: an address, a number, a name."
_NOT_ONE = "This cannot be an identifier of that kind. Check how it is written, or choose “Any”."


def show_search(visit: Visit) -> HttpResponse:
    """Ask what to look for."""
    return _page(visit)


def search(visit: Visit) -> HttpResponse:
    """Look for the reports with an identifier."""
    text, kind, scope = visit.form("text").strip(), visit.form("kind"), visit.form("scope").strip()
    if not text:
        return _page(visit, problem=_EMPTY)
    chosen = IdentifierKind(kind) if kind in {one.value for one in FORMS} else None
    matches = find_reports(text, chosen, scope, visit.user, visit.parts.archive())
    if matches is None:
        return _page(visit, problem=_NOT_ONE)
    found = [match for match in matches if match.real.items or match.tests.items]
    numbers = {
        item.number for match in found for side in (match.real, match.tests) for item in side.items
    }
    clusters = visit.parts.links.clusters_of(sorted(numbers))
    return _page(visit, searched=True, matches=found, tried=matches, clusters=clusters)


def _page(visit: Visit, *, problem: str = "", **found: object) -> HttpResponse:
    return visit.page(
        "search.html",
        "Search",
        422 if problem else 200,
        problem=problem,
        text=visit.form("text"),
        kind=visit.form("kind"),
        scope=visit.form("scope"),
        kinds={kind: wording.KINDS[kind] for kind in FORMS},
        names=names(visit),
        **found,
    )
