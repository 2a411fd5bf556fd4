"""Merges that wait for a person, and the stop list: pages of their own."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from django.http import HttpResponse

from tipline.domain.linking.decisions import ApartReason
from tipline.doors.desk.links import wording
from tipline.doors.desk.queue import names
from tipline.doors.desk.report import Trouble, report_page
from tipline.doors.desk.visit import Visit, redirect
from tipline.ports.linking import ClusterRow, HeldRow
from tipline.ports.operations import AnyResult, Done
from tipline.services.linking.judge_link import approve_merge, refuse_merge
from tipline.services.linking.stop_list import read_stops, unstop_identifier

PAGE: Final = 25
_START: Final = (-1, -1)
_CURSOR: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_OTHERS: Final = 5
"""Reports with the identifier that are looked at to find the other cluster."""


class Waiting(NamedTuple):
    """A merge that waits: a report, by which kind of identifier, and the two clusters.

    A cluster is None where the report is alone; `other` is None if nothing else has it any more.
    `at_desk` says whether the report can be opened.
    """

    row: HeldRow
    at_desk: bool
    kind: str
    own: ClusterRow | None
    other: int | None
    others: ClusterRow | None


def show_held(visit: Visit) -> HttpResponse:
    """Show the merges that wait, oldest first."""
    return _held_page(visit)


def approve(visit: Visit, number: int) -> HttpResponse:
    """Let a merge happen."""
    identifier = visit.form("identifier")
    if not _NUMBER.fullmatch(identifier):
        return _stale(visit)
    result = approve_merge(number, int(identifier), visit.user, visit.parts.bench())
    return _after(visit, result, "approved")


def refuse(visit: Visit, number: int) -> HttpResponse:
    """Keep a report apart whose merge waits."""
    identifier, reason = visit.form("identifier"), visit.form("reason")
    if not _NUMBER.fullmatch(identifier):
        return _stale(visit)
    if reason not in set(ApartReason):
        field, page = f"held-{number}-{int(identifier)}", visit.form("page")
        trouble = Trouble("Nothing was changed", field, "Choose why.")
        if _NUMBER.fullmatch(page):
            return report_page(visit, int(page), trouble=trouble)
        return _held_page(visit, trouble)
    bench = visit.parts.bench()
    result = refuse_merge(number, int(identifier), ApartReason(reason), visit.user, bench)
    return _after(visit, result, "refused")


def show_stops(visit: Visit) -> HttpResponse:
    """Show what is not linked by, newest first."""
    entries, whole = read_stops(visit.user, visit.parts.register())
    return visit.page(
        "stop_list.html",
        "Stop list",
        entries=entries,
        whole=whole,
        kinds=wording.KINDS,
        why=wording.why,
        names=names(visit),
        notice=wording.NOTICES.get(visit.request.GET.get("done", "")),
    )


def unstop(visit: Visit) -> HttpResponse:
    """Take an identifier off the stop list."""
    identifier = visit.form("identifier")
    if _NUMBER.fullmatch(identifier):
        result = unstop_identifier(int(identifier), visit.user, visit.parts.register())
        if isinstance(result, Done):
            return redirect("stop-list", query="done=unstopped")
    advice = "It was taken off the list meanwhile. Nothing was changed."
    return visit.page("message.html", "This is not on the stop list", 409, advice=advice)


def _held_page(visit: Visit, trouble: Trouble | None = None) -> HttpResponse:
    after = _cursor(visit.request.GET.get("after", ""))
    rows = visit.parts.links.held(after or _START, PAGE + 1)
    shown = _whole_moments(rows)
    last = shown[-1] if len(rows) > len(shown) else None
    return visit.page(
        "held.html",
        "Merges that wait",
        422 if trouble else 200,
        waiting=_waiting(visit, shown),
        first=after is None,
        after=None if last is None else f"{last.at}-{last.report}",
        reasons=wording.APART_REASONS,
        trouble=trouble,
        notice=wording.NOTICES.get(visit.request.GET.get("done", "")),
    )


def _whole_moments(rows: Sequence[HeldRow]) -> Sequence[HeldRow]:
    """Return one page, which ends where the next one can begin: between two reports."""
    if len(rows) <= PAGE:
        return rows
    next_one = (rows[PAGE].at, rows[PAGE].report)
    whole = [row for row in rows[:PAGE] if (row.at, row.report) != next_one]
    return whole or rows[:PAGE]


def _waiting(visit: Visit, rows: Sequence[HeldRow]) -> list[Waiting]:
    """Return merges with the clusters they would join."""
    reader = visit.parts.links
    reports = sorted({row.report for row in rows})
    kinds = {edge.identifier: edge.kind for edge in reader.edges_in(reports)} if reports else {}
    others = {row: _other(visit, row) for row in rows}
    numbers = {*reports, *(one for one in others.values() if one is not None)}
    clusters = reader.clusters_of(sorted(numbers))
    items = visit.parts.desk.items(reports)
    return [
        Waiting(
            row=row,
            at_desk=row.report in items,
            kind=wording.KINDS[kinds[row.identifier]] if row.identifier in kinds else "Identifier",
            own=clusters.get(row.report),
            other=others[row],
            others=clusters.get(others[row] or 0),
        )
        for row in rows
    ]


def _other(visit: Visit, row: HeldRow) -> int | None:
    """Return another report with the identifier that is not kept apart itself."""
    apart = {one.report for one in visit.parts.links.apart([row.identifier])}
    met = visit.parts.links.met(row.identifier, _OTHERS + len(apart))
    return next((one.report for one in met if one.report not in apart), None)


def _cursor(text: str) -> tuple[int, int] | None:
    found = _CURSOR.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]))


def _after(visit: Visit, result: AnyResult, what: str) -> HttpResponse:
    """Go back to where the decision was made: a report's page or the list."""
    if not isinstance(result, Done):
        return _stale(visit)
    page = visit.form("page")
    if _NUMBER.fullmatch(page):
        return redirect("report", int(page), query=f"done={what}", place="links")
    return redirect("held-merges", query=f"done={what}")


def _stale(visit: Visit) -> HttpResponse:
    advice = "Somebody else has decided about it meanwhile. Nothing was changed."
    return visit.page("message.html", "This merge does not wait any more", 409, advice=advice)
