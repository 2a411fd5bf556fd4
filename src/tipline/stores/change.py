"""What a handler of an operation has at hand: the moment, who asks, the audit log."""

from datetime import datetime

from tipline.domain.moments import to_microseconds
from tipline.stores.audit_log import AuditLog


class Change:
    """One change while it is being applied; `now` is in microseconds since 1970."""

    def __init__(self, log: AuditLog, now: datetime, actor: str) -> None:
        self._log = log
        self.actor = actor
        self.now = to_microseconds(now)

    def left_of(self, most: int) -> int:
        """Return how much of what may wait is still done at once: `most` in a transaction."""
        return self._log.left_of(most)

    def spend(self, done: int) -> None:
        """Count what was done at once."""
        self._log.spend(done)

    def record(
        self, action: str, subject: str, digest: bytes | None = None, detail: str | None = None
    ) -> None:
        """Record the change in the audit log."""
        self._log.record(self.actor, action, subject, digest=digest, detail=detail)
