"""What is done with reports at the desk, and with the alerts that call people to it."""

from tipline.domain.desk import CloseReason, OpeningReason, ReportPart
from tipline.domain.outbox import OutboxEnd
from tipline.ports.operations.roots import Operation


class ReadReport(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody is about to see what a report says."""

    number: int
    user: int
    part: ReportPart


class ReadReports(Operation, frozen=True, kw_only=True, tag=True):
    """Record of each of these reports that somebody is about to see it; all of them, or none.

    `Unknown`: one of them is not at the desk.
    """

    numbers: tuple[int, ...]
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
