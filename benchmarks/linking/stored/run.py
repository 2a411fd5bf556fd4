"""One database of one size: filled, then measured; prints its figures as JSON.

`python -m benchmarks.linking.stored.run VENDOR GRAPH FOLDER OPERATIONS`: a process of its
own, because a process has one database.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from django.db import transaction

from benchmarks.linking.model import KINDS, Graph, read_graph
from benchmarks.linking.stored import filled
from benchmarks.linking.stored.databases import opened
from tipline.domain.lifecycle import State
from tipline.domain.linking.cuts import MergeLimits
from tipline.domain.linking.grades import KIND_CODES, Grade
from tipline.domain.linking.in_force import LinkingRules, encode_rules
from tipline.ports.operations import Request, SetLinkRules, StoredKey, StoredReport, SubmitReport
from tipline.services.linking.find_links import find_links
from tipline.services.linking.see_cluster import see_cluster
from tipline.stores import queries
from tipline.stores.apply import apply_batch
from tipline.stores.audit_log import AuditLog
from tipline.stores.change import Change
from tipline.stores.linking.link import Arrival, link_arrivals
from tipline.stores.linking.reading import DatabaseLinkReader
from tipline.stores.reading import DatabaseReader

NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOST_LISTED: Final = 1_000
_KEYS: Final = (0, 1, 2, 3, 4)
_GRADES: Final = (5, 4, 5, 3, 2)
_READER: Final = DatabaseLinkReader()


class Reports:
    """New reports of five identifiers: 45 % have one that is known, 10 % two, the rest none.

    A known one is that of a random edge, so that what is seen often comes often.
    """

    def __init__(self, graph: Graph, first: int) -> None:
        self._chance = np.random.default_rng(29)
        self._known = graph.arrays()[0]
        self._kinds = graph.kinds()
        self._blinds = filled.blinds(graph.identifiers)
        self.next = first

    def some(self, count: int) -> Iterator[StoredReport]:
        """Yield so many."""
        for _ in range(count):
            yield self.one(int(self._chance.choice((0, 1, 2), p=(0.45, 0.45, 0.10))))

    def one(self, known: int, *others: StoredKey) -> StoredReport:
        """Return a report with so many known identifiers, and others besides."""
        number, self.next = self.next, self.next + 1
        keys = [self._fresh(kind) for kind in _KEYS]
        for _ in range(known):
            one = int(self._known[self._chance.integers(len(self._known))])
            blind = self._blinds[one * filled.BLIND : (one + 1) * filled.BLIND]
            kind = int(self._kinds[one])
            keys[kind] = key(kind, blind)
        return report(number, (*keys, *others))

    def _fresh(self, kind: int) -> StoredKey:
        return key(kind, self._chance.bytes(filled.BLIND))


def key(kind: int, blind: bytes) -> StoredKey:
    """Return a key; an address was seen at the end of the year."""
    at = filled.BEGUN + filled.YEAR if Grade(_GRADES[kind]) is Grade.TIMED else 0
    return StoredKey(
        blind=blind,
        side=0,
        kind=KIND_CODES[KINDS[kind]],
        grade=_GRADES[kind],
        role=1,
        place=0,
        at=at,
    )


def report(number: int, keys: tuple[StoredKey, ...]) -> StoredReport:
    """Return a report as the doors hand it to the store, its sealed part shortened."""
    return StoredReport(
        number=number,
        door="json",
        provider=None,
        is_test=False,
        state=State.FINISHED,
        urgent=False,
        facts=0,
        sealed_key=bytes(81),
        sealed_body=bytes(500),
        digest=bytes(32),
        keys=keys,
    )


def set_rules(rules: LinkingRules) -> None:
    """Put cuts and limits in force."""
    operation = SetLinkRules(rules=encode_rules(rules))
    apply_batch([Request(operation=operation, actor="provider:1")], NOW)


def link(one: StoredReport) -> None:
    """Link a report and commit, as the writer does with a batch of one."""
    with transaction.atomic():
        log = AuditLog(NOW)
        link_arrivals([Arrival(one.number, one, Change(log, NOW, "provider:1"))])
        log.write()


def link_and_list(one: StoredReport) -> None:
    """Link a report, commit, and list its cluster."""
    link(one)
    _READER.clusters_of([one.number])
    _READER.members(one.number, MOST_LISTED)


def submit(one: StoredReport) -> None:
    """Store a whole report, with its audit entry and its place at the desk, and commit."""
    (result,) = apply_batch([Request(operation=SubmitReport(report=one), actor="provider:1")], NOW)
    if isinstance(result, Exception):
        raise result


def bare(one: StoredReport) -> None:
    """Commit one small row: what a durable commit costs on this disk at this moment."""
    with transaction.atomic():
        queries.run("beat", one.number)


def timed(work: Callable[[StoredReport], None], reports: Iterator[StoredReport]) -> list[float]:
    """Return the milliseconds of each."""
    taken = []
    for one in reports:
        begun = time.perf_counter()
        work(one)
        taken.append((time.perf_counter() - begun) * 1_000)
    return taken


def spread(taken: list[float]) -> dict[str, float]:
    """Return median, 99th percentile and the longest."""
    p50, p99 = np.percentile(taken, (50, 99))
    return {"p50": float(p50), "p99": float(p99), "max": max(taken)}


def merges(graph: Graph, reports: Reports) -> dict[str, float]:
    """Join the two planted clusters, in a transaction that is undone, several times."""
    planted = filled.Planted(graph)
    ends = [key(0, planted.blind(number)) for number in planted.pair]
    no_limits = MergeLimits(largest=10**9, large=10**9)
    set_rules(LinkingRules(cuts={KINDS[0]: 10**9}, limits=no_limits))
    ordinary: list[float] = []
    merging: list[float] = []
    for _ in range(40):
        for taken, keys in ((ordinary, ends[:1]), (merging, ends)):
            one = reports.one(0, *keys)
            with transaction.atomic():
                log = AuditLog(NOW)
                begun = time.perf_counter()
                link_arrivals([Arrival(one.number, one, Change(log, NOW, "provider:1"))])
                taken.append((time.perf_counter() - begun) * 1_000)
                transaction.set_rollback(True)
    return {"ordinary": float(np.median(ordinary)), "merge": float(np.median(merging))}


def looks(graph: Graph, reports: Reports) -> dict[str, float]:
    """Return the longest of each look at reports with many others, in milliseconds."""
    planted = filled.Planted(graph)
    crowd = reports.one(1, key(0, planted.blind(planted.crowd)))
    link(crowd)
    counts = "SELECT id, n FROM identifier WHERE grade >= 4 AND state = 0 AND n <= 1000"
    (often, n), *_ = queries.rows_of(f"{counts} ORDER BY n DESC LIMIT 1")
    (busy,) = queries.rows_of("SELECT report FROM edge WHERE identifier = ? LIMIT 1", often)[0]
    found = {"most common that joins": float(n)}
    for name, number in (
        ("in a crowd of a million", crowd.number),
        ("an account reported that often", busy),
        ("in a cluster of 100,000", planted.first[0] + 5),
    ):
        found[f"links, {name}"] = longest(partial(find_links, number, _READER))
        found[f"cluster, {name}"] = longest(partial(see_cluster, number, _READER))
    blind = planted.blind(planted.crowd)
    found["search for the million"] = longest(lambda: DatabaseReader().reports_sighting(blind, 51))
    found["list of clusters"] = longest(lambda: _READER.clusters(None, 26))
    found["health"] = longest(_READER.health)
    return found


def longest(look: Callable[[], object]) -> float:
    """Return the milliseconds of the slowest of five."""
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        look()
        taken.append((time.perf_counter() - begun) * 1_000)
    return max(taken)


def main(vendor: str, graph: Graph, folder: Path, operations: int) -> dict[str, object]:
    """Fill, measure and return the figures."""
    with opened(vendor, folder):
        filling = filled.fill(graph, lambda what: print(what, file=sys.stderr, flush=True))
        if vendor == "sqlite":
            for pragma in ("wal_checkpoint(TRUNCATE)", "synchronous=FULL", "cache_size=-32768"):
                queries.raw_connection().execute(f"PRAGMA {pragma}")
        set_rules(LinkingRules(limits=MergeLimits(largest=10**9, large=10**9)))
        planted = filled.Planted(graph)
        reports = Reports(graph, planted.next)
        timed(link_and_list, reports.some(operations // 10))
        figures = {
            "bare commit": spread(timed(bare, reports.some(operations))),
            "link and list": spread(timed(link_and_list, reports.some(operations))),
            "whole submit": spread(timed(submit, reports.some(operations))),
            "in the crowd": spread(
                timed(
                    link_and_list,
                    (
                        reports.one(0, key(0, planted.blind(planted.crowd)))
                        for _ in range(operations // 4)
                    ),
                )
            ),
        }
        return {
            "vendor": vendor,
            "reports": graph.reports,
            "edges": graph.edges,
            "filling": filling,
            "bytes": filled.size_on_disk(folder),
            "operations": operations,
            **figures,
            "looks": looks(graph, reports),
            "merges": merges(graph, reports),
        }


if __name__ == "__main__":
    _, of, at, place, many = sys.argv
    print(json.dumps(main(of, read_graph(Path(at)), Path(place), int(many))))
