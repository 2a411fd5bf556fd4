"""One report: what it says, what happened to it, and what can be done with it."""

from collections import Counter
from typing import NamedTuple

from django.http import HttpResponse

from tipline.domain.completeness import completeness
from tipline.domain.desk import CloseReason, ReportPart
from tipline.doors.desk import wording
from tipline.doors.desk.facts.history import tell_history
from tipline.doors.desk.facts.layout import lay_out
from tipline.doors.desk.facts.reporter import reporter_panel
from tipline.doors.desk.links import wording as link_words
from tipline.doors.desk.links.panel import links_panel
from tipline.doors.desk.queue import names
from tipline.doors.desk.visit import Visit, redirect
from tipline.ports.operations import AnyResult, Done, Held, Unknown
from tipline.services.desk.handle_report import (
    claim_report,
    close_report,
    release_report,
    reopen_report,
)
from tipline.services.desk.open_report import ReportUnknownError, open_report

_HISTORY = 200


class Trouble(NamedTuple):
    """What is wrong with a form on the page: the summary's title, the field, and what to do."""

    title: str
    field: str
    words: str
    status: int = 422


def show_report(visit: Visit, number: int) -> HttpResponse:
    """Show a report with its free text hidden."""
    return report_page(visit, number)


def show_text(visit: Visit, number: int) -> HttpResponse:
    """Show a report with its free text."""
    return report_page(visit, number, ReportPart.TEXT)


def claim(visit: Visit, number: int) -> HttpResponse:
    """Take a report on."""
    result = claim_report(number, visit.user, visit.parts.writer())
    return redirect("report", number) if isinstance(result, Done) else _conflict(visit, result)


def release(visit: Visit, number: int) -> HttpResponse:
    """Give a report back."""
    result = release_report(number, visit.user, visit.parts.writer())
    if isinstance(result, Done):
        return redirect("queue", query=f"released={number}")
    return _conflict(visit, result)


def close(visit: Visit, number: int) -> HttpResponse:
    """Close a report for the reason that was chosen."""
    chosen = visit.form("reason")
    if chosen not in set(CloseReason):
        words = "Choose why you close this report."
        trouble = Trouble("The report was not closed", "reason", words)
        return report_page(visit, number, trouble=trouble)
    result = close_report(number, CloseReason(chosen), visit.user, visit.parts.writer())
    if isinstance(result, Done):
        return redirect("queue", query=f"closed={number}")
    return _conflict(visit, result)


def reopen(visit: Visit, number: int) -> HttpResponse:
    """Undo a closing."""
    result = reopen_report(number, visit.user, visit.parts.writer())
    return redirect("report", number) if isinstance(result, Done) else _conflict(visit, result)


def report_page(
    visit: Visit,
    number: int,
    part: ReportPart = ReportPart.FACTS,
    *,
    trouble: Trouble | None = None,
    typed: str = "",
) -> HttpResponse:
    """Return the page of a report; `typed` is the question that could not be sent."""
    opened = open_report(number, visit.user, part, visit.parts.room())
    shown = part is ReportPart.TEXT
    added = [
        (supplement.row, lay_out(supplement.report, with_text=shown))
        for supplement in opened.supplements
    ]
    entries = visit.parts.desk.history(number, _HISTORY)
    known = names(visit)
    found = completeness(opened.report)
    providers = {one.id: one.name for one in visit.parts.reader.providers()}
    return visit.page(
        "report.html",
        f"Report {number}",
        trouble.status if trouble else 200,
        number=number,
        item=opened.item,
        row=opened.row,
        names=known,
        layout=lay_out(opened.report, with_text=shown),
        added=added,
        with_text=shown,
        found=found,
        hints=Counter(hint.message for hint in found.hints),
        history=tell_history(entries, known, providers),
        all_told=len(entries) < _HISTORY,
        reasons=wording.REASONS,
        reporter=reporter_panel(visit, opened, entries),
        contact_reasons=wording.CONTACT_REASONS,
        links=links_panel(visit, opened),
        strengths=link_words.STRENGTHS,
        join_reasons=link_words.JOIN_REASONS,
        apart_reasons=link_words.APART_REASONS,
        stop_reasons=link_words.STOP_REASONS,
        trouble=trouble,
        typed=typed,
    )


def cannot(visit: Visit, number: int, heading: str, advice: str) -> HttpResponse:
    """Return the page that says why something cannot be done with a report any more.

    Raises:
        ReportUnknownError: there is no such report at the desk.
    """
    if visit.parts.desk.item(number) is None:
        raise ReportUnknownError
    return visit.page("message.html", heading, 409, advice=advice)


def _conflict(visit: Visit, result: AnyResult) -> HttpResponse:
    if isinstance(result, Unknown):
        raise ReportUnknownError
    if isinstance(result, Held):
        holder = names(visit).get(result.by, "Somebody else")
        heading = "Somebody else works on this report"
        advice = (
            f"{holder} has it until {wording.moment(result.until)}. Ask them to give it back, or "
            "wait until then. Nothing was changed."
        )
    else:
        heading = "This cannot be done any more"
        advice = "The report was changed meanwhile. Open it again to see how it stands now."
    return visit.page("message.html", heading, 409, advice=advice)
