"""Reads what the identifiers of a cluster say, by opening as few of its reports as will do."""

from typing import Final

from tipline.domain.desk import ReportPart
from tipline.ports.desk import UserRow
from tipline.ports.linking import EdgeRow
from tipline.services.desk.open_report import (
    OpenedReport,
    ReportUnknownError,
    Room,
    open_report,
)
from tipline.services.linking.see_cluster import SeenCluster

MOST_OPENED: Final = 20
"""Reports that are opened at once; each is an entry in the audit log."""


def read_values(seen: SeenCluster, user: UserRow, room: Room) -> dict[int, str]:
    """Return identifiers as they were stated, by their numbers, those in most reports first.

    The audit log says of every report that is opened that its identifiers were seen, before that
    is done; at the desk the report stays unread.

    Raises:
        StoreUnavailableError: the store cannot be read, or nobody knows whether an entry was
            written; then that report was not opened.
        SealBrokenError: a report was sealed to another key, or bytes have changed.
    """
    values: dict[int, str] = {}
    opened: dict[int, OpenedReport | None] = {}
    for shared in seen.shared:
        edges = sorted(shared.edges, key=lambda edge: (edge.report not in opened, edge.report))
        for edge in edges[:MOST_OPENED]:
            if edge.report not in opened:
                if len(opened) >= MOST_OPENED:
                    break
                opened[edge.report] = _open(edge.report, user, room)
            stated = _stated(edge, opened[edge.report])
            if stated is not None:
                values[shared.identifier] = stated
                break
    return values


def _open(number: int, user: UserRow, room: Room) -> OpenedReport | None:
    try:
        return open_report(number, user, ReportPart.IDENTIFIERS, room)
    except ReportUnknownError:
        return None


def _stated(edge: EdgeRow, opened: OpenedReport | None) -> str | None:
    """Return how an identifier stands in the report or supplement that shows it."""
    if opened is None:
        return None
    stated = {one.row.number: one.parts for one in opened.supplements}
    parts = {opened.row.number: opened.parts, **stated}.get(edge.source, ())
    return parts[edge.place] if edge.place < len(parts) else None
