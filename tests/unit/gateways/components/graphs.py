"""Edges to try engines on, and what components are, in ten lines of Python."""

from collections.abc import Iterator, Sequence

import numpy as np
from hypothesis import strategies as st

from tipline.ports.linking.components import Chunk

Pair = tuple[int, int]


class Graph:
    """A source of edges in memory, cut into chunks of a few edges."""

    def __init__(
        self,
        edges: Sequence[Pair],
        people: Sequence[Pair] = (),
        *,
        reports: int | None = None,
        at_once: int = 4,
        form: str = "int32",
    ) -> None:
        self.edges, self.people, self.at_once, self.form = edges, people, at_once, form
        seen = [report for _, report in edges] + [report for pair in people for report in pair]
        self.reports = max(seen, default=-1) + 1 if reports is None else reports
        self.identifiers = max((identifier for identifier, _ in edges), default=-1) + 1

    def chunks(self) -> Iterator[Chunk]:
        yield from self._cut(self.edges)

    def pairs(self) -> Iterator[Chunk]:
        yield from self._cut(self.people)

    def _cut(self, rows: Sequence[Pair]) -> Iterator[Chunk]:
        for start in range(0, len(rows), self.at_once):
            table = np.array(rows[start : start + self.at_once], dtype=self.form)
            yield table[:, 0], table[:, 1]


def components(graph: Graph) -> list[int]:
    """Return the smallest report of each report's component, by repeated spreading."""
    labels = list(range(graph.reports))
    groups: dict[int, set[int]] = {}
    for identifier, report in graph.edges:
        groups.setdefault(identifier, set()).add(report)
    together = [*groups.values(), *({one, other} for one, other in graph.people)]
    while True:
        before = labels.copy()
        for members in together:
            smallest = min(labels[report] for report in members)
            for report in members:
                labels[report] = smallest
        if labels == before:
            return labels


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw a few dozen edges over few numbers, so that clusters grow, meet and stay apart."""
    report = st.integers(0, 30)
    return Graph(
        draw(st.lists(st.tuples(st.integers(0, 25), report), max_size=60)),
        draw(st.lists(st.tuples(report, report), max_size=5)),
        reports=draw(st.integers(31, 40)),
        at_once=draw(st.integers(1, 70)),
        form=draw(st.sampled_from(("int32", "int64", "uint16", ">i8"))),
    )


# What is easy to get wrong: names say what.
FIXTURE = {
    "nothing": Graph([], reports=0),
    "reports without an identifier": Graph([], reports=3),
    "one report, one identifier": Graph([(0, 0)]),
    "the same edge twice": Graph([(0, 0), (0, 0), (0, 1), (0, 1)]),
    "a chain against the order": Graph([(n, n + d) for n in range(9, 0, -1) for d in (1, 0)]),
    "a star": Graph([(0, report) for report in range(50)]),
    "two that a third joins late": Graph([(0, 2), (0, 3), (1, 4), (1, 5), (0, 9), (1, 9)]),
    "numbers that nobody has": Graph([(7, 90), (7, 20), (1_000, 20), (1_000, 5)], reports=100),
    "people alone": Graph([], [(3, 1), (1, 2), (5, 5)], reports=7),
    "people and identifiers": Graph([(0, 1), (0, 2), (1, 3), (1, 4)], [(4, 2), (0, 0)]),
}


def side_by_side(all_graphs: Sequence[Graph]) -> Graph:
    """Return one graph that has all these as parts of its own."""
    edges: list[Pair] = []
    people: list[Pair] = []
    reports = identifiers = 0
    for graph in all_graphs:
        edges += [(a + identifiers, b + reports) for a, b in graph.edges]
        people += [(a + reports, b + reports) for a, b in graph.people]
        reports, identifiers = reports + graph.reports, identifiers + graph.identifiers
    return Graph(edges, people, reports=reports, at_once=1_000, form="int64")
