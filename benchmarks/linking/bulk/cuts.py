"""How large the largest cluster becomes at which cuts, and how many accounts fall apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.linking.bulk.kept import ALWAYS, NEVER, SETTINGS, KeptEdges, Setting, degrees_of
from benchmarks.linking.model import KINDS, PLANTED, Graph, Numbers
from benchmarks.table import Table, Target
from tipline.domain.identifiers import IdentifierKind
from tipline.gateways.components.numba_engine import NumbaEngine
from tipline.ports.linking.components import Labels

OFTEN: Final = (50, 1_000)
"""Accounts that are reported so often, the ends included, are looked at."""
SHARE: Final = 0.001
_ACCOUNT: Final = KINDS.index(IdentifierKind.ACCOUNT)


@dataclass(frozen=True)
class Found:
    """What one setting makes of one graph.

    `often` are the accounts that are reported often, `apart` those of them whose reports are in
    more than one cluster; `above` are accounts too common to join, however often reported;
    `planted` is in how many clusters the planted account's reports are.
    """

    reports: int
    setting: Setting
    largest: int
    joined: int
    often: int
    apart: int
    above: int
    planted: int


def look(graph: Graph, settings: Sequence[Setting] = SETTINGS) -> Iterator[Found]:
    """Yield what each setting makes of the graph."""
    identifiers, reports = graph.arrays()
    kinds = graph.kinds()
    degrees = degrees_of(identifiers, graph.identifiers)
    often = (kinds == _ACCOUNT) & (degrees >= OFTEN[0]) & (degrees <= OFTEN[1])
    planted = reports[identifiers == graph.planted]
    for setting in settings:
        kept = setting.joining(degrees, kinds)
        edges = KeptEdges(identifiers, reports, kept, graph.reports)
        labels = NumbaEngine().label(edges, lambda _: None)
        sizes = np.bincount(labels)
        yield Found(
            reports=graph.reports,
            setting=setting,
            largest=int(sizes.max()),
            joined=int(sizes[sizes > 1].sum()),
            often=int(often.sum()),
            apart=_apart(identifiers, reports, labels, often),
            above=int(((kinds == _ACCOUNT) & ~kept).sum()),
            planted=len(np.unique(labels[planted])),
        )


def tables(found: Sequence[Found]) -> Sequence[Table]:
    """Return the table of each size."""
    return [_table([one for one in found if one.reports == size]) for size in _sizes(found)]


def targets(found: Sequence[Found]) -> Sequence[Target]:
    """Return the verdicts on the defaults."""
    verdicts = []
    for one in found:
        if one.setting == SETTINGS[0]:
            most = max(2 * max(one.setting.cuts), SHARE * one.reports)
            verdicts += [
                Target(
                    f"{one.reports:,} reports: largest cluster at most {most:,.0f}",
                    f"{one.largest:,}",
                    one.largest <= most,
                ),
                Target(
                    f"{one.reports:,} reports: an account reported {PLANTED} times is one cluster",
                    f"{one.planted}",
                    one.planted == 1,
                ),
            ]
    return verdicts


def _sizes(found: Sequence[Found]) -> Sequence[int]:
    return sorted({one.reports for one in found})


def _table(found: Sequence[Found]) -> Table:
    head = (
        "setting",
        *(kind.value for kind in KINDS),
        "largest cluster",
        "share",
        "reports in clusters",
        "accounts fallen apart",
        "above the cut",
        "planted",
    )
    rows = [
        (
            one.setting.name,
            *(_cut(cut) for cut in one.setting.cuts),
            f"{one.largest:,}",
            f"{one.largest / one.reports:.4%}",
            f"{one.joined / one.reports:.1%}",
            f"{one.apart:,} of {one.often:,}",
            f"{one.above:,}",
            f"{one.planted:,}",
        )
        for one in found
    ]
    size = found[0].reports
    return Table(f"Cuts by kind, {size:,} reports", head, rows)


def _cut(cut: int) -> str:
    return {NEVER: "never", ALWAYS: "always"}.get(cut, f"{cut:,}")


def _apart(
    identifiers: Numbers, reports: Numbers, labels: Labels, wanted: NDArray[np.bool_]
) -> int:
    """Return how many of the identifiers wanted have reports in more than one cluster."""
    lowest = np.full(len(wanted), len(labels), dtype=np.int32)
    highest = np.full(len(wanted), -1, dtype=np.int32)
    _spread(identifiers, reports, labels, wanted, lowest, highest)
    return int((lowest < highest).sum())


@numba.njit()
def _spread(
    identifiers: Numbers,
    reports: Numbers,
    labels: Labels,
    wanted: NDArray[np.bool_],
    lowest: Numbers,
    highest: Numbers,
) -> None:
    for edge in range(len(identifiers)):
        identifier = identifiers[edge]
        if wanted[identifier]:
            label = labels[reports[edge]]
            lowest[identifier] = min(lowest[identifier], label)
            highest[identifier] = max(highest[identifier], label)
