"""Changes to what must leave."""

from tipline.domain.outbox import OutboxEnd
from tipline.ports.operations.roots import Operation


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
