"""Components by union-find on one core: edges stream by, only a number per node is kept."""

from collections.abc import Callable

import numpy as np

from tipline.gateways.components.edges import checked_chunks, checked_pairs, each_alone
from tipline.gateways.components.union_find import flatten, join_by_identifier, join_pairs
from tipline.ports.linking.components import EdgeSource, Labels


class NumbaEngine:
    """Takes 4 bytes for each report number and 4 for each identifier number, plus one chunk."""

    def label(self, edges: EdgeSource, passed: Callable[[int], None]) -> Labels:
        """Return the smallest report of each report's component."""
        labels = each_alone(edges.reports)
        anchors = np.full(edges.identifiers, -1, dtype=labels.dtype)
        for identifiers, reports in checked_chunks(edges, passed):
            join_by_identifier(identifiers, reports, anchors, labels)
        for one, other in checked_pairs(edges):
            join_pairs(one, other, labels)
        flatten(labels)
        return labels
