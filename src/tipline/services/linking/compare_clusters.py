"""Holds the clusters that are stored against those that were worked out at once, as arrays."""

from typing import Final, NamedTuple

import numpy as np

from tipline.ports.linking.bulk import BulkSnapshot
from tipline.ports.linking.components import Labels, Numbers

_SHORTCUTS: Final = 7
"""Each takes twice as many steps: trees joined by size are never as high as 128."""


class Difference(NamedTuple):
    """What is wrong with the clusters that are stored.

    `reports` are all reports of clusters that are not as they should be, and `firsts` by which
    report their cluster is named; `wrong` is how many clusters those are, of before and as they
    should be.
    """

    reports: Numbers
    firsts: Numbers
    wrong: int


class Sizes(NamedTuple):
    """How many clusters of two and more there are, and the first report of the largest one."""

    clusters: int
    largest: int
    first: int | None


def sizes_of(labels: Labels) -> Sizes:
    """Return how large the clusters are that an engine found."""
    counts = np.bincount(labels) if len(labels) else np.zeros(1, dtype=np.int64)
    first, largest = int(counts.argmax()), int(counts.max())
    if largest <= 1:
        return Sizes(0, min(1, largest), None)
    return Sizes(int(np.count_nonzero(counts > 1)), largest, first)


def compare_clusters(snapshot: BulkSnapshot, labels: Labels) -> Difference:
    """Return where the stored clusters differ from the labels that an engine gave."""
    have, is_broken = _stored(snapshot, labels)
    wrong = (have != labels) | is_broken
    named = np.zeros(len(labels) + 1, dtype=np.bool_)
    named[have[wrong]] = True
    named[labels[wrong]] = True
    # A cluster of before and one that should be have a name in common or no report at all, so
    # these are whole: see `write_clusters`.
    touched = np.flatnonzero(named[have] | named[labels])
    return Difference(
        touched, labels[touched], _count(have[touched], labels[touched], len(labels))
    )


def _stored(snapshot: BulkSnapshot, labels: Labels) -> tuple[Numbers, Numbers]:
    """Return the first report of each report's stored cluster, and where its tree is broken."""
    reports = len(labels)
    alone = np.arange(reports, dtype=labels.dtype)  # as narrow as the engine's: there are many
    roots, firsts, sizes = alone.copy(), alone.copy(), np.ones_like(alone)
    has_row = np.zeros(reports, dtype=np.bool_)
    is_root = np.ones(reports, dtype=np.bool_)
    for trees in snapshot.trees():
        has_row[trees.reports] = True
        is_root[trees.reports] = trees.parents < 0
        roots[trees.reports] = np.where(trees.parents < 0, trees.reports, trees.parents)
        sizes[trees.reports], firsts[trees.reports] = trees.sizes, trees.firsts
    for _ in range(_SHORTCUTS):
        roots = roots[roots]
    lost = ~is_root[roots]  # in a ring, under no root at all
    smallest = np.full_like(alone, reports)
    np.minimum.at(smallest, roots, alone)
    counts = np.bincount(roots, minlength=reports)
    is_broken = ((sizes != counts) | (firsts != smallest) | ~has_row) & (counts > 1)
    is_broken |= has_row & (counts == 1) & ((sizes != 1) | (firsts != smallest))
    have = np.where(lost, reports, smallest[roots])
    return have, lost | is_broken[roots]


def _count(have: Numbers, wanted: Numbers, nobody: int) -> int:
    """Return how many clusters of two and more there are in either division, each name once."""
    names: set[int] = set()
    for division in (have, wanted):
        found, counts = np.unique(division, return_counts=True)
        names.update(found[counts > 1].tolist())
    return len(names - {nobody})
