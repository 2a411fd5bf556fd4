"""Components by scipy's sparse graphs: the fallback where numba has no build."""

from collections.abc import Callable

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tipline.gateways.components.edges import (
    checked_chunks,
    checked_pairs,
    each_alone,
    smallest_of,
)
from tipline.ports.linking.components import Chunk, EdgeSource, Labels


class ScipyEngine:
    """Holds all edges at once, about 20 bytes for each; up to two thousand million of them."""

    def label(self, edges: EdgeSource, passed: Callable[[int], None]) -> Labels:
        """Return the smallest report of each report's component."""
        if not edges.reports:
            return each_alone(0)
        one, other = _stars(edges, passed)
        size = (edges.reports, edges.reports)
        graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=size)
        count, component = connected_components(graph, directed=False)
        return smallest_of(component, count)


def _stars(edges: EdgeSource, passed: Callable[[int], None]) -> Chunk:
    """Return pairs of reports: each identifier's reports with one of them, then people's own."""
    alone = each_alone(edges.reports)
    anchors = np.full(edges.identifiers, -1, dtype=alone.dtype)
    ones, others = [alone[:0]], [alone[:0]]
    for identifiers, reports in checked_chunks(edges, passed):
        new = anchors[identifiers] < 0
        anchors[identifiers[new]] = reports[new]  # which of several stays makes no difference
        anchor = anchors[identifiers]
        apart = anchor != reports
        ones.append(anchor[apart])
        others.append(reports[apart].astype(alone.dtype))
    for one, other in checked_pairs(edges):
        ones.append(one.astype(alone.dtype))
        others.append(other.astype(alone.dtype))
    return np.concatenate(ones), np.concatenate(others)
