"""Every change the store can make, as a value: what to do, and what came of it.

One operation is one use case: it changes state and writes its audit entry in one transaction, or
does nothing. Values travel between processes, so they hold only plain data.
"""

import msgspec

from tipline.domain.desk import CloseReason, DeskRole, OpeningReason, ReportPart
from tipline.domain.lifecycle import State, Step
from tipline.domain.outbox import OutboxEnd


class Operation(msgspec.Struct, frozen=True, kw_only=True, tag_field="op"):
    """One change; subclasses are the complete list."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class StoredSighting(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier of a report as it is stored: blind, with its display value sealed.

    `at` is in microseconds since 1970; `port` is blind too.
    """

    kind: str
    role: str
    blind: bytes
    display: bytes
    at: int | None = None
    port: bytes | None = None


class StoredReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it is stored: what may be read without a key, and what is sealed.

    `digest` is the SHA-256 of the sealed body; `facts` has two bits for each group of facts, in
    the order of completeness (0 absent, 1 partly, 2 present); `urgent` is the reporter's own word.
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

    limit: int = 1_000


class ForgetKeys(Operation, frozen=True, kw_only=True, tag=True):
    """Forget idempotency keys that are older than a day."""


class Heartbeat(Operation, frozen=True, kw_only=True, tag=True):
    """Change something that nobody needs, to see whether changes reach the disk."""


class ReserveNumbers(Operation, frozen=True, kw_only=True, tag=True):
    """Set report numbers aside for one process; numbers never come twice, even if unused."""

    count: int


class AddProvider(Operation, frozen=True, kw_only=True, tag=True):
    """Let an online service file reports; `secret` is the SHA-256 of its password."""

    name: str
    username: str
    secret: bytes
    is_test: bool


class DisableProvider(Operation, frozen=True, kw_only=True, tag=True):
    """Refuse a provider's credentials from now on."""

    username: str


class AddUser(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody work at the desk; `factor` is the sealed secret of the second factor."""

    name: str
    role: DeskRole
    password: str
    factor: bytes


class DisableUser(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody in no more; what they hold is given back."""

    name: str


class ReplaceSecondFactor(Operation, frozen=True, kw_only=True, tag=True):
    """Give somebody a new second factor; their sessions end."""

    name: str
    factor: bytes


class ResetPassword(Operation, frozen=True, kw_only=True, tag=True):
    """Give somebody a one-time password in place of a forgotten one; their sessions end."""

    name: str
    password: str


class ReplacePassword(Operation, frozen=True, kw_only=True, tag=True):
    """Keep the password somebody chose; all their sessions but `keep` end."""

    user: int
    password: str
    keep: bytes


class OpenSession(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody in, once for each step of their second factor; `token` is a SHA-256."""

    user: int
    token: bytes
    step: int


class TouchSession(Operation, frozen=True, kw_only=True, tag=True):
    """Remember that a session is in use."""

    token: bytes


class EndSession(Operation, frozen=True, kw_only=True, tag=True):
    """End a session."""

    token: bytes


class ReadReport(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody is about to see what a report says."""

    number: int
    user: int
    part: ReportPart


class ClaimReport(Operation, frozen=True, kw_only=True, tag=True):
    """Let somebody take a report on, unless somebody else has it."""

    number: int
    user: int


class ReleaseReport(Operation, frozen=True, kw_only=True, tag=True):
    """Give a report back; `anyones` takes it from whoever has it."""

    number: int
    user: int
    anyones: bool = False


class CloseReport(Operation, frozen=True, kw_only=True, tag=True):
    """Do nothing more with a report, unless somebody else has it."""

    number: int
    user: int
    reason: CloseReason


class ReopenReport(Operation, frozen=True, kw_only=True, tag=True):
    """Put a closed report back where it was."""

    number: int
    user: int


class RecordSearch(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody searches for an identifier of a kind; never for which."""

    user: int
    kind: str


class RecordOpening(Operation, frozen=True, kw_only=True, tag=True):
    """Record that a command is about to open a report; it stays as it is at the desk."""

    number: int
    reason: OpeningReason


class RecordRefusal(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody was not let in; `user` is None if the name is nobody's."""

    user: int | None


class TakeOutbox(Operation, frozen=True, kw_only=True, tag=True):
    """Take alerts that are due, so that nobody else does for a while; the act comes after this.

    Those nobody needs any more are closed, those whose report is still open wait.
    """

    limit: int = 500


class SettleOutbox(Operation, frozen=True, kw_only=True, tag=True):
    """Write down how items ended; `due_at` in microseconds since 1970 if they are tried again."""

    items: tuple[int, ...]
    end: OutboxEnd
    due_at: int | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True, tag_field="result"):
    """What came of an operation."""


class Done(Result, frozen=True, kw_only=True, tag=True):
    """It was done; `number` is the report, the first number reserved, or how many were changed."""

    number: int


class Received(Done, frozen=True, kw_only=True, tag=True):
    """A report or supplement was stored, `at` in microseconds since 1970: what a receipt says.

    `digest` is the SHA-256 of the sealed body, as the audit log has it.
    """

    at: int
    digest: bytes


class ImportedBefore(Done, frozen=True, kw_only=True, tag=True):
    """The ledger of imports knows the document as this report; nothing was changed."""


class Taking(msgspec.Struct, frozen=True):
    """An outbox item that was taken; `attempts` counts this one."""

    id: int
    attempts: int
    created_at: int


class TakenItems(Result, frozen=True, kw_only=True, tag=True):
    """The outbox items that were taken, the oldest first."""

    items: tuple[Taking, ...]


class WrongState(Result, frozen=True, kw_only=True, tag=True):
    """The report is not open any more; nothing was changed."""

    state: State


class Unknown(Result, frozen=True, kw_only=True, tag=True):
    """There is no such thing, or it is somebody else's; nothing was changed."""


class Taken(Result, frozen=True, kw_only=True, tag=True):
    """The name is taken; nothing was changed."""


class KeyConflict(Result, frozen=True, kw_only=True, tag=True):
    """The idempotency key was used with another body; nothing was changed."""


class Held(Result, frozen=True, kw_only=True, tag=True):
    """Somebody else has the report, until then; nothing was changed."""

    by: int
    until: int


class Refused(Result, frozen=True, kw_only=True, tag=True):
    """It is not allowed, or not any more; nothing was changed."""


AnyOperation = (
    SubmitReport
    | ImportReport
    | AddSupplement
    | MoveReport
    | ExpireReports
    | ForgetKeys
    | Heartbeat
    | ReserveNumbers
    | AddProvider
    | DisableProvider
    | AddUser
    | DisableUser
    | ReplaceSecondFactor
    | ResetPassword
    | ReplacePassword
    | OpenSession
    | TouchSession
    | EndSession
    | ReadReport
    | ClaimReport
    | ReleaseReport
    | CloseReport
    | ReopenReport
    | RecordSearch
    | RecordOpening
    | RecordRefusal
    | TakeOutbox
    | SettleOutbox
)
AnyResult = (
    Done
    | Received
    | ImportedBefore
    | TakenItems
    | WrongState
    | Unknown
    | Taken
    | KeyConflict
    | Held
    | Refused
)


class KeyUse(msgspec.Struct, frozen=True, kw_only=True):
    """An idempotency key: same key and body give the same result for a day."""

    provider: int
    key: bytes
    body: bytes


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """An operation on its way to the store, with who asked for it, as in `provider:7`."""

    operation: AnyOperation
    actor: str
    key: KeyUse | None = None
