"""Applies what is done with reports at the desk, and keeps the counts of its shelves true."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Self

from tipline.domain.desk import (
    LEASE,
    NOT_URGENT,
    QUIET_PARTS,
    URGENT,
    ReportPart,
    Shelf,
    beside,
    test_shelf,
)
from tipline.domain.moments import in_microseconds
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change

_CLOSED: Final = frozenset({Shelf.CLOSED, Shelf.TEST_CLOSED})
_UNREAD: Final = frozenset({Shelf.UNREAD, Shelf.TEST_UNREAD})


class _Item(NamedTuple):
    """A row of the queue; `number` is the report's."""

    number: int
    shelf: Shelf
    rank: int
    at: int
    queued_at: int
    holder: int | None
    lease_until: int | None
    reason: str

    @classmethod
    def find(cls, number: int) -> Self | None:
        row = queries.one("item_to_move", number)
        return None if row is None else cls(number, Shelf(row[0]), *row[1:])

    def save(self, before: "_Item") -> None:
        queries.run(
            "move_item",
            int(self.shelf),
            self.rank,
            self.at,
            self.holder,
            self.lease_until,
            self.reason,
            self.number,
        )
        if (self.shelf, self.rank) != (before.shelf, before.rank):
            queries.run("count_item", int(before.shelf), before.rank, -1)
            queries.run("count_item", int(self.shelf), self.rank, 1)

    def held_by_another(self, user: int, now: int) -> ops.Held | None:
        """Say who else has it, if somebody has and the lease still runs."""
        if self.holder in {None, user} or self.lease_until is None or self.lease_until <= now:
            return None
        return ops.Held(by=self.holder or 0, until=self.lease_until)

    def given_back(self) -> "_Item":
        return self._replace(holder=None, lease_until=None)


def queue_reports(finished: Sequence[tuple[ops.StoredReport, Change]]) -> None:
    """Put reports that came finished on the shelf of unread ones."""
    _queue(
        (report.number, change.now, _place(urgent=report.urgent, is_test=report.is_test))
        for report, change in finished
    )


def _place(*, urgent: bool, is_test: bool) -> tuple[int, int]:
    """Return the shelf and the rank of a report that nobody has read."""
    shelf = test_shelf(Shelf.UNREAD) if is_test else Shelf.UNREAD
    return int(shelf), URGENT if urgent else NOT_URGENT


def _queue(arrivals: Iterable[tuple[int, int, tuple[int, int]]]) -> None:
    """Write the places of reports, by number and moment, and count them."""
    items: list[tuple[int | str, ...]] = []
    counts: Counter[tuple[int, int]] = Counter()
    for number, now, place in arrivals:
        items.append((number, *place, now, now, ""))
        counts[place] += 1
    queries.run_many("insert_item", items)
    queries.run_many("count_item", ((*place, count) for place, count in counts.items()))


def queue_finished(number: int, change: Change) -> None:
    """Queue a report that was open till now; what was added meanwhile may have made it urgent."""
    found = queries.rows("urgency_of", number, number)
    place = _place(
        urgent=any(urgent for _, urgent in found), is_test=any(is_test for is_test, _ in found)
    )
    _queue([(number, change.now, place)])


def requeue_supplemented(number: int, change: Change, *, urgent: bool) -> None:
    """Put a report to which facts were added back among the unread ones, even a closed one."""
    item = _Item.find(number)
    if item is None:
        return
    after = item._replace(
        shelf=beside(item.shelf, Shelf.UNREAD),
        rank=URGENT if urgent else item.rank,
        at=item.queued_at,
        reason="",
    )
    after.save(item)
    if item.shelf in _CLOSED:
        change.record("report.reopened", f"report:{number}", detail="supplement")


def _read_report(operation: ops.ReadReport, change: Change) -> ops.AnyResult:
    item = _Item.find(operation.number)
    if item is None:
        return ops.Unknown()
    after, whole = item, operation.part not in QUIET_PARTS
    if whole and item.shelf in _UNREAD:
        after = after._replace(shelf=beside(item.shelf, Shelf.READ))
    if whole and item.holder == operation.user:
        after = after._replace(lease_until=change.now + in_microseconds(LEASE))
    if after != item:
        after.save(item)
    detail = None if operation.part is ReportPart.FACTS else operation.part.value
    change.record("report.read", f"report:{operation.number}", detail=detail)
    return ops.Done(number=operation.number)


def _read_reports(operation: ops.ReadReports, change: Change) -> ops.AnyResult:
    if any(_Item.find(number) is None for number in operation.numbers):
        return ops.Unknown()
    for number in operation.numbers:
        _read_report(
            ops.ReadReport(number=number, user=operation.user, part=operation.part), change
        )
    return ops.Done(number=len(operation.numbers))


def _claim_report(operation: ops.ClaimReport, change: Change) -> ops.AnyResult:
    item = _Item.find(operation.number)
    if item is None:
        return ops.Unknown()
    if item.shelf in _CLOSED:
        return ops.Refused()
    held = item.held_by_another(operation.user, change.now)
    if held is not None:
        return held
    until = change.now + in_microseconds(LEASE)
    item._replace(holder=operation.user, lease_until=until).save(item)
    change.record("report.claimed", f"report:{operation.number}")
    return ops.Done(number=operation.number)


def _release_report(operation: ops.ReleaseReport, change: Change) -> ops.AnyResult:
    item = _Item.find(operation.number)
    if item is None:
        return ops.Unknown()
    if item.holder is None or (item.holder != operation.user and not operation.anyones):
        return ops.Refused()
    item.given_back().save(item)
    change.record("report.released", f"report:{operation.number}", detail=f"user:{item.holder}")
    return ops.Done(number=operation.number)


def _close_report(operation: ops.CloseReport, change: Change) -> ops.AnyResult:
    item = _Item.find(operation.number)
    if item is None:
        return ops.Unknown()
    if item.shelf in _CLOSED:
        return ops.Refused()
    held = item.held_by_another(operation.user, change.now)
    if held is not None:
        return held
    closed = item.given_back()._replace(
        shelf=beside(item.shelf, Shelf.CLOSED), at=change.now, reason=operation.reason.value
    )
    closed.save(item)
    change.record("report.closed", f"report:{operation.number}", detail=operation.reason.value)
    return ops.Done(number=operation.number)


def _reopen_report(operation: ops.ReopenReport, change: Change) -> ops.AnyResult:
    item = _Item.find(operation.number)
    if item is None:
        return ops.Unknown()
    if item.shelf not in _CLOSED:
        return ops.Refused()
    item._replace(shelf=beside(item.shelf, Shelf.READ), at=item.queued_at, reason="").save(item)
    change.record("report.reopened", f"report:{operation.number}")
    return ops.Done(number=operation.number)


def _record_search(operation: ops.RecordSearch, change: Change) -> ops.AnyResult:
    change.record("identifier.searched", f"user:{operation.user}", detail=operation.kind)
    return ops.Done(number=operation.user)


def _record_opening(operation: ops.RecordOpening, change: Change) -> ops.AnyResult:
    if _Item.find(operation.number) is None:
        return ops.Unknown()
    change.record("report.read", f"report:{operation.number}", detail=operation.reason.value)
    return ops.Done(number=operation.number)


QUEUE_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.ReadReport: _read_report,
    ops.ReadReports: _read_reports,
    ops.ClaimReport: _claim_report,
    ops.ReleaseReport: _release_report,
    ops.CloseReport: _close_report,
    ops.ReopenReport: _reopen_report,
    ops.RecordSearch: _record_search,
    ops.RecordOpening: _record_opening,
}
"""How each operation on the queue is applied."""
