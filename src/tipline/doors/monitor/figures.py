"""The figures that Prometheus reads: counts and durations, by words that are fixed in the code.

No label ever comes from a request but through a list: route templates, error and problem codes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds; the bound for intake is 0.15 (p99)."""

Counts = Mapping[tuple[str, ...], float]


class Figures:
    """All figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        # When something first happened is nobody's business.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "tipline_requests",
            "Requests answered, by door, route template and status class.",
            ("door", "route", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "tipline_request_seconds",
            "Time from the request's head to the end of its answer.",
            ("door", "route"),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.accepted = Counter(
            "tipline_reports_accepted",
            "Reports and supplements acknowledged, by format.",
            ("format",),
            registry=self._registry,
        )
        self.refused = Counter(
            "tipline_reports_refused",
            "Reports and supplements refused, once for each class of problem, by format.",
            ("format", "problem"),
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def gauge(
        self, name: str, purpose: str, labels: Iterable[str], look: Callable[[], Counts]
    ) -> None:
        """Add a figure that is looked up whenever somebody asks, by the values of its labels."""
        self._registry.register(_Looked(name, purpose, tuple(labels), look))

    def text(self) -> bytes:
        """Return all figures in Prometheus's text format; slow questions to the store included."""
        return generate_latest(self._registry)


class _Looked(Collector):
    """A gauge whose values come from a question; if that fails, there are none this time."""

    def __init__(
        self, name: str, purpose: str, labels: tuple[str, ...], look: Callable[[], Counts]
    ) -> None:
        self._said = (name, purpose)
        self._labels = labels
        self._look = look

    def describe(self) -> Iterable[Metric]:
        """Return the figure without values; asked for at registration."""
        return [self._family()]

    def collect(self) -> Iterator[Metric]:
        """Return the figure with its values."""
        family = self._family()
        try:
            found = self._look()
        except Exception:  # noqa: BLE001 - readiness tells of a store that cannot be read
            found = {}
        for values, count in found.items():
            family.add_metric(values, count)
        yield family

    def _family(self) -> GaugeMetricFamily:
        return GaugeMetricFamily(*self._said, labels=self._labels)
