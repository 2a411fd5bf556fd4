"""What the page of a report says of its links: with which, by what, and what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tipline.domain.linking.decisions import VerdictState
from tipline.domain.linking.grades import Grade, joins
from tipline.domain.linking.links import Link, sentence
from tipline.doors.desk.links import wording
from tipline.doors.desk.links.shown import Decided, HeldMerge, Linked, LinksPanel, Thing, Why
from tipline.doors.desk.visit import Visit
from tipline.ports.linking import ApartRow, ArrivalRow, EdgeRow, VerdictRow
from tipline.services.desk.open_report import OpenedReport
from tipline.services.linking.find_links import Links, find_links

SHOWN: Final = 50
"""Linked reports and shared identifiers that are shown, each; the rest is counted."""
_WHYS: Final = 6
_DATED: Final = 2_000
"""Linked reports of which is looked up when they came."""


def links_panel(visit: Visit, opened: OpenedReport) -> LinksPanel:
    """Return the links of a report that was opened.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    links = find_links(opened.row.number, visit.parts.links)
    maker = _Maker(visit, opened, links)
    reports = links.reports
    return LinksPanel(
        total=len(reports),
        earlier=sum(maker.is_earlier(one) for one in reports),
        rows=tuple(maker.linked(one) for one in reports[:SHOWN]),
        things=tuple(maker.shared())[:SHOWN],
        common=tuple(maker.common())[:SHOWN],
        held=tuple(maker.held())[:SHOWN],
        decided=tuple(maker.decided())[:SHOWN],
        cluster=links.cluster,
        cut=links.cut or len(reports) > _DATED,
        notice=wording.NOTICES.get(visit.request.GET.get("done", "")),
        typed=(visit.form("other"), visit.form("reason")),
    )


