"""Rebuilding from a store: fills one, or works all clusters out from one that is filled.

`python -m benchmarks.linking.stored.rebuild fill|look GRAPH FOLDER`: processes of their own, so
that the peak of looking is its own. Prints its figures as JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.linking.model import read_graph
from benchmarks.linking.stored import filled
from benchmarks.linking.stored.databases import opened
from tipline.bootstrap.surroundings import system_clock
from tipline.gateways.components.choose import local_engine
from tipline.services.linking.rebuild_links import Workshop, rebuild_links
from tipline.stores.linking.bulk import DatabaseBulkStore
from tipline.stores.writer.clients import DirectWriter


def fill(graph: Path, folder: Path) -> dict[str, Any]:
    """Fill a SQLite file with a graph."""
    with opened("sqlite", folder):
        seconds = filled.fill(read_graph(graph), _tell, to_look_up=False)
        return {"seconds": sum(seconds.values()), "bytes": filled.size_on_disk(folder)}


def look(folder: Path) -> dict[str, Any]:
    """Work all clusters out, compare them with those that are stored, and say how long it took."""
    with opened("sqlite", folder):
        shop = Workshop(
            store=DatabaseBulkStore(),
            engine=local_engine(),
            writer=DirectWriter(system_clock()),
            alone=True,
        )
        begun = time.perf_counter()
        found = rebuild_links(shop, lambda what, _done, _all: _tell(what), recount=False)
        seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024
    return {
        "seconds": seconds,
        "peak": peak,
        "edges": found.edges,
        "clusters": found.clusters,
        "largest": found.largest,
        "wrong": found.wrong,
    }


_SAID: set[str] = set()


def _tell(what: str) -> None:
    if what not in _SAID:
        _SAID.add(what)
        print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    _, do, at, place = sys.argv
    print(json.dumps(fill(Path(at), Path(place)) if do == "fill" else look(Path(place))))
