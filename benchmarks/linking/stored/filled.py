"""Fills the tables of linking with a graph, without the doors: identifiers, edges, clusters.

The reports themselves are left out: linking does not look at them. Clusters are those of the
default cuts. Two clusters of 100,000 and an identifier in a million reports are planted besides.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.linking.model import KINDS, Graph
from tipline.domain.linking.cuts import DEFAULT_CUTS
from tipline.domain.linking.grades import KIND_CODES, Grade
from tipline.gateways.components.choose import local_engine
from tipline.ports.linking.components import Chunk
from tipline.stores import queries

BLIND: Final = 16
PAIR: Final = 100_000
"""Reports in each of the two planted clusters."""
CROWD: Final = 1_000_000
"""Reports that have the planted identifier."""
BEGUN: Final = 1_750_000_000_000_000
YEAR: Final = 365 * 86_400 * 1_000_000

_GRADES: Final = (Grade.STRONG, Grade.RECYCLED, Grade.STRONG, Grade.PAGE, Grade.TIMED)
_JOINING: Final = np.array([grade >= Grade.RECYCLED for grade in _GRADES])
_CODES: Final = np.array([KIND_CODES[kind] for kind in KINDS])
_CUTS: Final = np.array([DEFAULT_CUTS[kind] for kind in KINDS])
_IP: Final = len(KINDS) - 1
_AT_ONCE: Final = 200_000

Wide = NDArray[np.int64]
Flags = NDArray[np.bool_]
Row = tuple[object, ...]


class Kept:
    """The edges that join, as an engine takes them."""

    def __init__(self, graph: Graph, identifiers: Wide, reports: Wide) -> None:
        self.reports = graph.reports
        self.identifiers = graph.identifiers
        self._edges = (identifiers, reports)

    def chunks(self) -> Iterator[Chunk]:
        """Yield all of them."""
        yield self._edges

    def pairs(self) -> Iterator[Chunk]:
        """Yield nothing: nobody joined anything by word."""
        return iter(())


def blinds(count: int) -> bytes:
    """Return blind values for identifiers numbered from 0; as random as real ones."""
    return np.random.default_rng(17).bytes(BLIND * count)


def fill(
    graph: Graph, tell: Callable[[str], None], *, to_look_up: bool = True
) -> dict[str, float]:
    """Fill the database that is open; return seconds by step. Numbers here begin at 1.

    With `to_look_up` False the indexes that a rebuild does not need are not made.
    """
    begun = time.perf_counter()
    identifiers, reports = (column.astype(np.int64) for column in graph.arrays())
    kinds = graph.kinds().astype(np.int64)
    order = np.lexsort((reports, identifiers))
    identifiers, reports = identifiers[order], reports[order]
    counts = np.bincount(identifiers, minlength=graph.identifiers)
    links = counts <= _CUTS[kinds]
    joining = (_JOINING[kinds] & links)[identifiers]
    labels = local_engine().label(Kept(graph, identifiers[joining], reports[joining]), _ignore)
    seconds = {"working it out": time.perf_counter() - begun}
    before = _drop_indexes()
    for name, rows in (
        ("insert_identifier", _identifiers(graph, counts, links, kinds, identifiers, reports)),
        ("insert_edge", _edges(graph, identifiers, reports, kinds)),
        ("insert_cluster", _clusters(labels)),
    ):
        begun = time.perf_counter()
        _insert(name, rows)
        seconds[name] = time.perf_counter() - begun
        tell(f"{name}: {seconds[name]:.0f} s")
    begun = time.perf_counter()
    plant(graph)
    if to_look_up:
        for statement in before:
            queries.raw_connection().execute(statement)
        queries.raw_connection().execute("ANALYZE")
    seconds["indexes"] = time.perf_counter() - begun
    return seconds


def _ignore(_: int) -> None:
    return


def _drop_indexes() -> list[str]:
    """Drop what is quicker to make at the end; return how to make it."""
    connection = queries.raw_connection()
    if queries.database().vendor == "sqlite":
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-2000000")
        connection.execute("PRAGMA temp_store=FILE")
    for name in ("identifier_blind", "edge_report", "cluster_parent", "cluster_root"):
        connection.execute(f"DROP INDEX {name}")
    return [
        "CREATE UNIQUE INDEX identifier_blind ON identifier (blind, side)",
        "CREATE INDEX edge_report ON edge (report)",
        "CREATE INDEX cluster_parent ON cluster (parent) WHERE parent IS NOT NULL",
        "CREATE INDEX cluster_root ON cluster (size, first) WHERE parent IS NULL",
    ]


def _insert(name: str, rows: Iterator[list[Row]]) -> None:
    connection = queries.raw_connection()
    sqlite = queries.database().vendor == "sqlite"
    for some in rows:
        if sqlite:
            connection.execute("BEGIN")
        queries.run_many(name, some)
        if sqlite:
            connection.execute("COMMIT")


def _identifiers(
    graph: Graph, counts: Wide, links: Flags, kinds: Wide, identifiers: Wide, reports: Wide
) -> Iterator[list[Row]]:
    first = reports[np.searchsorted(identifiers, np.arange(graph.identifiers))] + 1
    blind = blinds(graph.identifiers)
    grades = np.array([int(grade) for grade in _GRADES])
    for start in range(0, graph.identifiers, _AT_ONCE):
        end = min(start + _AT_ONCE, graph.identifiers)
        part = slice(start, end)
        anchored = _JOINING[kinds[part]] & links[part]
        yield [
            (
                *(number + 1, blind[number * BLIND : (number + 1) * BLIND], 0, code, grade, n),
                *(state, a, 0),
            )
            for number, code, grade, n, state, a in zip(
                range(start, end),
                _CODES[kinds[part]].tolist(),
                grades[kinds[part]].tolist(),
                counts[part].tolist(),
                (~links[part]).astype(int).tolist(),
                _where(anchored, first[part]),
                strict=True,
            )
        ]


def _where(there: Flags, values: Wide) -> list[int | None]:
    pairs = zip(there.tolist(), values.tolist(), strict=True)
    return [value if is_there else None for is_there, value in pairs]


def _edges(graph: Graph, identifiers: Wide, reports: Wide, kinds: Wide) -> Iterator[list[Row]]:
    """Yield edges in the order of their key; addresses have the time their report came."""
    for start in range(0, len(identifiers), _AT_ONCE):
        i, r = identifiers[start : start + _AT_ONCE], reports[start : start + _AT_ONCE]
        at = np.where(kinds[i] == _IP, BEGUN + (r * (YEAR / graph.reports)).astype(np.int64), 0)
        yield [
            (number + 1, when, report + 1, b"", 1, report + 1, 0)
            for number, when, report in zip(i.tolist(), at.tolist(), r.tolist(), strict=True)
        ]


def _clusters(labels: Wide) -> Iterator[list[Row]]:
    """Yield a flat tree for every cluster of two and more."""
    sizes = np.bincount(labels, minlength=len(labels))
    members = np.flatnonzero(sizes[labels] > 1)
    for start in range(0, len(members), _AT_ONCE):
        some = members[start : start + _AT_ONCE]
        yield [
            (
                report + 1,
                None if root == report else root + 1,
                size if root == report else 1,
                report + 1,
            )
            for report, root, size in zip(
                some.tolist(), labels[some].tolist(), sizes[some].tolist(), strict=True
            )
        ]


class Planted:
    """The numbers of what is planted, after the graph's own."""

    def __init__(self, graph: Graph) -> None:
        self.pair = (graph.identifiers + 1, graph.identifiers + 2)
        self.crowd = graph.identifiers + 3
        self.first = (graph.reports + 1, graph.reports + 1 + PAIR)
        self.next = graph.reports + 1 + 2 * PAIR
        self.identifiers = graph.identifiers + 4

    @staticmethod
    def blind(number: int) -> bytes:
        """Return the blind value of a planted identifier."""
        return number.to_bytes(BLIND, "big")


