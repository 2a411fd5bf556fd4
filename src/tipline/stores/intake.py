"""Writes submitted reports: one, or many at once with one statement for each table.

Whoever calls is in a transaction, and in a savepoint if a failure here shall undo nothing else.
"""

from collections.abc import Iterable, Sequence

from tipline.domain.lifecycle import State
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.desk.apply_queue import queue_reports
from tipline.stores.linking.link import Arrival, link_arrivals


def submit_reports(
    submissions: Sequence[tuple[ops.StoredReport, Change]], detail: str | None = None
) -> list[ops.Received]:
    """Store reports, put the finished ones on the desk, and return a receipt for each.

    `detail` is the word that the audit log says of them.
    """
    insert_reports((report, None, change) for report, change in submissions)
    finished = [
        (report, change) for report, change in submissions if report.state is State.FINISHED
    ]
    queue_reports(finished)
    receipts: list[ops.Received] = []
    for report, change in submissions:
        change.record("report.submitted", f"report:{report.number}", report.digest, detail)
        receipts.append(ops.Received(number=report.number, at=change.now, digest=report.digest))
    return receipts


def insert_reports(
    submissions: Iterable[tuple[ops.StoredReport, int | None, Change]],
) -> None:
    """Write reports with what they supplement, their sightings, links, and what must leave."""
    reports: list[tuple[object, ...]] = []
    sightings: list[tuple[object, ...]] = []
    alerts: list[tuple[object, ...]] = []
    arrivals: list[Arrival] = []
    for report, supplements, change in submissions:
        number, now = report.number, change.now
        reports.append(
            (
                number,
                supplements,
                report.door,
                report.provider,
                report.is_test,
                int(report.state),
                report.urgent,
                report.facts,
                report.marks,
                now,
                now if report.state is State.FINISHED else None,
                report.digest,
                report.sealed_key,
                report.sealed_body,
            )
        )
        sightings.extend(
            (number, place, s.kind, s.role, s.at, s.display)
            for place, s in enumerate(report.sightings)
        )
        arrivals.append(Arrival(number if supplements is None else supplements, report, change))
        if report.urgent and not report.is_test:
            alerts.append(("urgent_alert", f"report:{number}", now, now))
    queries.run_many("insert_report", reports)
    queries.run_many("insert_sighting", sightings)
    queries.run_many("insert_outbox_item", alerts)
    link_arrivals(arrivals)
