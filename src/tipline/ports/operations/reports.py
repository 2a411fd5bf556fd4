"""Changes to reports: they come in, move through their life, get numbers."""

import msgspec

from tipline.domain.lifecycle import State, Step
from tipline.ports.operations.roots import Operation


class StoredSighting(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier of a report as it is shown: sealed; `at` is in microseconds since 1970."""

    kind: str
    role: str
    display: bytes
    at: int | None = None


class StoredKey(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier of a report as it is found and linked by: blind.

    `kind`, `side`, `grade` and `role` are the numbers of `domain.linking.grades`; `place` is that
    of the sighting it comes from. `at` is in microseconds since 1970, 0 if it is not known or of
    no account; `port` is blind too, empty if there is none.
    """

    blind: bytes
    side: int
    kind: int
    grade: int
    role: int
    place: int
    at: int = 0
    port: bytes = b""
    also: bytes = b""


class StoredReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it is stored: what may be read without a key, and what is sealed.

    `digest` is the SHA-256 of the sealed body; `facts` has two bits for each group of facts, in
    the order of completeness (0 absent, 1 partly, 2 present); `urgent` is the reporter's own word;
    `marks` are a `Mark` each; `names` are the numbers of earlier reports it says it belongs to;
    `keyed` are the fingerprints of the keys that it is blind under, the present one first.
    """

    number: int
    door: str
    provider: int | None
    is_test: bool
    state: State
    urgent: bool
    facts: int
    sealed_key: bytes
    sealed_body: bytes
    digest: bytes
    sightings: tuple[StoredSighting, ...] = ()
    marks: int = 0
    keys: tuple[StoredKey, ...] = ()
    names: tuple[int, ...] = ()
    keyed: tuple[bytes, ...] = ()


class SubmitReport(Operation, frozen=True, kw_only=True, tag=True):
    """Store a new report."""

    report: StoredReport


class ImportReport(Operation, frozen=True, kw_only=True, tag=True):
    """Store a report from a file, unless the ledger of imports knows its key already.

    `key` is the blind digest of the document and its turn among equal ones; kept for good.
    """

    report: StoredReport
    key: bytes


class AddSupplement(Operation, frozen=True, kw_only=True, tag=True):
    """Store facts added to a report later; the report itself never changes."""

    to: int
    provider: int
    report: StoredReport


class MoveReport(Operation, frozen=True, kw_only=True, tag=True):
    """Finish or retract an open report of this provider."""

    number: int
    provider: int
    step: Step


class ExpireReports(Operation, frozen=True, kw_only=True, tag=True):
    """Expire reports that were left open too long, at most `limit` of them."""

    limit: int = 50


class ForgetKeys(Operation, frozen=True, kw_only=True, tag=True):
    """Forget idempotency keys that are older than a day."""


class Heartbeat(Operation, frozen=True, kw_only=True, tag=True):
    """Change something that nobody needs, to see whether changes reach the disk."""


class ReserveNumbers(Operation, frozen=True, kw_only=True, tag=True):
    """Set report numbers aside for one process; numbers never come twice, even if unused."""

    count: int
