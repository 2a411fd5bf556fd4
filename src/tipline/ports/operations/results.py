"""What can come of an operation."""

import msgspec

from tipline.domain.lifecycle import State
from tipline.ports.operations.roots import Result


class Done(Result, frozen=True, kw_only=True, tag=True):
    """It was done; `number` is the report, the first number reserved, or how many were changed."""

    number: int


class Received(Done, frozen=True, kw_only=True, tag=True):
    """A report or supplement was stored, `at` in microseconds since 1970: what a receipt says.

    `digest` is the SHA-256 of the sealed body, as the audit log has it.
    """

    at: int
    digest: bytes


class Recounted(Done, frozen=True, kw_only=True, tag=True):
    """Identifiers were compared, up to `after` (0 at the end); `number` of them were mended."""

    after: int


class NotYet(Result, frozen=True, kw_only=True, tag=True):
    """It has to wait; it can be done after `until`, in microseconds since 1970."""

    until: int


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


class Stale(Result, frozen=True, kw_only=True, tag=True):
    """Somebody else changed it meanwhile; nothing was changed. Look again, then try again."""
