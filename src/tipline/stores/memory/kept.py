"""One report as it is kept in memory, and how many are kept."""

from dataclasses import dataclass, field
from typing import Final

from tipline.domain.lifecycle import State
from tipline.ports.operations import StoredReport
from tipline.ports.stores import ReportRow

MOST_REPORTS: Final = 10_000
"""Reports and supplements that are kept: the newest."""
MOST_BYTES: Final = 256 * 1_048_576
"""Bytes of sealed facts that are kept; large reports push older ones out earlier."""
MOST_KEYS: Final = 10_000
"""Idempotency keys that are remembered: the newest, for a day."""


@dataclass
class Kept:
    """A report or supplement; `to` is what it supplements. Times in microseconds since 1970."""

    report: StoredReport
    to: int | None
    opened_at: int
    state: State
    finished_at: int | None
    supplements: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of what is sealed."""
        displays = sum(len(one.display) for one in self.report.sightings)
        return len(self.report.sealed_key) + len(self.report.sealed_body) + displays

    @property
    def row(self) -> ReportRow:
        """What may be read of it without a key."""
        return ReportRow(
            number=self.report.number,
            door=self.report.door,
            provider=self.report.provider,
            is_test=self.report.is_test,
            state=self.state,
            urgent=self.report.urgent,
            facts=self.report.facts,
            opened_at=self.opened_at,
            finished_at=self.finished_at,
            digest=self.report.digest,
            supplements=self.to,
        )
