"""Works all clusters out at once, holds those that are stored against them, and mends these.

It needs no key: everything it reads are numbers.
"""

from collections.abc import Callable
from typing import Final

import msgspec
import numpy as np

from tipline.ports.linking.bulk import BulkSnapshot, BulkStore
from tipline.ports.linking.components import ComponentEngine
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    Done,
    Recount,
    Recounted,
    Relink,
    RelinkReports,
    Request,
)
from tipline.ports.stores import Writer
from tipline.services.linking.compare_clusters import (
    Difference,
    Sizes,
    compare_clusters,
    sizes_of,
)

_ACTOR: Final = "service:command"
_RECOUNTED_AT_ONCE: Final = 500
_RELINKED_AT_ONCE: Final = 500
_REPORTS_AT_ONCE: Final = 200
_ROUNDS: Final = 3
"""How often it is looked and mended: meanwhile more may have come."""

Heard = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and how much there is; 0 if not known."""


class Workshop(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to rebuild.

    `alone` says that nobody else can change the store meanwhile: then clusters are written all
    together, which is quicker and mends any damage.
    """

    store: BulkStore
    engine: ComponentEngine
    writer: Writer
    alone: bool


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, and what is left.

    `reports` are all that are stored, `edges` those that join; `recounted` identifiers had a wrong
    count or state. Of clusters `wrong` were found so, `left` still are, and `waiting` is what was
    still to be linked anew when it was looked last.
    """

    reports: int
    edges: int
    clusters: int
    largest: int
    first: int | None
    share: float
    recounted: int
    wrong: int
    left: int
    waiting: int

    @property
    def right(self) -> bool:
        """Whether all is as it should be."""
        return not (self.left or self.waiting)


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """One look at everything."""

    stored: int
    edges: int
    waiting: int
    sizes: Sizes
    difference: Difference


def rebuild_links(shop: Workshop, heard: Heard, *, recount: bool = True) -> Rebuilt:
    """Rebuild the clusters and return what was wrong.

    Raises:
        EngineMissingError, EngineFailedError: nothing was changed but counts.
        StoreUnavailableError: the store cannot be read or changed now; begin again.
    """
    recounted = _recount(shop.writer, heard) if recount else 0
    _work_off(shop.writer, heard)
    found = _look(shop, heard)
    wrong = found.difference.wrong
    for _ in range(_ROUNDS):
        if not (found.difference.wrong or found.waiting):
            break
        _mend(found.difference, shop, heard)
        _work_off(shop.writer, heard)
        found = _look(shop, heard)
    return Rebuilt(
        reports=found.stored,
        edges=found.edges,
        clusters=found.sizes.clusters,
        largest=found.sizes.largest,
        first=found.sizes.first,
        share=found.sizes.largest / found.stored if found.stored else 0.0,
        recounted=recounted,
        wrong=wrong,
        left=found.difference.wrong,
        waiting=found.waiting,
    )


def _recount(writer: Writer, heard: Heard) -> int:
    """Compare every identifier with its edges and the cuts; return how many were mended."""
    mended = after = 0
    while True:
        result = _write(writer, Recount(after=after, limit=_RECOUNTED_AT_ONCE))
        if not isinstance(result, Recounted) or not result.after:
            return mended
        mended += result.number
        after = result.after
        heard("Counting identifiers", after, 0)


def _work_off(writer: Writer, heard: Heard) -> None:
    """Link anew what waits."""
    done = 0
    while True:
        result = _write(writer, Relink(limit=_RELINKED_AT_ONCE))
        if not isinstance(result, Done) or not result.number:
            return
        done += result.number
        heard("Linking anew", done, 0)


def _look(shop: Workshop, heard: Heard) -> _Found:
    """Work everything out, and compare it with what is stored."""
    heard("Reading", 0, 0)
    with shop.store.snapshot() as snapshot:
        labels = shop.engine.label(snapshot, _passed(snapshot, heard))
        heard("Comparing", 0, 0)
        return _Found(
            stored=snapshot.stored,
            edges=snapshot.edges,
            waiting=snapshot.waiting(),
            sizes=sizes_of(labels),
            difference=compare_clusters(snapshot, labels),
        )


def _passed(snapshot: BulkSnapshot, heard: Heard) -> Callable[[int], None]:
    edges = snapshot.edges

    def passed(done: int) -> None:
        heard("Joining edges", done, edges)

    return passed


def _mend(difference: Difference, shop: Workshop, heard: Heard) -> None:
    if not difference.wrong:
        return
    if shop.alone:
        heard("Writing clusters", 0, 0)
        _write(shop.writer, RelinkReports(reports=()))  # for the audit log
        shop.store.write_clusters(difference.reports, difference.firsts)
        return
    reports = np.sort(difference.reports).tolist()
    for start in range(0, len(reports), _REPORTS_AT_ONCE):
        some = tuple(reports[start : start + _REPORTS_AT_ONCE])
        _write(shop.writer, RelinkReports(reports=some))
        heard("Mending clusters", start + len(some), len(reports))


def _write(writer: Writer, operation: AnyOperation) -> AnyResult:
    return writer.write(Request(operation=operation, actor=_ACTOR))
