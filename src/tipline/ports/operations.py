"""Every change the store can make, as a value: what to do, and what came of it.

One operation is one use case: it changes state and writes its audit entry in one transaction, or
does nothing. Values travel between processes, so they hold only plain data.
"""

import msgspec

from tipline.domain.lifecycle import State, Step


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


class WrongState(Result, frozen=True, kw_only=True, tag=True):
    """The report is not open any more; nothing was changed."""

    state: State


class Unknown(Result, frozen=True, kw_only=True, tag=True):
    """There is no such thing, or it is somebody else's; nothing was changed."""


class Taken(Result, frozen=True, kw_only=True, tag=True):
    """The name is taken; nothing was changed."""


class KeyConflict(Result, frozen=True, kw_only=True, tag=True):
    """The idempotency key was used with another body; nothing was changed."""


AnyOperation = (
    SubmitReport
    | AddSupplement
    | MoveReport
    | ExpireReports
    | ForgetKeys
    | ReserveNumbers
    | AddProvider
    | DisableProvider
)
AnyResult = Done | Received | WrongState | Unknown | Taken | KeyConflict


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
