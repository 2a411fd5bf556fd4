"""Applies operations to the store: many in one transaction, each in its own savepoint.

The only code that changes the database, whichever process runs it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, cast

import msgspec
import structlog
from django.db import transaction

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import NEXT, OPEN_FOR, State, state_at
from tipline.domain.moments import in_microseconds
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.audit_log import AuditLog
from tipline.stores.cases.apply_cases import CASE_HANDLERS
from tipline.stores.change import Change
from tipline.stores.desk.apply_queue import QUEUE_HANDLERS, queue_finished, requeue_supplemented
from tipline.stores.desk.apply_users import USER_HANDLERS
from tipline.stores.intake import insert_reports, submit_reports
from tipline.stores.linking.apply_links import LINK_HANDLERS
from tipline.stores.linking.reindex import REINDEX_HANDLERS
from tipline.stores.linking.unlink import unlink_report
from tipline.stores.outbox.apply_outbox import OUTBOX_HANDLERS
from tipline.stores.public.apply_contact import CONTACT_HANDLERS
from tipline.stores.public.apply_drafts import DRAFT_HANDLERS
from tipline.stores.public.apply_threads import THREAD_HANDLERS
from tipline.stores.referrals.apply_answers import ANSWER_HANDLERS
from tipline.stores.referrals.apply_deliveries import DELIVERY_HANDLERS
from tipline.stores.referrals.apply_referrals import REFERRAL_HANDLERS

_log: Final = structlog.get_logger(__name__)

Outcome = ops.AnyResult | StoreUnavailableError
"""A result, or why this one operation of a group could not be applied."""

KEYS_LAST: Final = OPEN_FOR
"""An idempotency key is remembered for a day, as long as a report can be open."""


_FEWEST_TOGETHER: Final = 2
"""New reports from which it saves work to store them together."""

_RESULTS: Final[msgspec.msgpack.Decoder[ops.AnyResult]] = msgspec.msgpack.Decoder(ops.AnyResult)


def apply_batch(requests: Sequence[ops.Request], now: datetime) -> list[Outcome]:
    """Apply all requests in one transaction, each wholly or not at all, and return the outcomes.

    When this returns, everything is on disk. Those of one batch came at the same time, so none
    can rely on another.

    Raises:
        StoreUnavailableError: the transaction failed. Nothing of it was stored, unless the
            connection to the database broke in the very commit: then nobody knows.
    """
    try:
        with transaction.atomic(using=queries.database().alias):
            log = AuditLog(now)
            outcomes = _submitted_together(requests, log, now)
            for place, request in enumerate(requests):
                if place not in outcomes:
                    outcomes[place] = _apply_apart(request, log, now)
            log.write()
    except queries.driver_errors() as error:
        raise StoreUnavailableError(type(error).__name__) from None
    return [outcomes[place] for place in range(len(requests))]


def _submitted_together(
    requests: Sequence[ops.Request], log: AuditLog, now: datetime
) -> dict[int, Outcome]:
    """Store the new reports of a batch with few statements; return their outcomes by place.

    If that fails nothing was done, and each is applied apart to see which one is at fault.
    """
    places = _new_submissions(requests, log, now)
    if len(places) < _FEWEST_TOGETHER:
        return {}
    submissions = [
        (
            cast("ops.SubmitReport", requests[place].operation).report,
            Change(log, now, requests[place].actor),
        )
        for place in places
    ]
    connection, mark = queries.raw_connection(), log.pending
    connection.execute("SAVEPOINT together")
    try:
        receipts = submit_reports(submissions)
        keys = [requests[place].key for place in places]
        _keep_results(
            (key, receipt, submissions[0][1].now)
            for key, receipt in zip(keys, receipts, strict=True)
            if key is not None
        )
    except Exception:  # noqa: BLE001 - each is applied apart, and says then what it is
        connection.execute("ROLLBACK TO SAVEPOINT together")
        log.rewind(mark)
        receipts = []
    connection.execute("RELEASE SAVEPOINT together")
    return dict(zip(places, receipts, strict=False))


def _new_submissions(requests: Sequence[ops.Request], log: AuditLog, now: datetime) -> list[int]:
    """Return the places of reports that were not sent before: without a key, or with a new one."""
    keys: set[tuple[int, bytes]] = set()
    places: list[int] = []
    for place, request in enumerate(requests):
        if type(request.operation) is not ops.SubmitReport:
            continue
        key = request.key
        if key is not None:
            if (key.provider, key.key) in keys or _known_result(key, Change(log, now, "")):
                continue
            keys.add((key.provider, key.key))
        places.append(place)
    return places


def _apply_apart(request: ops.Request, log: AuditLog, now: datetime) -> Outcome:
    """Apply one request in a savepoint, so that its failure is its own."""
    connection, mark = queries.raw_connection(), log.pending
    connection.execute("SAVEPOINT one")
    try:
        result = _apply_once(request, Change(log, now, request.actor))
    except Exception as error:  # noqa: BLE001 - whatever one operation does, the others go on
        connection.execute("ROLLBACK TO SAVEPOINT one")
        log.rewind(mark)
        if not isinstance(error, (StoreUnavailableError, *queries.driver_errors())):
            _log.error("operation_failed", exc_info=error)
        result_or_error: Outcome = StoreUnavailableError(type(error).__name__)
    else:
        result_or_error = result
    connection.execute("RELEASE SAVEPOINT one")
    return result_or_error


def _apply_once(request: ops.Request, change: Change) -> ops.AnyResult:
    """Apply a request, or return what its idempotency key gave before."""
    key = request.key
    if key is None:
        return _apply(request.operation, change)
    known = _known_result(key, change)
    if known is not None:
        if bytes(known[0]) != key.body:
            return ops.KeyConflict()
        return _RESULTS.decode(bytes(known[1]))
    result = _apply(request.operation, change)
    _keep_results([(key, result, change.now)])
    return result


def _known_result(key: ops.KeyUse, change: Change) -> queries.Row | None:
    """Return the body's digest and the result that a key was used for within the last day."""
    oldest = change.now - in_microseconds(KEYS_LAST)
    return queries.one("key_result", key.provider, key.key, oldest)


