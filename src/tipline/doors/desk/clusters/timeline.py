"""The time line of a cluster: when its reports came and something was seen, by day or longer."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple

from markupsafe import Markup

from tipline.domain.moments import from_microseconds
from tipline.doors.desk.clusters.drawing.bars import Bar, draw_bars
from tipline.services.linking.see_cluster import SeenCluster

MOST_SPANS: Final = 31
"""Rows up to which days, or else months, are told apart; otherwise it is years."""
_MOST_NUMBERS: Final = 12
_SCALES: Final[tuple[tuple[Callable[[date], date], str], ...]] = (
    (lambda day: day, "%-d %b %Y"),
    (lambda day: day.replace(day=1), "%b %Y"),
    (lambda day: day.replace(month=1, day=1), "%Y"),
)
"""How days are put together, and what is said of them."""


class Span(NamedTuple):
    """A day, a month or a year: the reports that came, and how often something was seen then."""

    words: str
    reports: tuple[int, ...]
    seen: int

    @property
    def shown(self) -> tuple[int, ...]:
        """The first of the reports."""
        return self.reports[:_MOST_NUMBERS]


class Timeline(NamedTuple):
    """The spans in which something happened, the earliest first, and a drawing of them."""

    spans: tuple[Span, ...]
    svg: Markup


def tell_timeline(seen: SeenCluster) -> Timeline:
    """Return when the reports of a cluster came, and when what they name was seen."""
    came = [(from_microseconds(one.opened_at).date(), one.number) for one in seen.reports]
    sighted = {
        (edge.identifier, edge.report, edge.at)
        for shared in seen.shared
        for edge in shared.edges
        if edge.at
    }
    spans = _spans(came, [from_microseconds(at).date() for _, _, at in sighted])
    return Timeline(spans, _drawn(spans))


def _spans(came: Iterable[tuple[date, int]], sighted: Iterable[date]) -> tuple[Span, ...]:
    came, sighted = list(came), Counter(sighted)
    words = ""
    for first_of, words in _SCALES:  # noqa: B007 - the last one holds
        reports: dict[date, list[int]] = {}
        seen: Counter[date] = Counter()
        for day, number in came:
            reports.setdefault(first_of(day), []).append(number)
        for day, times in sighted.items():
            seen[first_of(day)] += times
        spans = sorted({*reports, *seen})
        if len(spans) <= MOST_SPANS:
            break
    return tuple(
        Span(f"{one:{words}}", tuple(sorted(reports.get(one, ()))), seen[one])
        for one in spans[-MOST_SPANS:]
    )


def _drawn(spans: Iterable[Span]) -> Markup:
    bars = [Bar(one.words, len(one.reports), _told(one), one.seen) for one in spans]
    words = "A full bar for reports that came, an empty one for what was seen; the earliest first."
    return draw_bars(bars, "time", "When the reports came", words)


def _told(span: Span) -> str:
    reports = "1 report" if len(span.reports) == 1 else f"{len(span.reports)} reports"
    return f"{reports}, {span.seen} seen" if span.seen else reports
