"""Stored clusters against those that should be: what differs is found whole."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.unit.services.linking.bulk import Row, Snapshot
from tipline.services.linking.compare_clusters import compare_clusters, sizes_of

# Reports 1, 2 and 3 are one cluster, 4 and 5 another, 6 is alone.
LABELS = np.array([0, 1, 1, 1, 4, 4, 6], dtype=np.int32)
FIRST: tuple[Row, ...] = ((1, -1, 3, 1), (2, 1, 1, 2), (3, 2, 1, 3))
SECOND: tuple[Row, ...] = ((5, -1, 2, 4), (4, 5, 1, 4))


def compared(*rows: Row) -> tuple[dict[int, int], int]:
    """Return which reports are to be put into which cluster, and how many clusters are wrong."""
    found = compare_clusters(Snapshot((), rows, 0), LABELS)
    pairs = zip(found.reports.tolist(), found.firsts.tolist(), strict=True)
    return dict(pairs), found.wrong


def test_what_is_as_it_should_be_is_left_alone() -> None:
    assert compared(*FIRST, *SECOND) == ({}, 0)
    assert compared(*FIRST, *SECOND, (6, -1, 1, 6)) == ({}, 0)


ONE, BOTH = {1: 1, 2: 1, 3: 1}, {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}


@pytest.mark.parametrize(
    ("rows", "expected", "wrong"),
    [
        (SECOND, ONE, 1),
        (((1, -1, 4, 1), *FIRST[1:], *SECOND), ONE, 1),
        (((1, -1, 3, 2), *FIRST[1:], *SECOND), ONE, 1),
        ((*FIRST[1:], *SECOND), ONE, 1),
        (((1, -1, 2, 1), (2, 1, 1, 2), *SECOND), ONE, 1),
        (((1, 3, 3, 1), *FIRST[1:], *SECOND), ONE, 1),
        (((1, 1, 3, 1), *FIRST[1:], *SECOND), ONE, 1),
        (((1, -1, 5, 1), *FIRST[1:], (5, 1, 2, 4), (4, 5, 1, 4)), BOTH, 2),
        ((*FIRST, (5, -1, 3, 4), (4, 5, 1, 4), (6, 4, 1, 6)), {4: 4, 5: 4, 6: 6}, 1),
        ((), BOTH, 2),
    ],
    ids=[
        "lost",
        "size",
        "first",
        "no root",
        "one lost",
        "ring",
        "its own parent",
        "merged",
        "one too many",
        "empty",
    ],
)
def test_what_is_wrong_is_named_whole(
    rows: Sequence[Row], expected: dict[int, int], wrong: int
) -> None:
    assert compared(*rows) == (expected, wrong)


def test_sizes_are_of_two_and_more() -> None:
    assert sizes_of(LABELS) == (2, 3, 1)
    assert sizes_of(np.arange(4)) == (0, 1, None)
    assert sizes_of(np.arange(0)) == (0, 0, None)
