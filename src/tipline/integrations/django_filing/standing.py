"""How all pending reports stand, from the platform's database alone: the outbox is not needed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from tipline.integrations.django_filing.models import PendingReport, State

_PATIENCE: Final = timedelta(minutes=15)
_PATIENCE_TAKEN: Final = timedelta(hours=1)
_MOST_SHOWN: Final = 100


class Refused(NamedTuple):
    """A report that needs a person."""

    key: str
    item: int | None
    problems: list[dict[str, str]]


class Standing(NamedTuple):
    """Counts by state, the refused ones, and how long the oldest ones stand so, in seconds.

    `waits` is since the oldest one that waits was written, `taken` since one was first taken
    that is not known to be filed.
    """

    counts: dict[str, int]
    refused: list[Refused]
    waits: float | None
    taken: float | None

    @property
    def needs_you(self) -> bool:
        """Whether a person has to look: one was refused, or nothing takes or files them."""
        return bool(self.refused) or self.is_late or self.is_stuck

    @property
    def is_late(self) -> bool:
        """Whether a report waits so long that the relay seems not to run."""
        return self.waits is not None and self.waits > _PATIENCE.total_seconds()

    @property
    def is_stuck(self) -> bool:
        """Whether a report is in the outbox so long that the service seems not to take it."""
        return self.taken is not None and self.taken > _PATIENCE_TAKEN.total_seconds()

    @property
    def is_done(self) -> bool:
        """Whether all are filed or refused."""
        return not (self.counts[State.WAITING] or self.counts[State.TAKEN])

    def for_programs(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            **self.counts,
            "oldest_waits_seconds": self.waits,
            "oldest_taken_seconds": self.taken,
            "needs_you": self.needs_you,
            "problems": [one._asdict() for one in self.refused],
        }

    def lines(self) -> Iterator[str]:
        """Yield it for people."""
        yield ", ".join(f"{count:,} {state}" for state, count in self.counts.items()) + "."
        if self.is_late:
            yield "Reports wait and nothing takes them: does `manage.py tipline_filing run`?"
        if self.is_stuck:
            yield (
                "Reports are in the outbox for more than an hour and not known to be filed: does"
                " `manage.py tipline_filing run`, and does the service take them? `tipline outbox"
                " list` says more."
            )
        for one in self.refused:
            yield f"{one.key} was refused:"
            for problem in one.problems:
                yield f"  {problem['path'] or '(the report)'}: {problem['message']}"


def standing(aliases: Sequence[str]) -> Standing:
    """Return how all reports in these databases stand."""
    counts = {state.value: 0 for state in State}
    refused: list[Refused] = []
    written: list[datetime] = []
    taken: list[datetime] = []
    for alias in aliases:
        rows = PendingReport.objects.using(alias)
        for state, count in rows.values_list("state").annotate(count=Count("id")):
            counts[state] += count
        written += _oldest(rows.filter(state=State.WAITING), "created")
        taken += _oldest(rows.filter(state=State.TAKEN), "changed")
        some = rows.filter(state=State.REFUSED).order_by("id")[: _MOST_SHOWN - len(refused)]
        refused += [Refused(str(one.key), one.item, one.problems) for one in some]
    return Standing(counts, refused, _age(written), _age(taken))


def _oldest(rows: QuerySet[PendingReport], column: str) -> list[datetime]:
    """Return the earliest moment in a column; nothing if there is no row."""
    first = rows.aggregate(first=Min(column))["first"]
    return [] if first is None else [first]


def _age(moments: Sequence[datetime]) -> float | None:
    return (timezone.now() - min(moments)).total_seconds() if moments else None


def retry(aliases: Sequence[str]) -> int:
    """Let what was refused before it was in the outbox wait again; return how many."""
    again = {"state": State.WAITING, "problems": [], "changed": timezone.now()}
    return sum(
        PendingReport.objects.using(alias)
        .filter(state=State.REFUSED, item__isnull=True)
        .update(**again)
        for alias in aliases
    )
