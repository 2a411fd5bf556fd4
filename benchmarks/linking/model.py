"""The synthetic reports of the linking benchmark: who is seen with what, as numbers only.

Of N reports about 0.6 N persons, 45 % draw theirs by a cubic power law over 30 % of the persons,
so that few are reported very often; the others draw any person, all alike. A report has the
person's e-mail address, phone, account and web page with a chance of 95, 50, 95 and 60 %; 3 in
1,000 of these are a stranger's instead. It has two IP addresses: each is with 25 % one of a pool
of N / 200 that strangers share (a power of four: the first ones are very common), else one of the
person's seven. That makes 5.0 edges a report. One more person is planted: 500 reports, evenly
spread, all with their account.

Identifiers are numbered in the order in which they are first seen, without gaps, as a store does.
The same seed and size give the same edges. `write_graph` takes 27 bytes of memory a report.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from tipline.domain.identifiers import IdentifierKind

KINDS: Final = (
    IdentifierKind.EMAIL,
    IdentifierKind.PHONE,
    IdentifierKind.ACCOUNT,
    IdentifierKind.URL,
    IdentifierKind.IP,
)
"""The place of a kind in here is its number in a graph's `kinds`."""
PLANTED: Final = 500
"""So many reports name the planted account."""

_PRESENT: Final = (0.95, 0.50, 0.95, 0.60)
_ACCOUNT: Final = KINDS.index(IdentifierKind.ACCOUNT)
_SWAPPED: Final = 0.003
_OWN_IPS: Final = 7
_SHARED_IP: Final = 0.25
_AT_ONCE: Final = 1_000_000

Numbers = NDArray[np.int32]
Wide = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """A graph on the disk, and its sizes; `planted` is the number of the planted account."""

    folder: str
    reports: int
    identifiers: int
    edges: int
    planted: int

    def arrays(self) -> tuple[Numbers, Numbers]:
        """Return the identifiers and the reports of all edges, in the order of the reports."""
        return self._read("identifiers"), self._read("reports")

    def kinds(self) -> NDArray[np.uint8]:
        """Return the kind of every identifier, as its place in KINDS."""
        return np.fromfile(Path(self.folder) / "kinds", dtype=np.uint8)

    def _read(self, name: str) -> Numbers:
        return np.fromfile(Path(self.folder) / name, dtype=np.int32)


class Model:
    """Reports of one size and seed, in chunks; numbers of identifiers have gaps here."""

    def __init__(self, reports: int, seed: int = 1) -> None:
        self.reports = reports
        self._seed = seed
        self._persons = reports * 6 // 10
        self._often = reports * 18 // 100
        self._pool = max(1, reports // 200)
        everybody = self._persons + 1  # the last one is planted
        self._first_ip = len(_PRESENT) * everybody
        self._first_shared = self._first_ip + _OWN_IPS * everybody
        self.space = self._first_shared + self._pool
        self.planted = _ACCOUNT * everybody + self._persons
        """The planted account, before identifiers are numbered anew."""

    def chunks(self) -> Iterator[tuple[Wide, Numbers]]:
        """Yield (identifiers, reports), the edges of a million reports at a time."""
        for start in range(0, self.reports, _AT_ONCE):
            yield self._chunk(start, min(start + _AT_ONCE, self.reports))

    def kind_of(self, identifiers: Wide) -> NDArray[np.uint8]:
        """Return the kinds of identifiers that have not been numbered anew."""
        place = identifiers // (self._persons + 1)
        return np.minimum(place, len(_PRESENT)).astype(np.uint8)

    def _chunk(self, start: int, end: int) -> tuple[Wide, Numbers]:
        chance = np.random.default_rng([self._seed, start])
        reports = np.arange(start, end, dtype=np.int32)
        step = max(1, self.reports // PLANTED)
        planted = (reports % step == 0) & (reports // step < PLANTED)
        person = self._draw_persons(chance, len(reports))
        person[planted] = self._persons
        columns = np.empty((len(reports), len(_PRESENT) + 2), dtype=np.int64)
        for kind, share in enumerate(_PRESENT):
            there = chance.random(len(reports)) < share
            swapped = chance.random(len(reports)) < _SWAPPED
            if kind == _ACCOUNT:
                there |= planted
                swapped &= ~planted
            stranger = chance.integers(0, self._persons, len(reports))
            whose = np.where(swapped, stranger, person)
            columns[:, kind] = np.where(there, whose + kind * (self._persons + 1), -1)
        columns[:, -2:] = self._draw_ips(chance, person)
        edges = columns.ravel()
        there = edges >= 0
        return edges[there], np.repeat(reports, columns.shape[1])[there]

    def _draw_persons(self, chance: np.random.Generator, count: int) -> Wide:
        often = chance.random(count) < 0.45
        law = (self._often * chance.random(count) ** 3).astype(np.int64)
        return np.where(often, law, chance.integers(0, self._persons, count))

    def _draw_ips(self, chance: np.random.Generator, person: Wide) -> Wide:
        """Return two columns; a report has an IP once, so a second of the same is left out."""
        count = len(person)
        own = chance.integers(0, _OWN_IPS, count)
        others = (own + chance.integers(1, _OWN_IPS, count)) % _OWN_IPS
        columns = np.stack([own, others], axis=1) + (self._first_ip + _OWN_IPS * person)[:, None]
        shared = chance.random((count, 2)) < _SHARED_IP
        pool = (self._pool * chance.random((count, 2)) ** 4).astype(np.int64)
        columns = np.where(shared, pool + self._first_shared, columns)
        columns[columns[:, 0] == columns[:, 1], 1] = -1
        return columns


def write_graph(reports: int, folder: Path) -> Graph:
    """Write the graph of so many reports, and return it."""
    folder.mkdir(parents=True)
    model = Model(reports)
    numbers = np.full(model.space, -1, dtype=np.int32)
    edges = seen = 0
    with (
        (folder / "identifiers").open("wb") as of,
        (folder / "reports").open("wb") as by,
        (folder / "kinds").open("wb") as kinds,
    ):
        for identifiers, seen_in in model.chunks():
            dense = np.empty(len(identifiers), dtype=np.int32)
            new = np.empty(len(identifiers), dtype=np.int64)
            found = _number(identifiers, numbers, dense, new, seen)
            dense.tofile(of)
            seen_in.tofile(by)
            model.kind_of(new[:found]).tofile(kinds)
            edges, seen = edges + len(dense), seen + found
    graph = Graph(str(folder), reports, seen, edges, int(numbers[model.planted]))
    (folder / "graph.json").write_text(json.dumps(asdict(graph)), "utf-8")
    return graph


def read_graph(folder: Path) -> Graph:
    """Return the graph that was written to a folder."""
    data = json.loads((folder / "graph.json").read_text("utf-8"))
    return Graph(**{**data, "folder": str(folder)})


@numba.njit()
def _number(wide: Wide, numbers: Numbers, dense: Numbers, new: Wide, seen: int) -> int:
    """Number what has no number yet from `seen` on; return how many those are."""
    found = 0
    for edge in range(len(wide)):
        if numbers[wide[edge]] < 0:
            numbers[wide[edge]] = seen + found
            new[found] = wide[edge]
            found += 1
        dense[edge] = numbers[wide[edge]]
    return found