def _keep_results(results: Iterable[tuple[ops.KeyUse, ops.AnyResult, int]]) -> None:
    """Remember what keys were used for, and when."""
    queries.run_many(
        "save_key",
        (
            (key.provider, key.key, key.body, msgspec.msgpack.encode(result), now)
            for key, result, now in results
        ),
    )


def _apply(operation: ops.AnyOperation, change: Change) -> ops.AnyResult:
    handler = cast("Callable[[Any, Change], ops.AnyResult]", _HANDLERS[type(operation)])
    return handler(operation, change)


def _submit_report(operation: ops.SubmitReport, change: Change) -> ops.AnyResult:
    return submit_reports([(operation.report, change)])[0]


def _import_report(operation: ops.ImportReport, change: Change) -> ops.AnyResult:
    known = queries.one("imported_as", operation.key)
    if known is not None:
        return ops.ImportedBefore(number=int(known[0]))
    result = _submit_report(ops.SubmitReport(report=operation.report), change)
    queries.run("insert_imported", operation.key, operation.report.number)
    return result


def _add_supplement(operation: ops.AddSupplement, change: Change) -> ops.AnyResult:
    found = queries.one("report_to_move", operation.to, operation.provider)
    if found is None:
        return ops.Unknown()
    state = state_at(found[0], found[1], change.now)
    if state in {State.RETRACTED, State.EXPIRED}:
        return ops.WrongState(state=state)
    report = operation.report
    insert_reports([(report, operation.to, change)])
    if state is State.FINISHED:
        requeue_supplemented(operation.to, change, urgent=report.urgent)
    change.record(
        "report.supplemented", f"report:{operation.to}", report.digest, f"report:{report.number}"
    )
    return ops.Received(number=report.number, at=change.now, digest=report.digest)


def _move_report(operation: ops.MoveReport, change: Change) -> ops.AnyResult:
    found = queries.one("report_to_move", operation.number, operation.provider)
    if found is None:
        return ops.Unknown()
    state = state_at(found[0], found[1], change.now)
    target = NEXT.get((state, operation.step))
    if target is None:
        return ops.WrongState(state=state)
    finished_at = change.now if target is State.FINISHED else None
    queries.run("move_report", int(target), finished_at, operation.number)
    if target is State.FINISHED:
        queue_finished(operation.number, change)
    else:
        unlink_report(operation.number, change)
    change.record(f"report.{target.name.lower()}", f"report:{operation.number}")
    return ops.Done(number=operation.number)


def _expire_reports(operation: ops.ExpireReports, change: Change) -> ops.AnyResult:
    overdue = queries.rows(
        "overdue_reports", change.now - in_microseconds(OPEN_FOR), operation.limit
    )
    for (number,) in overdue:
        queries.run("move_report", int(State.EXPIRED), None, number)
        unlink_report(number, change)
        change.record("report.expired", f"report:{number}")
    return ops.Done(number=len(overdue))


def _forget_keys(_operation: ops.ForgetKeys, change: Change) -> ops.AnyResult:
    return ops.Done(number=queries.run("forget_old_keys", change.now - in_microseconds(KEYS_LAST)))


def _heartbeat(_operation: ops.Heartbeat, change: Change) -> ops.AnyResult:
    return ops.Done(number=queries.run("beat", change.now))


def _reserve_numbers(operation: ops.ReserveNumbers, _change: Change) -> ops.AnyResult:
    row = queries.one("next_number")
    queries.run("advance_numbers", operation.count)
    return ops.Done(number=int(row[0]) if row else 0)


def _add_provider(operation: ops.AddProvider, change: Change) -> ops.AnyResult:
    if queries.one("provider_by_username", operation.username) is not None:
        return ops.Taken()
    queries.run(
        "insert_provider",
        operation.name,
        operation.username,
        operation.secret,
        operation.is_test,
        change.now,
    )
    row = queries.one("provider_by_username", operation.username)
    number = int(row[0]) if row else 0
    change.record("provider.added", f"provider:{number}")
    return ops.Done(number=number)


def _disable_provider(operation: ops.DisableProvider, change: Change) -> ops.AnyResult:
    row = queries.one("provider_by_username", operation.username)
    if row is None or not queries.run("disable_provider", change.now, operation.username):
        return ops.Unknown()
    change.record("provider.disabled", f"provider:{row[0]}")
    return ops.Done(number=int(row[0]))


_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.SubmitReport: _submit_report,
    ops.ImportReport: _import_report,
    ops.AddSupplement: _add_supplement,
    ops.MoveReport: _move_report,
    ops.ExpireReports: _expire_reports,
    ops.ForgetKeys: _forget_keys,
    ops.Heartbeat: _heartbeat,
    ops.ReserveNumbers: _reserve_numbers,
    ops.AddProvider: _add_provider,
    ops.DisableProvider: _disable_provider,
    **QUEUE_HANDLERS,
    **USER_HANDLERS,
    **OUTBOX_HANDLERS,
    **DRAFT_HANDLERS,
    **THREAD_HANDLERS,
    **CONTACT_HANDLERS,
    **LINK_HANDLERS,
    **REINDEX_HANDLERS,
    **CASE_HANDLERS,
    **REFERRAL_HANDLERS,
    **DELIVERY_HANDLERS,
    **ANSWER_HANDLERS,
}
"""How each operation is applied; a test holds this against the list of operations."""
