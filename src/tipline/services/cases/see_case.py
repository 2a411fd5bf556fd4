"""Looks at a case: its reports, how they lie at the desk, and what came into their clusters since.

Looks at a bounded number of rows, however large the case and its clusters are.
"""

from typing import Final

import msgspec

from tipline.domain.audit.entry import Entry
from tipline.domain.cases import MOST_IN_CASE
from tipline.ports.desk import CaseRow, FiledRow, ItemRow
from tipline.ports.linking import ClusterRow
from tipline.services.cases.handle_case import Cabinet

MOST_SHOWN: Final = 200
"""Reports of a case that are shown, and of each cluster that are looked at."""
_MOST_CLUSTERS: Final = 10
_MOST_NEW: Final = 50
_HISTORY: Final = 100


class InCase(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a case: its place at the desk, and its cluster if it is linked with others."""

    row: FiledRow
    item: ItemRow | None
    cluster: ClusterRow | None


class SeenCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case, or as much of it as is shown.

    `taken_out` are reports that were in it before; `new` are those of the same clusters that never
    were, newest first. `whole` is False if there are more reports than are shown, `all_new` if
    more could be new than was looked at.
    """

    row: CaseRow
    reports: tuple[InCase, ...]
    taken_out: tuple[FiledRow, ...]
    new: tuple[ItemRow, ...]
    whole: bool
    all_new: bool
    history: tuple[Entry, ...]


def see_case(number: int, cabinet: Cabinet) -> SeenCase | None:
    """Return a case; None if there is none with this number.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    row = cabinet.cases.case(number)
    if row is None:
        return None
    filed = cabinet.cases.filed(number, MOST_IN_CASE)
    inside = [one for one in filed if one.removed_at is None]
    shown = [one.report for one in inside[:MOST_SHOWN]]
    clusters = cabinet.links.clusters_of(shown)
    items = cabinet.desk.items(shown)
    new, all_new = _new(clusters, {one.report for one in filed}, row, cabinet)
    return SeenCase(
        row=row,
        reports=tuple(
            InCase(row=one, item=items.get(one.report), cluster=clusters.get(one.report))
            for one in inside[:MOST_SHOWN]
        ),
        taken_out=tuple(one for one in filed if one.removed_at is not None)[:MOST_SHOWN],
        new=new,
        whole=len(inside) <= MOST_SHOWN,
        all_new=all_new and len(inside) <= MOST_SHOWN,
        history=tuple(cabinet.cases.history(number, _HISTORY)),
    )


def _new(
    clusters: dict[int, ClusterRow], known: set[int], case: CaseRow, cabinet: Cabinet
) -> tuple[tuple[ItemRow, ...], bool]:
    """Return reports of the clusters that the case never had, and whether these are all."""
    if not case.is_open:
        return (), True
    apart = sorted({one.first: one for one in clusters.values()}.values(), key=lambda c: c.first)
    found: set[int] = set()
    complete = len(apart) <= _MOST_CLUSTERS
    for cluster in apart[:_MOST_CLUSTERS]:
        most = MOST_SHOWN + len(known)
        members = cabinet.links.members(cluster.first, most + 1)
        complete &= len(members) <= most
        found.update(members)
    newest = sorted(found - known, reverse=True)
    items = cabinet.desk.items(newest[:MOST_SHOWN])
    there = tuple(items[number] for number in newest[:MOST_SHOWN] if number in items)
    return there[:_MOST_NEW], complete and len(there) <= _MOST_NEW and len(newest) <= MOST_SHOWN
