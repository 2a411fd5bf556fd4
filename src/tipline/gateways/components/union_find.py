"""Union-find over arrays, compiled by numba: no other part of the project imports numba.

A parent is never larger than its child, so that a root is its component's smallest report. By
measurement that is as fast as linking by size, and the labels need no further array. Nothing is
cached on disk: compiling takes half a second, and an installation may be read-only.
"""

import numba

from tipline.ports.linking.components import Labels, Numbers


@numba.njit(nogil=True)
def join_by_identifier(
    identifiers: Numbers, reports: Numbers, anchors: Labels, parents: Labels
) -> None:
    """Join each report with the first one seen with the same identifier; -1 is none so far.

    Every number must be in range: nothing is checked in here.
    """
    for edge in range(len(reports)):
        anchor = anchors[identifiers[edge]]
        if anchor < 0:
            anchors[identifiers[edge]] = reports[edge]
        else:
            _join(anchor, reports[edge], parents)


@numba.njit(nogil=True)
def join_pairs(one: Numbers, other: Numbers, parents: Labels) -> None:
    """Join the reports of each pair; every number must be in range."""
    for pair in range(len(one)):
        _join(one[pair], other[pair], parents)


@numba.njit(nogil=True)
def flatten(parents: Labels) -> None:
    """Turn parents into labels: smaller reports come first, so each parent is a root by then."""
    for report in range(len(parents)):
        parents[report] = parents[parents[report]]


@numba.njit(nogil=True)
def _join(one: int, other: int, parents: Labels) -> None:
    one, other = _root(one, parents), _root(other, parents)
    if one < other:
        parents[other] = one
    else:
        parents[one] = other


@numba.njit(nogil=True)
def _root(report: int, parents: Labels) -> int:
    """Return the root, and let every second report on the way skip one step."""
    while parents[report] != report:
        parents[report] = parents[parents[report]]
        report = parents[report]
    return report