def plant(graph: Graph) -> None:
    """Add two clusters of 100,000 reports, and an identifier in a million."""
    planted = Planted(graph)
    mail, grade = KIND_CODES[KINDS[0]], int(Grade.STRONG)
    for number, first in zip(planted.pair, planted.first, strict=True):
        row: Row = (number, planted.blind(number), 0, mail, grade, PAIR, 0, first, 0)
        _insert("insert_identifier", iter([[row]]))
        edges: list[Row] = [
            (number, 0, report, b"", 1, report, 0) for report in range(first, first + PAIR)
        ]
        _insert("insert_edge", iter([edges]))
        tree: list[Row] = [(first, None, PAIR, first)]
        tree += [(report, first, 1, report) for report in range(first + 1, first + PAIR)]
        _insert("insert_cluster", iter([tree]))
    crowd = min(CROWD, graph.reports)
    crowd_blind = planted.blind(planted.crowd)
    crowd_row: Row = (planted.crowd, crowd_blind, 0, mail, grade, crowd, 1, None, 0)
    _insert("insert_identifier", iter([[crowd_row]]))
    for start in range(1, crowd + 1, _AT_ONCE):
        reports = range(start, min(start + _AT_ONCE, crowd + 1))
        _insert("insert_edge", iter([[(planted.crowd, 0, r, b"", 1, r, 0) for r in reports]]))


def size_on_disk(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
