"""Applies what goes back and forth between desk and reporter, and who may still ask.

A receipt ends to the microsecond, whether or not its thread has been forgotten yet.
"""

from typing import Final, NamedTuple, Self

from tipline.ports import operations as ops
from tipline.ports.public import Author
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.desk.apply_queue import requeue_supplemented
from tipline.stores.intake import insert_reports
from tipline.stores.public.apply_drafts import received_before


class _Thread(NamedTuple):
    """What a change must know of a way back."""

    report: int
    expires_at: int
    stopped_at: int | None

    @classmethod
    def find(cls, thread: bytes) -> Self | None:
        row = queries.one("thread_to_change", thread)
        return None if row is None else cls(*row)


def _add_reporter_facts(operation: ops.AddReporterFacts, change: Change) -> ops.AnyResult:
    thread, report = operation.thread, operation.report
    found = _Thread.find(thread)
    if found is None:
        return ops.Unknown()
    before = queries.one("same_message", thread, operation.same)
    if before is not None:
        return received_before(before[0])
    if found.expires_at <= change.now:
        return ops.Unknown()
    added = queries.one("count_added", thread)
    if added is None or added[0] >= ops.MOST_ADDED:
        return ops.Refused()
    insert_reports([(report, found.report, change)])
    requeue_supplemented(found.report, change, urgent=report.urgent)
    if operation.answers is not None:
        queries.run("answer_question", change.now, thread, operation.answers)
    _keep(
        (report.number, found.report, thread),
        Author.REPORTER,
        change.now,
        for_reporter=operation.copy,
        same=operation.same,
    )
    change.record(
        "report.supplemented", f"report:{found.report}", report.digest, f"report:{report.number}"
    )
    return ops.Received(number=report.number, at=change.now, digest=report.digest)


def _stop_contact(operation: ops.StopContact, change: Change) -> ops.AnyResult:
    found = _Thread.find(operation.thread)
    if found is None or found.expires_at <= change.now:
        return ops.Unknown()
    if operation.stop is not (found.stopped_at is not None):
        stopped_at = change.now if operation.stop else None
        queries.run("stop_thread", stopped_at, operation.thread)
        queries.run("stop_contact", stopped_at, found.report)
        action = "contact.stopped" if operation.stop else "contact.allowed"
        change.record(action, f"report:{found.report}")
    if operation.stop:
        queries.run("withdraw_question", operation.thread)
    return ops.Done(number=found.report)


def _end_threads(operation: ops.EndThreads, change: Change) -> ops.AnyResult:
    ended = queries.rows("ended_threads", change.now, operation.limit)
    for (thread,) in ended:
        queries.run("keep_questions", thread)
        queries.run("forget_messages", thread)
        queries.run("forget_thread", thread)
    return ops.Done(number=len(ended))


def _ask_reporter(operation: ops.AskReporter, change: Change) -> ops.AnyResult:
    row = queries.one("thread_to_ask", operation.report)
    if row is None:
        return ops.Unknown()
    thread, expires_at, stopped_at = row
    if expires_at <= change.now:
        return ops.Unknown()
    if stopped_at is not None or queries.one("open_question", thread) is not None:
        return ops.Refused()
    _keep(
        (operation.message, operation.report, bytes(thread)),
        Author.DESK,
        change.now,
        for_reporter=operation.for_reporter,
        for_desk=operation.for_desk,
    )
    change.record("reporter.asked", f"report:{operation.report}")
    return ops.Done(number=operation.report)


def _withdraw_question(operation: ops.WithdrawQuestion, change: Change) -> ops.AnyResult:
    row = queries.one("thread_to_ask", operation.report)
    if row is None or not queries.run("withdraw_question", row[0]):
        return ops.Refused()
    change.record("question.withdrawn", f"report:{operation.report}")
    return ops.Done(number=operation.report)


def _keep(
    ids: tuple[int, int, bytes],
    author: Author,
    now: int,
    *,
    for_reporter: ops.SealedNote,
    for_desk: ops.SealedNote | None = None,
    same: bytes | None = None,
) -> None:
    """Write a message down; `ids` are its number, its report and its thread."""
    desk = (None, None) if for_desk is None else (for_desk.key, for_desk.body)
    queries.run(
        "insert_message",
        *ids,
        author.value,
        now,
        for_reporter.key,
        for_reporter.body,
        *desk,
        same,
        False,  # noqa: FBT003 - a column's value
    )


THREAD_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.AddReporterFacts: _add_reporter_facts,
    ops.StopContact: _stop_contact,
    ops.EndThreads: _end_threads,
    ops.AskReporter: _ask_reporter,
    ops.WithdrawQuestion: _withdraw_question,
}
"""How each operation on ways back is applied."""
