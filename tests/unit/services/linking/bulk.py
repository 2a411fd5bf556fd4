"""A small store for bulk linking, in memory: edges, and clusters as somebody wrote them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from tipline.ports.linking.bulk import StoredTrees
from tipline.ports.linking.components import Chunk, Numbers

Row = tuple[int, int, int, int]
"""Report, parent (-1 for a root), size, first."""


class Snapshot:
    """Edges and trees that were written down."""

    def __init__(self, edges: Sequence[tuple[int, int]], rows: Sequence[Row], waits: int) -> None:
        self._edges, self._rows, self._waits = edges, rows, waits
        self.edges = len(edges)
        self.identifiers = 1 + max((identifier for identifier, _ in edges), default=0)
        named = [report for _, report in edges] + [row[0] for row in rows]
        self.reports = 1 + max(named, default=0)
        self.stored = self.reports - 1

    def chunks(self) -> Iterator[Chunk]:
        table = np.array(self._edges, dtype=np.int64).reshape(-1, 2)
        yield table[:, 0], table[:, 1]

    def pairs(self) -> Iterator[Chunk]:
        yield np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

    def trees(self) -> Iterator[StoredTrees]:
        for row in self._rows:
            yield StoredTrees(*(np.array([number]) for number in row))

    def waiting(self) -> int:
        return self._waits


class BulkStoreFake:
    """Keeps what is written; `waits` is what each look finds waiting, the last one for ever."""

    def __init__(
        self, edges: Sequence[tuple[int, int]], rows: Sequence[Row], waits: Sequence[int] = (0,)
    ) -> None:
        self.edges, self.rows, self._waits = edges, list(rows), list(waits)
        self.written = 0

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        waits = self._waits.pop(0) if len(self._waits) > 1 else self._waits[0]
        yield Snapshot(self.edges, self.rows, waits)

    def write_clusters(self, reports: Numbers, firsts: Numbers) -> None:
        self.written += 1
        gone = set(reports.tolist())
        kept = [row for row in self.rows if row[0] not in gone]
        groups: dict[int, list[int]] = {}
        for report, first in zip(reports.tolist(), firsts.tolist(), strict=True):
            groups.setdefault(first, []).append(report)
        for first, group in groups.items():
            if len(group) > 1:
                kept.append((first, -1, len(group), first))
                kept += [(report, first, 1, report) for report in group if report != first]
        self.rows = kept
