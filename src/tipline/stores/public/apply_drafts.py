"""Applies what happens to a visitor's draft: saved, erased, expired, or sent.

No audit entry names a draft or a thread: the log is shown to outsiders.
"""

from typing import Final

import msgspec
import structlog

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.moments import in_microseconds
from tipline.domain.public.draft import DRAFT_KEPT
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.intake import submit_reports
from tipline.stores.linking.keyed import fits, keying

_log: Final = structlog.get_logger(__name__)
_LEAVING: Final = msgspec.msgpack.Decoder(ops.StoredReport)
_INCOMPLETE: Final = "incomplete"


def _save_draft(operation: ops.SaveDraft, change: Change) -> ops.AnyResult:
    expires_at = change.now + in_microseconds(DRAFT_KEPT)
    left = operation.leaving
    if left is not None and left.keys and not fits(left.keyed, keying()):
        raise StoreUnavailableError("The keys of identifiers have changed. Try again.")
    leaving = None if left is None else msgspec.msgpack.encode(left)
    kept = (operation.sealed, leaving, expires_at)
    if not operation.revision:
        is_new = queries.run("insert_draft", operation.id, *kept)
        return ops.Done(number=1) if is_new else ops.Stale()
    replaced = queries.run("replace_draft", *kept, operation.id, operation.revision, change.now)
    if replaced:
        return ops.Done(number=operation.revision + 1)
    return ops.Stale() if _revision(operation.id, change.now) else ops.Unknown()


def _revision(draft: bytes, now: int) -> int:
    """Return the revision of a draft, 0 if there is none; one that has expired counts as gone."""
    row = queries.one("draft_expiry", draft)
    return int(row[1]) if row is not None and row[0] > now else 0


def _erase_draft(operation: ops.EraseDraft, _change: Change) -> ops.AnyResult:
    return ops.Done(number=queries.run("erase_draft", operation.id))


def _expire_drafts(operation: ops.ExpireDrafts, change: Change) -> ops.AnyResult:
    gone = 0
    for draft, leaving in queries.rows("expired_drafts", change.now, operation.limit):
        if leaving is None or _is_sent(bytes(leaving), change):
            gone += queries.run("erase_draft", draft)
    return ops.Done(number=gone)


def _is_sent(leaving: bytes, change: Change) -> bool:
    """Store what a visitor chose to send; one that fails stays for the next time, alone."""
    connection = queries.raw_connection()
    connection.execute("SAVEPOINT leaving")
    try:
        report = _LEAVING.decode(leaving)
        if queries.one("receipt_of", report.number) is None:
            _submit_left(report, change)
        is_sent = True
    except Exception as error:  # noqa: BLE001 - one draft must not keep the others
        connection.execute("ROLLBACK TO SAVEPOINT leaving")
        _log.error("draft_not_sent", error=type(error).__name__)
        is_sent = False
    connection.execute("RELEASE SAVEPOINT leaving")
    return is_sent


def _submit_left(report: ops.StoredReport, change: Change) -> None:
    """Store a report that was left; if the keys have changed since, without what it links by.

    Then it waits in a list, and is linked before the rotation of the keys ends.
    """
    if not report.keys or fits(report.keyed, keying()):
        submit_reports([(report, change)], _INCOMPLETE)
        return
    submit_reports([(msgspec.structs.replace(report, keys=()), change)], _INCOMPLETE)
    queries.run("keep_not_indexed", report.number)


def _submit_public(operation: ops.SubmitPublic, change: Change) -> ops.AnyResult:
    thread, contact, number = operation.thread, operation.contact, operation.report.number
    before = queries.one("thread_to_change", thread.id)
    if before is not None:
        # What was sent must not come a second time, as a report that was left.
        queries.run("erase_draft", operation.draft)
        return received_before(before[0])
    revision = _revision(operation.draft, change.now)
    if revision != operation.revision:
        return ops.Stale() if revision else ops.Unknown()
    (receipt,) = submit_reports([(operation.report, change)])
    ends = change.now + thread.lasts
    queries.run("insert_thread", thread.id, number, thread.public_key, change.now, ends)
    if contact is not None:
        queries.run("insert_contact", number, contact.key, contact.body)
    queries.run("erase_draft", operation.draft)
    return receipt


def received_before(number: int) -> ops.AnyResult:
    """Return again what storing a report gave."""
    row = queries.one("receipt_of", number)
    if row is None:
        return ops.Unknown()
    return ops.Received(number=number, at=row[0], digest=bytes(row[1]))


DRAFT_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.SaveDraft: _save_draft,
    ops.EraseDraft: _erase_draft,
    ops.ExpireDrafts: _expire_drafts,
    ops.SubmitPublic: _submit_public,
}
"""How each operation on drafts is applied."""
