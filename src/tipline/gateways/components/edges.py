"""What every engine does with edges before it uses them: check them, and give them one form."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from tipline.ports.linking.components import Chunk, EdgeSource, EdgesUnusableError, Labels, Numbers

_NARROW: Final = int(np.iinfo(np.int32).max)


def checked_chunks(edges: EdgeSource, passed: Callable[[int], None]) -> Iterator[Chunk]:
    """Yield (identifiers, reports), all in range; `passed` hears of each chunk when it is done.

    Raises:
        EdgesUnusableError: a number is out of range, or a chunk has not the right form.
    """
    done = 0
    for identifiers, reports in edges.chunks():
        yield _checked(identifiers, reports, edges.identifiers, edges.reports)
        done += len(reports)
        passed(done)


def checked_pairs(edges: EdgeSource) -> Iterator[Chunk]:
    """Yield (reports, reports) that people joined, all in range.

    Raises:
        EdgesUnusableError: a number is out of range, or a chunk has not the right form.
    """
    for one, other in edges.pairs():
        yield _checked(one, other, edges.reports, edges.reports)


def each_alone(reports: int) -> Labels:
    """Return labels that join nothing, in 32 bits wherever the numbers fit."""
    return np.arange(reports, dtype=np.int32 if reports <= _NARROW else np.int64)


def smallest_of(component: Numbers, count: int) -> Labels:
    """Return the smallest report of each report's component; components are below `count`."""
    alone = each_alone(len(component))
    smallest = np.full(count, len(component), dtype=alone.dtype)
    np.minimum.at(smallest, component, alone)
    labels: Labels = smallest[component]
    return labels


def _checked(left: Numbers, right: Numbers, left_end: int, right_end: int) -> Chunk:
    if left.ndim != 1 or left.shape != right.shape:
        raise EdgesUnusableError("A chunk of edges is not two rows of one length.")
    return _in_range(left, left_end), _in_range(right, right_end)


def _in_range(numbers: Numbers, end: int) -> Numbers:
    if not np.issubdtype(numbers.dtype, np.integer):
        raise EdgesUnusableError("A chunk of edges has something else than integers.")
    if len(numbers) and not (numbers.min() >= 0 and numbers.max() < end):
        raise EdgesUnusableError("An edge has a number beyond those announced.")
    narrow = numbers.dtype == np.int32
    form: Numbers = np.ascontiguousarray(numbers, dtype=np.int32 if narrow else np.int64)
    return form
