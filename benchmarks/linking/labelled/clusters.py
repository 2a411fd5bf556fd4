"""The keys of a labelled set in memory, and the clusters that strong links make of its reports.

A second, small reading of the rules, beside that of the store: identifiers that are too common
do not join, and what only a person may merge is held.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.linking.labelled.scenes import Labelled
from tipline.domain.identifiers import Identifier
from tipline.domain.linking.cuts import DEFAULT_CUTS, DEFAULT_LIMITS, MergeLimits
from tipline.domain.linking.grades import Grade, Side, joins
from tipline.domain.linking.keys import Key, link_keys
from tipline.domain.moments import to_microseconds
from tipline.domain.sightings import Role, find_sightings

Row = tuple[Identifier, Side]


class Seen(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One key in one report, as the store would keep it; `at` is in microseconds since 1970."""

    report: int
    place: int
    role: Role
    grade: Grade
    at: int | None
    port: int | None


class Index:
    """Which identifiers are in which reports of a set, on which side; hubs are known."""

    def __init__(self, labelled: Sequence[Labelled]) -> None:
        self.rows: Final[list[dict[Row, list[Seen]]]] = []
        self.sightings: Final[defaultdict[Row, list[Seen]]] = defaultdict(list)
        self.numbers: Final[dict[Row, int]] = {}
        for place, one in enumerate(labelled):
            mine: dict[Row, list[Seen]] = {}
            for key in link_keys(find_sightings(one.report)):
                row = (key.identifier, key.side)
                self.numbers.setdefault(row, len(self.numbers))
                seen = _seen(place, key)
                mine.setdefault(row, []).append(seen)
                self.sightings[row].append(seen)
            self.rows.append(mine)
        self.hubs: Final = frozenset(
            row
            for row, seen in self.sightings.items()
            if len({one.report for one in seen}) > DEFAULT_CUTS[row[0].kind]
        )


class Clusters:
    """Reports joined one after the other; `held` counts the merges that wait for a person."""

    def __init__(self, index: Index, limits: MergeLimits = DEFAULT_LIMITS) -> None:
        self._parents: Final = list(range(len(index.rows)))
        self._sizes: Final = [1] * len(index.rows)
        self._anchors: Final[dict[Row, int]] = {}
        self._limits: Final = limits
        self.held = 0
        for place, rows in enumerate(index.rows):
            joiners = [row for row, seen in rows.items() if joins(seen[0].grade)]
            grades = {row: rows[row][0].grade for row in joiners if row not in index.hubs}
            self._join(place, grades)

    def root(self, report: int) -> int:
        """Return what stands for the cluster of a report."""
        while self._parents[report] != report:
            self._parents[report] = report = self._parents[self._parents[report]]
        return report

    def members(self) -> list[list[int]]:
        """Return the reports of every cluster of two and more."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for report in range(len(self._parents)):
            found[self.root(report)].append(report)
        return [reports for reports in found.values() if len(reports) > 1]

    def _join(self, report: int, grades: dict[Row, Grade]) -> None:
        groups: defaultdict[int, list[Grade]] = defaultdict(list)
        for row, grade in grades.items():
            groups[self.root(self._anchors.setdefault(row, report))].append(grade)
        groups.pop(report, None)
        thin_so_far = False
        ordered = sorted(groups, key=lambda root: (_is_thin(groups[root]), -self._sizes[root]))
        for turn, root in enumerate(ordered):
            own, thin = self.root(report), _is_thin(groups[root])
            if self._waits(own, root, thin=thin or thin_so_far):
                self.held += 1
                continue
            thin_so_far = thin if turn == 0 else thin_so_far
            self._sizes[root] += self._sizes[own]
            self._parents[own] = root

    def _waits(self, own: int, other: int, *, thin: bool) -> bool:
        """Tell whether joining two clusters is for a person to decide."""
        smaller = min(self._sizes[own], self._sizes[other])
        together = self._sizes[own] + self._sizes[other]
        if smaller > 1 and together > self._limits.largest:
            return True
        return thin and smaller >= self._limits.large


def _seen(place: int, key: Key) -> Seen:
    at = None if key.at is None else to_microseconds(key.at.instant)
    return Seen(
        report=place, place=key.place, role=key.role, grade=key.grade, at=at, port=key.port
    )


def _is_thin(grades: Sequence[Grade]) -> bool:
    """Tell whether a join rests on a single identifier that is given out again."""
    return list(grades) == [Grade.RECYCLED]
