"""The pages of clusters: the largest ones, and one with its drawing, tables and actions."""

import re
from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse

from tipline.domain.cases import MOST_IN_CASE
from tipline.domain.linking.decisions import ApartReason
from tipline.doors.desk.clusters.telling import (
    MOST_ROWS,
    decisions,
    draw_cluster,
    identifier_rows,
    summarise,
)
from tipline.doors.desk.clusters.timeline import tell_timeline
from tipline.doors.desk.links import wording as link_words
from tipline.doors.desk.queue import names
from tipline.doors.desk.report import Trouble
from tipline.doors.desk.visit import Visit, place_of, redirect
from tipline.ports.linking import ClusterRow
from tipline.ports.operations import Done
from tipline.services.desk.open_report import ReportUnknownError
from tipline.services.linking.judge_link import undo_apart
from tipline.services.linking.read_values import MOST_OPENED, read_values
from tipline.services.linking.see_cluster import SeenCluster, see_alone, see_cluster
from tipline.services.linking.split_cluster import apart_in, split_cluster

_PAGE: Final = 25
_CURSOR: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_NOT_SPLIT: Final = "The cluster was not split"
_NO_REASON: Final = "Choose why these reports do not belong to the rest."
_NONE_CHOSEN: Final = (
    "Choose some of the reports, not all. What is chosen stays together; the rest does too."
)
_NOTICES: Final = {
    "split": "The chosen reports are kept apart from the rest. That can be undone below.",
    "undone": "That is undone: the reports may be joined again.",
}


def show_clusters(visit: Visit) -> HttpResponse:
    """Show a page of clusters, the largest first."""
    found = _CURSOR.fullmatch(visit.request.GET.get("after", ""))
    after = None if found is None else (int(found[1]), int(found[2]))
    rows = visit.parts.links.clusters(after, _PAGE + 1)
    shown = rows[:_PAGE]
    return visit.page(
        "clusters.html",
        "Clusters",
        clusters=shown,
        arrivals=visit.parts.links.arrivals([row.first for row in shown]),
        after=shown[-1] if len(rows) > _PAGE else None,
        first=after is None,
        health=visit.parts.links.health(),
    )


def show_cluster(visit: Visit, number: int) -> HttpResponse:
    """Show the cluster of a report."""
    return _page(visit, number)


def show_values(visit: Visit, number: int) -> HttpResponse:
    """Show the cluster of a report with its identifiers as they were stated."""
    seen = _seen(visit, number)
    return _page(visit, number, values=read_values(seen, visit.user, visit.parts.room()))


def split(visit: Visit, number: int) -> HttpResponse:
    """Keep the chosen reports apart from the rest."""
    chosen, reason = chosen_reports(visit), visit.form("reason")
    if reason not in set(ApartReason):
        return _page(visit, number, trouble=Trouble(_NOT_SPLIT, "reason", _NO_REASON))
    result = split_cluster(number, chosen, ApartReason(reason), visit.user, visit.parts.bench())
    if isinstance(result, Done):
        return redirect("cluster", number, query="notice=split")
    return _page(visit, number, trouble=Trouble(_NOT_SPLIT, "reports", _NONE_CHOSEN))


def undo(visit: Visit, number: int) -> HttpResponse:
    """Let reports be joined again that somebody keeps apart."""
    report, part = visit.form("report"), visit.form("part")
    if _NUMBER.fullmatch(report) and _NUMBER.fullmatch(part):
        result = undo_apart(int(report), int(part), visit.user, visit.parts.bench())
        if isinstance(result, Done):
            return redirect("cluster", number, query="notice=undone")
    _seen(visit, number)
    advice = "Somebody else has undone it, or decided anew. Open the cluster again to see."
    return visit.page("message.html", "This cannot be undone any more", 409, advice=advice)


def chosen_reports(visit: Visit) -> list[int]:
    """Return the reports that were chosen in a form."""
    texts = visit.request.POST.getlist("report")
    return [int(text) for text in map(str, texts) if _NUMBER.fullmatch(text)]


def _seen(visit: Visit, number: int) -> SeenCluster:
    """Return the cluster of a report, itself if it is alone.

    Raises:
        ReportUnknownError: there is no such report, or it is linked with none and not at the desk.
    """
    seen = see_cluster(number, visit.parts.links)
    if seen is not None:
        return seen
    if visit.parts.desk.item(number) is None:
        raise ReportUnknownError
    return see_alone(number, visit.parts.links)


def _page(
    visit: Visit,
    number: int,
    *,
    values: Mapping[int, str] | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:
    seen = _seen(visit, number)
    links = visit.parts.links
    reports = [one.number for one in seen.reports]
    apart = apart_in(seen, links)
    decided, held = decisions(seen, apart)
    to_reports = place_of("report")
    return visit.page(
        "cluster.html",
        _title(seen.row),
        trouble.status if trouble else 200,
        number=number,
        cluster=seen,
        to_reports=to_reports,
        to_cases=place_of("case"),
        items=visit.parts.desk.items(reports),
        cases=visit.parts.cases.cases_of(reports),
        drawing=draw_cluster(seen, apart, links, to_reports) if seen.whole else summarise(seen),
        times=tell_timeline(seen),
        rows=identifier_rows(seen, apart, values or {}),
        most_rows=MOST_ROWS,
        with_values=values is not None,
        most_opened=MOST_OPENED,
        most_in_case=MOST_IN_CASE,
        decided=decided,
        held=held,
        names=names(visit),
        reasons=link_words.APART_REASONS,
        notice=_NOTICES.get(visit.request.GET.get("notice", "")),
        chosen=set(chosen_reports(visit)) if trouble else set(),
        trouble=trouble,
    )


def _title(row: ClusterRow) -> str:
    return f"Cluster of report {row.first}"
