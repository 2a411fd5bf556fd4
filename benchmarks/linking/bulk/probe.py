"""One piece of work in a process of its own, so that its peak memory is its own.

Run as `python -m benchmarks.linking.bulk.probe JOB FOLDER [ARGUMENT ...]`; the answer is JSON, the
peak in bytes. Whatever numba compiles is compiled before a clock starts.
"""

import json
import os
import sys
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from benchmarks.linking.bulk.contenders import CONTENDERS, Kept
from benchmarks.linking.bulk.cuts import look
from benchmarks.linking.bulk.kept import KeptEdges, Setting, degrees_of
from benchmarks.linking.model import Graph, read_graph, write_graph
from tipline.gateways.components.edges import smallest_of
from tipline.gateways.components.numba_engine import NumbaEngine
from tipline.ports.linking.components import Labels

Answer = dict[str, object]
_KEPT: Final = ("kept-identifiers", "kept-reports")


def make(folder: Path, reports: str) -> Answer:
    """Write a graph."""
    return {"edges": write_graph(int(reports), folder).edges}


def cuts(folder: Path) -> Answer:
    """Look at the graph with each setting."""
    return {"found": [asdict(found) for found in look(read_graph(folder))]}


def whole(folder: Path, limits: str, rounds: str) -> Answer:
    """From all edges in memory: how often each identifier is seen, the cut, and the labels."""
    graph, setting = read_graph(folder), _setting(limits)
    _compile()
    (identifiers, reports), kinds = graph.arrays(), graph.kinds()
    times = []
    for _ in range(int(rounds)):
        start = perf_counter()
        degrees = degrees_of(identifiers, graph.identifiers)
        kept = setting.joining(degrees, kinds)
        counted = perf_counter()
        edges = KeptEdges(identifiers, reports, kept, graph.reports)
        labels = NumbaEngine().label(edges, lambda _: None)
        times.append((counted - start, perf_counter() - counted))
        del degrees, kept, edges, labels
    counting, labelling = sorted(times, key=sum)[len(times) // 2]
    return {
        "counting": counting,
        "labelling": labelling,
        "seconds": counting + labelling,
        "peak": peak_memory(),
    }


def keep(folder: Path, limits: str) -> Answer:
    """Write down the edges that join, for all contenders."""
    graph = read_graph(folder)
    identifiers, reports = graph.arrays()
    joining = _setting(limits).joining(degrees_of(identifiers, graph.identifiers), graph.kinds())
    kept = joining[identifiers]
    for name, numbers in zip(_KEPT, (identifiers, reports), strict=True):
        numbers[kept].tofile(folder / name)
    return {"edges": int(kept.sum())}


def run(folder: Path, contender: str, rounds: str) -> Answer:
    """Let one contender label the edges that join; all but Spark have warmed up on two reports."""
    graph = read_graph(folder)
    if contender != "Splink on Spark":
        CONTENDERS[contender](_tiny())
    identifiers, reports = (np.fromfile(folder / name, dtype=np.int32) for name in _KEPT)
    kept = Kept(identifiers, reports, (graph.identifiers, graph.reports))
    times = []
    labels: Labels = np.empty(0, dtype=np.int32)
    for _ in range(int(rounds)):
        del labels
        start = perf_counter()
        labels = CONTENDERS[contender](kept)
        times.append(perf_counter() - start)
    peak = peak_memory()
    return {"seconds": median(times), "peak": peak, "answer": _answer(labels, graph)}


def peak_memory() -> int:
    """Return the peak resident memory of this process and of Spark's, in bytes.

    Not `ru_maxrss`: Linux hands a new program the peak of the process that started it.
    """
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text("ascii").split()
    return sum(_peak_of(str(process)) for process in (own, *children))


def _peak_of(process: str) -> int:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _setting(limits: str) -> Setting:
    return Setting("", tuple(int(limit) for limit in limits.split(",")))


def _compile() -> None:
    """Compile for numbers of this width."""
    tiny = _tiny()
    degrees_of(tiny.edges[0], 1)
    NumbaEngine().label(tiny, lambda _: None)


def _tiny() -> Kept:
    """Return two reports with one identifier."""
    return Kept(np.zeros(2, dtype=np.int32), np.arange(2, dtype=np.int32), (1, 2))


def _answer(labels: Labels, graph: Graph) -> str:
    """Return a fingerprint: equal if the same reports are together, whatever labels say so."""
    smallest = smallest_of(labels, graph.reports).astype(np.int32)
    return f"{zlib.crc32(smallest.tobytes()):08x}"


_JOBS: Final[Mapping[str, Callable[..., Answer]]] = {
    "make": make,
    "cuts": cuts,
    "whole": whole,
    "keep": keep,
    "run": run,
}


if __name__ == "__main__":
    print(json.dumps(_JOBS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
