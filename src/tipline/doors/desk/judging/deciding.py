"""What is decided on the page of a report: joining, refusing, keeping apart, stopping, undoing."""

import re
from typing import Final

from django.http import HttpResponse

from tipline.domain.desk import ReportPart
from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason
from tipline.doors.desk.links.panel import stated_in, stated_value
from tipline.doors.desk.report import Trouble, cannot, report_page
from tipline.doors.desk.visit import Visit, redirect
from tipline.ports.operations import AnyResult, Done
from tipline.services.desk.open_report import open_report
from tipline.services.linking.find_links import MOST_EDGES
from tipline.services.linking.judge_link import (
    join_reports,
    keep_apart,
    refuse_link,
    undo_apart,
    undo_word,
)
from tipline.services.linking.stop_list import stop_identifier

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_NOT_DONE: Final = "Nothing was changed"
_CHOOSE: Final = "Choose why."
_ADDED: Final = "link-other"
"""The field for the number of a report that is not in the list."""


def join(visit: Visit, number: int) -> HttpResponse:
    """Confirm a link of the list, or add one by number."""
    from_list = visit.form("listed") == "1"
    other, reason = visit.form("other").strip(), visit.form("reason")
    if not _NUMBER.fullmatch(other):
        return _wrong(visit, number, _ADDED, "Enter the number of the other report, digits only.")
    if reason not in set(JoinReason):
        field = f"join-{int(other)}" if from_list else "link-reason"
        return _wrong(visit, number, field, _CHOOSE)
    if int(other) == number:
        return _wrong(visit, number, _ADDED, "This is the report you are on. Enter another one.")
    result = join_reports(number, int(other), JoinReason(reason), visit.user, visit.parts.bench())
    if isinstance(result, Done):
        return _done(number, "joined")
    return _wrong(visit, number, _ADDED, _cannot_join(visit, int(other)), 409)


def refuse(visit: Visit, number: int) -> HttpResponse:
    """Say that a linked report does not belong here."""
    other, reason = visit.form("other"), visit.form("reason")
    if not _NUMBER.fullmatch(other):
        return _stale(visit, number)
    if reason not in set(ApartReason):
        return _wrong(visit, number, f"refuse-{int(other)}", _CHOOSE)
    bench = visit.parts.bench()
    result = refuse_link(number, int(other), ApartReason(reason), visit.user, bench)
    return _after(visit, number, result, "refused")


def set_apart(visit: Visit, number: int) -> HttpResponse:
    """Keep the report apart from the others with an identifier."""
    identifier, reason = visit.form("identifier"), visit.form("reason")
    if not _NUMBER.fullmatch(identifier):
        return _stale(visit, number)
    if reason not in set(ApartReason):
        return _wrong(visit, number, f"apart-{int(identifier)}", _CHOOSE)
    bench = visit.parts.bench()
    result = keep_apart(number, int(identifier), ApartReason(reason), visit.user, bench)
    return _after(visit, number, result, "apart")


def undo(visit: Visit, number: int) -> HttpResponse:
    """Take back what was said of two reports, or that this one is kept apart."""
    other, part = visit.form("other"), visit.form("part")
    bench = visit.parts.bench()
    if _NUMBER.fullmatch(other):
        return _after(visit, number, undo_word(number, int(other), visit.user, bench), "undone")
    if _NUMBER.fullmatch(part):
        return _after(visit, number, undo_apart(number, int(part), visit.user, bench), "undone")
    return _stale(visit, number)


def stop(visit: Visit, number: int) -> HttpResponse:
    """Put an identifier of the report on the stop list."""
    asked, reason = visit.form("identifier"), visit.form("reason")
    edges = visit.parts.links.edges_of(number, MOST_EDGES)
    edge = next((one for one in edges if str(one.identifier) == asked), None)
    if edge is None:
        return _stale(visit, number)
    if reason not in set(StopReason):
        return _wrong(visit, number, f"stop-{edge.identifier}", _CHOOSE)
    opened = open_report(number, visit.user, ReportPart.IDENTIFIERS, visit.parts.room())
    shown = stated_value(edge, stated_in(opened))
    result = stop_identifier(edge, shown, StopReason(reason), visit.user, visit.parts.register())
    return _after(visit, number, result, "stopped")


def _done(number: int, what: str) -> HttpResponse:
    return redirect("report", number, query=f"done={what}", place="links")


def _after(visit: Visit, number: int, result: AnyResult, what: str) -> HttpResponse:
    return _done(number, what) if isinstance(result, Done) else _stale(visit, number)


def _wrong(visit: Visit, number: int, field: str, words: str, status: int = 422) -> HttpResponse:
    return report_page(visit, number, trouble=Trouble(_NOT_DONE, field, words, status))


def _stale(visit: Visit, number: int) -> HttpResponse:
    advice = "Its links were changed meanwhile. Open the report again to see how they stand now."
    return cannot(visit, number, "This cannot be done any more", advice)


def _cannot_join(visit: Visit, other: int) -> str:
    """Say why a report cannot be joined with this one."""
    row = visit.parts.reader.report(other)
    if row is not None and row.supplements is not None:
        return f"Number {other} was added to report {row.supplements}: enter that number."
    return (
        f"There is no report {other} that this one can be joined with. Check the number; reports "
        "that were retracted, and tests with real ones, are never joined."
    )
