"""How all pending reports stand, from the platform's database alone: the outbox is not needed."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, Min
from django.utils import timezone

from tipline.integrations.django_filing.models import PendingReport, State

_PATIENCE: Final = timedelta(minutes=15)
_MOST_SHOWN: Final = 100


class Refused(NamedTuple):
    """A report that needs a person."""

    key: str
    item: int | None
    problems: list[dict[str, str]]


class Standing(NamedTuple):
    """Counts by state, the refused ones, and how long the oldest one waits, in seconds."""

    counts: dict[str, int]
    refused: list[Refused]
    waits: float | None

    @property
    def needs_you(self) -> bool:
        """Whether a person has to look: one was refused, or nothing takes them any more."""
        return bool(self.refused) or self.is_late

    @property
    def is_late(self) -> bool:
        """Whether a report waits so long that the relay seems not to run."""
        return self.waits is not None and self.waits > _PATIENCE.total_seconds()

    @property
    def is_done(self) -> bool:
        """Whether all are filed or refused."""
        return not (self.counts[State.WAITING] or self.counts[State.TAKEN])

    def for_programs(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            **self.counts,
            "oldest_waits_seconds": self.waits,
            "needs_you": self.needs_you,
            "problems": [one._asdict() for one in self.refused],
        }

    def lines(self) -> Iterator[str]:
        """Yield it for people."""
        yield ", ".join(f"{count:,} {state}" for state, count in self.counts.items()) + "."
        if self.is_late:
            yield "Reports wait and nothing takes them: does `manage.py tipline_filing run`?"
        for one in self.refused:
            yield f"{one.key} was refused:"
            for problem in one.problems:
                yield f"  {problem['path'] or '(the report)'}: {problem['message']}"


def standing(aliases: Sequence[str]) -> Standing:
    """Return how all reports in these databases stand."""
    counts = {state.value: 0 for state in State}
    refused: list[Refused] = []
    oldest = []
    for alias in aliases:
        rows = PendingReport.objects.using(alias)
        for state, count in rows.values_list("state").annotate(count=Count("id")):
            counts[state] += count
        waits = rows.filter(state=State.WAITING).aggregate(first=Min("created"))["first"]
        oldest += [waits] if waits else []
        some = rows.filter(state=State.REFUSED).order_by("id")[: _MOST_SHOWN - len(refused)]
        refused += [Refused(str(one.key), one.item, one.problems) for one in some]
    waits = (timezone.now() - min(oldest)).total_seconds() if oldest else None
    return Standing(counts, refused, waits)


def retry(aliases: Sequence[str]) -> int:
    """Let what was refused before it was in the outbox wait again; return how many."""
    again = {"state": State.WAITING, "problems": [], "changed": timezone.now()}
    return sum(
        PendingReport.objects.using(alias)
        .filter(state=State.REFUSED, item__isnull=True)
        .update(**again)
        for alias in aliases
    )