class _Maker:
    """Puts the panel together from what was found and what was opened."""

    def __init__(self, visit: Visit, opened: OpenedReport, links: Links) -> None:
        self._visit, self._links = visit, links
        self._number = opened.row.number
        self._stated = stated_in(opened)
        self._edges: dict[int, EdgeRow] = {}
        for edge in links.edges:
            self._edges.setdefault(edge.identifier, edge)
        self._by_report: dict[int, list[Link]] = {}
        self._by_thing: dict[int, list[int]] = {}
        for link in links.links:
            self._by_report.setdefault(link.report, []).append(link)
            if link.shared is not None:
                self._by_thing.setdefault(link.shared, []).append(link.report)
        reader = visit.parts.links
        joining = sorted(one for one, edge in self._edges.items() if joins(edge.grade))
        self._apart = {(row.identifier, row.report): row for row in reader.apart(joining)}
        self._items = visit.parts.desk.items(links.reports[:SHOWN])
        dated = [self._number, *links.reports[:_DATED]]
        self._arrivals: dict[int, ArrivalRow] = reader.arrivals(dated)

    def came_in(self, report: int) -> int | None:
        """Return when a report came, in microseconds since 1970."""
        row = self._arrivals.get(report)
        return None if row is None else row.opened_at

    def is_earlier(self, report: int) -> bool:
        """Tell whether a linked report came before this one."""
        own, other = self.came_in(self._number), self.came_in(report)
        return own is not None and other is not None and (other, report) < (own, self._number)

    def linked(self, report: int) -> Linked:
        """Return one linked report."""
        links = self._by_report[report]
        return Linked(
            number=report,
            item=self._items.get(report),
            came_in=self.came_in(report),
            strength=links[0].strength,
            whys=tuple(self._why(link) for link in links[:_WHYS]),
            more=max(0, len(links) - _WHYS),
            joined=any(link.joins and link.shared is not None for link in links),
            said=any(
                row.state == VerdictState.JOINED and report in {row.one, row.other}
                for row in self._links.verdicts
            ),
        )

    def shared(self) -> Iterable[Thing]:
        """Yield what this report shares with others, what says most first."""
        for one in sorted(self._by_thing, key=self._prominence):
            moments = [self.came_in(report) for report in (self._number, *self._by_thing[one])]
            seen = [moment for moment in moments if moment is not None]
            thing = self._thing(self._edges[one])
            yield thing._replace(first=min(seen, default=None), last=max(seen, default=None))

    def common(self) -> Iterable[Thing]:
        """Yield what is too common or stopped, and so links nothing."""
        for one in self._links.common:
            edge = self._edges[one.identifier]
            if edge.grade is not Grade.NONE:
                yield self._thing(edge)._replace(n=one.n, stopped=one.stopped)

    def held(self) -> Iterable[HeldMerge]:
        """Yield the merges that wait and that this report is part of, oldest first."""
        rows = sorted(
            (row for row in self._apart.values() if row.held), key=lambda row: (row.at, row.report)
        )[:SHOWN]
        others = {row.identifier: self._another(row) for row in rows}
        numbers = [row.report for row in rows] + [one for one in others.values() if one]
        clusters = self._visit.parts.links.clusters_of(sorted(set(numbers)))
        for row in rows:
            sizes = [
                clusters[one].size if one in clusters else 1
                for one in (row.report, others[row.identifier])
            ]
            thing = self._thing(self._edges[row.identifier])
            yield HeldMerge(row.report, thing, row.at, (sizes[0], sizes[1]))

    def decided(self) -> Iterable[Decided]:
        """Yield the decisions of people that hold, newest first."""
        found = [*map(self._said, self._spoken()), *self._set_apart()]
        yield from sorted(found, key=lambda one: -one.at)

    def _prominence(self, identifier: int) -> tuple[int, int, int]:
        edge = self._edges[identifier]
        return -edge.grade, -len(self._by_thing[identifier]), identifier

    def _spoken(self) -> list[VerdictRow]:
        return [row for row in self._links.verdicts if row.state != VerdictState.NAMED]

    def _said(self, row: VerdictRow) -> Decided:
        joined = row.state == VerdictState.JOINED
        return Decided(
            words="Belongs with report" if joined else "Does not belong with report",
            other=row.other if row.one == self._number else row.one,
            part=None,
            things=(),
            why=wording.why(row.reason),
            by=row.by,
            at=row.at,
        )

    def _set_apart(self) -> Iterable[Decided]:
        """Yield by decision what this report is kept apart by."""
        parts: dict[int, list[ApartRow]] = {}
        for row in self._links.apart:
            if not row.held:
                parts.setdefault(row.part, []).append(row)
        for part, rows in parts.items():
            yield Decided(
                words="Kept apart from the others with",
                other=None,
                part=part,
                things=tuple(self._thing(self._edges[row.identifier]) for row in rows),
                why=wording.why(rows[0].reason),
                by=rows[0].by,
                at=rows[0].at,
            )

    def _why(self, link: Link) -> Why:
        edge = None if link.shared is None else self._edges[link.shared]
        roles = None
        if link.here is not None and link.there is not None:
            roles = wording.ROLES[link.here], wording.ROLES[link.there]
        return Why(
            strength=link.strength,
            words=sentence(link),
            thing=None if edge is None else self._thing(edge),
            roles=roles,
            apart=None if edge is None else self._between(edge.identifier, link.report),
        )

    def _between(self, identifier: int, other: int) -> ApartRow | None:
        """Return what keeps this report and another one apart that have an identifier."""
        here = self._apart.get((identifier, self._number))
        there = self._apart.get((identifier, other))
        if here is not None and there is not None and here.part == there.part:
            return None
        return here or there

    def _another(self, row: ApartRow) -> int | None:
        """Return a report on the other side of a merge that waits, of those that are linked."""
        if row.report != self._number:
            return self._number
        linked = self._by_thing.get(row.identifier, ())
        return next((one for one in linked if (row.identifier, one) not in self._apart), None)

    def _thing(self, edge: EdgeRow) -> Thing:
        return Thing(
            identifier=edge.identifier,
            kind=wording.KINDS[edge.kind],
            value=stated_value(edge, self._stated),
            n=edge.n,
            joins=joins(edge.grade),
            apart=self._apart.get((edge.identifier, self._number)),
        )


def stated_in(opened: OpenedReport) -> dict[int, tuple[str, ...]]:
    """Return the sightings of a report and its supplements as they were stated, by number."""
    added = {one.row.number: one.parts for one in opened.supplements}
    return {opened.row.number: opened.parts, **added}


def stated_value(edge: EdgeRow, stated: Mapping[int, Sequence[str]]) -> str:
    """Return an identifier as the sighting states it that shows it; empty if it is not there."""
    parts = stated.get(edge.source, ())
    return parts[edge.place] if edge.place < len(parts) else ""
