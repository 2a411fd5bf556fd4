"""What the page of a cluster says: its identifiers in rows, what is kept apart, what is drawn."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, Side, joins
from tipline.doors.desk.clusters.drawing.bars import Bar, draw_bars
from tipline.doors.desk.clusters.drawing.gather import Bond, gather
from tipline.doors.desk.clusters.drawing.layout import lay_out
from tipline.doors.desk.clusters.drawing.svg import VICTIM, draw
from tipline.doors.desk.links import wording as link_words
from tipline.ports.linking import ApartRow, LinkReader
from tipline.services.linking.see_cluster import SeenCluster, Shared
from tipline.services.linking.split_cluster import words_of

MOST_ROWS: Final = 100
"""Identifiers in the table."""
_MOST_BARS: Final = 30
_MOST_ASKED: Final = 100
"""Reports of which is looked up what somebody said, if identifiers do not hold all together."""
_MOST_DECISIONS: Final = 50

_HOW_FAR: Final = {
    Grade.WEAK: "Suggests only",
    Grade.TIMED: "Together with time, port or another fact",
    Grade.PAGE: "Shown, joins nothing",
    Grade.RECYCLED: "Joins",
    Grade.STRONG: "Joins",
}


_WEAK: Final = {
    IdentifierKind.PHONE: "Phone number, its digits only",
    IdentifierKind.ACCOUNT: "Account id, service not known",
    IdentifierKind.SCREEN_NAME: "Screen name, service not known",
    IdentifierKind.DEVICE: "Device, a detail of it",
}
"""Kinds that come in a weaker form too, which is another row."""


class Row(NamedTuple):
    """One identifier: in how many of these reports, in how many there are, and how far it links.

    `value` is empty unless somebody asked for it; `apart` counts reports here kept apart.
    """

    kind: str
    victim: bool
    here: int
    n: int
    links: str
    apart: int
    value: str


class Decision(NamedTuple):
    """Reports that a person keeps apart from others, by which kinds of identifiers, and why."""

    part: int
    reports: tuple[int, ...]
    kinds: tuple[str, ...]
    reason: str
    by: int | None
    at: int


class Drawing(NamedTuple):
    """A drawing, and how many identifiers there was no room for in it."""

    svg: Markup
    left_out: int


def identifier_rows(
    seen: SeenCluster, apart: Iterable[ApartRow], values: Mapping[int, str]
) -> list[Row]:
    """Return the table of identifiers, those in most reports first."""
    kept = {(row.identifier, row.report) for row in apart}
    return [
        Row(
            kind=_kind(shared),
            victim=shared.side is Side.VICTIM,
            here=len(shared.reports),
            n=shared.n,
            links=_links(shared),
            apart=sum((shared.identifier, report) in kept for report in shared.reports),
            value=values.get(shared.identifier, ""),
        )
        for shared in seen.shared[:MOST_ROWS]
    ]


def _kind(shared: Shared) -> str:
    weak = _WEAK.get(shared.kind) if shared.grade is Grade.WEAK else None
    return weak or link_words.KINDS[shared.kind]


def _links(shared: Shared) -> str:
    if shared.state is IdentifierState.COMMON:
        return f"Too common ({shared.n:,})"
    if shared.state is IdentifierState.STOPPED:
        return "On the stop list"
    return _HOW_FAR.get(shared.grade, "")


def decisions(seen: SeenCluster, apart: Iterable[ApartRow]) -> tuple[list[Decision], int]:
    """Return what was split off or refused here, newest first, and how many merges wait."""
    kinds = {shared.identifier: link_words.KINDS[shared.kind] for shared in seen.shared}
    parts: dict[int, list[ApartRow]] = {}
    held = 0
    for row in apart:
        if row.held:
            held += 1
        else:
            parts.setdefault(row.part, []).append(row)
    found = [
        Decision(
            part=part,
            reports=tuple(sorted({row.report for row in rows})),
            kinds=tuple(sorted({kinds[row.identifier] for row in rows})),
            reason=link_words.why(rows[0].reason),
            by=rows[0].by,
            at=rows[0].at,
        )
        for part, rows in sorted(parts.items(), reverse=True)
    ]
    return found[:_MOST_DECISIONS], held


def draw_cluster(
    seen: SeenCluster, apart: Sequence[ApartRow], reader: LinkReader, to_reports: str
) -> Drawing:
    """Return the drawing of a cluster that can be shown whole.

    `to_reports` is the address under which each report has its page.
    """
    reports = [one.number for one in seen.reports]
    bonds = _bonds(seen, apart)
    words = [
        Bond("By word", victim=False, joined=frozenset(pair))
        for pair in _said(reports, bonds, reader)
    ]
    picture = gather(reports, [*bonds, *words])
    title = f"The cluster of report {seen.row.first}"
    told = (
        f"{len(reports)} reports in {len(picture.boxes)} groups, and what joins them in "
        f"{len(picture.signs)} shapes. The tables on this page say the same."
    )
    svg = draw(lay_out(picture), title, told, lambda number: f"{to_reports}{number}/")
    return Drawing(svg, picture.left_out)


def summarise(seen: SeenCluster) -> Drawing:
    """Return the drawing of a cluster too large to show reports: how common what joins it is."""
    joining = [one for one in seen.shared if _joins_now(one) and one.n > 1]
    joining.sort(key=lambda one: (-one.n, one.identifier))
    bars = [Bar(_words(one), one.n, f"{one.n:,} reports") for one in joining[:_MOST_BARS]]
    title = f"What joins the cluster of report {seen.row.first}"
    told = f"{len(bars)} identifiers, the most common first, and in how many reports each is."
    return Drawing(draw_bars(bars, "summary", title, told), len(joining) - len(bars))


def _joins_now(shared: Shared) -> bool:
    return joins(shared.grade) and shared.state is IdentifierState.LINKS


def _words(shared: Shared) -> str:
    kind = link_words.KINDS[shared.kind]
    return f"{VICTIM}{kind.lower()}" if shared.side is Side.VICTIM else kind


def _bonds(seen: SeenCluster, apart: Iterable[ApartRow]) -> list[Bond]:
    """Return what joins reports here; those set apart together are joined among themselves."""
    parts = {(row.identifier, row.report): row.part for row in apart}
    found = []
    for shared in seen.shared:
        if not _joins_now(shared) or len(shared.reports) < 2:  # noqa: PLR2004 - a pair
            continue
        by_part: dict[int, set[int]] = {0: set()}
        for report in shared.reports:
            by_part.setdefault(parts.get((shared.identifier, report), 0), set()).add(report)
        main = by_part.pop(0)
        kept = frozenset[int]().union(*by_part.values())
        victim = shared.side is Side.VICTIM
        found.append(Bond(_words(shared), victim, frozenset(main), kept))
        found += [
            Bond(f"{_words(shared)}, set apart", victim, frozenset(one))
            for one in by_part.values()
            if len(one) > 1
        ]
    return found


def _said(
    reports: Sequence[int], bonds: Iterable[Bond], reader: LinkReader
) -> list[tuple[int, int]]:
    """Return which reports are joined by word where identifiers leave the cluster in pieces."""
    pieces = _pieces(reports, bonds)
    largest = max(pieces, key=len, default=set())
    outside = sorted(report for piece in pieces if piece is not largest for report in piece)
    inside = set(reports)
    pairs = words_of(outside[:_MOST_ASKED], reader)
    return [pair for pair in pairs if inside.issuperset(pair)]


def _pieces(reports: Iterable[int], bonds: Iterable[Bond]) -> list[set[int]]:
    of = {report: {report} for report in reports}
    for bond in bonds:
        together = [of[report] for report in bond.joined if report in of]
        largest = max(together, key=len, default=set())
        for piece in together:
            if piece is not largest and not piece <= largest:
                largest |= piece
                for report in piece:
                    of[report] = largest
    return list({id(piece): piece for piece in of.values()}.values())
