"""How well the rules do on a labelled set: precision and recall of each rule, and of clusters."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product

import msgspec

from benchmarks.linking.labelled.clusters import Clusters, Index, Row, Seen
from benchmarks.linking.labelled.scenes import Labelled, actors_of
from tipline.domain.linking.grades import Grade, Side, joins, side_of
from tipline.domain.linking.links import (
    PORT_WINDOW,
    WINDOW,
    Link,
    Meeting,
    Reason,
    Strength,
    judge,
    sentence,
)


class RuleScore(msgspec.Struct, kw_only=True):
    """What one rule said of pairs of reports: how often, and how often it was right.

    `pairs` are the pairs of reports about one actor that it found. `alone` counts only pairs that
    are not in one cluster already: what the rule adds for somebody to look at.
    """

    reason: Reason
    strength: Strength
    sentence: str
    links: int = 0
    right: int = 0
    pairs: int = 0
    alone: int = 0
    alone_right: int = 0


class ClusterScore(msgspec.Struct, frozen=True, kw_only=True):
    """How clusters agree with who it really was, counted in pairs of reports.

    `right` pairs are about one actor; `same_victim` ones are about two, who harmed one victim.
    `whole` counts the actors with two reports and more who are one cluster.
    """

    clusters: int
    largest: int
    pairs: int
    right: int
    same_victim: int
    true_pairs: int
    whole: int
    repeated: int
    held: int
    hubs: int

    @property
    def precision(self) -> float:
        """The share of pairs in one cluster that are about one actor."""
        return self.right / self.pairs if self.pairs else 1.0

    @property
    def recall(self) -> float:
        """The share of pairs about one actor that are in one cluster."""
        return self.right / self.true_pairs if self.true_pairs else 1.0


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs of one actor's reports that are not in one cluster, by what there is instead.

    `suggested`: a link between their clusters that does not join. Of the others, `no_joiner`: one
    of the two has nothing to join by; `nothing_shared`: they have nothing in common.
    """

    pairs: int
    suggested: int
    no_joiner: int
    nothing_shared: int


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of one set."""

    reports: int
    actors: int
    true_pairs: int
    clusters: ClusterScore
    rules: list[RuleScore] = []
    missed: Missed | None = None


def score(labelled: Sequence[Labelled], *, rules: bool = True) -> Scores:
    """Link a set and compare with its labels; without `rules` the clusters only."""
    index = Index(labelled)
    clusters = Clusters(index)
    actors = actors_of(labelled)
    found = Scores(
        reports=len(labelled),
        actors=len(actors),
        true_pairs=sum(_pairs(len(reports)) for reports in actors.values()),
        clusters=_score_clusters(labelled, index, clusters),
    )
    if not rules:
        return found
    by_rule, suggested = _score_rules(labelled, index, clusters)
    missed = _missed(labelled, index, clusters, suggested)
    return msgspec.structs.replace(found, rules=by_rule, missed=missed)


def _score_clusters(
    labelled: Sequence[Labelled], index: Index, clusters: Clusters
) -> ClusterScore:
    members = clusters.members()
    by_actor = [Counter(labelled[report].actor for report in reports) for reports in members]
    repeated = [reports for reports in actors_of(labelled).values() if len(reports) > 1]
    return ClusterScore(
        clusters=len(members),
        largest=max(map(len, members), default=1),
        pairs=sum(_pairs(len(reports)) for reports in members),
        right=sum(_pairs(count) for counted in by_actor for count in counted.values()),
        same_victim=sum(_with_one_victim(labelled, reports) for reports in members),
        true_pairs=sum(_pairs(len(reports)) for reports in repeated),
        whole=sum(len({clusters.root(report) for report in reports}) == 1 for reports in repeated),
        repeated=len(repeated),
        held=clusters.held,
        hubs=len(index.hubs),
    )


def _with_one_victim(labelled: Sequence[Labelled], reports: Sequence[int]) -> int:
    """Count the pairs about two actors who harmed one victim."""
    with_victim = [labelled[report] for report in reports if labelled[report].victims]
    return sum(
        one.actor != other.actor and bool(one.victims & other.victims)
        for one, other in combinations(with_victim, 2)
    )


def _score_rules(
    labelled: Sequence[Labelled], index: Index, clusters: Clusters
) -> tuple[list[RuleScore], set[tuple[int, int]]]:
    """Return the scores, and the pairs of clusters between which there is a link."""
    suggested: set[tuple[int, int]] = set()
    scores: dict[Reason, RuleScore] = {}
    for place, mine in enumerate(labelled):
        found: set[tuple[Reason, int]] = set()
        for link in judge(_meetings(index, place)):
            other = labelled[link.report]
            one = scores.setdefault(
                link.reason,
                RuleScore(
                    reason=link.reason, strength=link.strength, sentence=sentence(link.reason)
                ),
            )
            right = bool(_people(mine, link, here=True) & _people(other, link, here=False))
            roots = _ordered(clusters, place, link.report)
            alone = roots[0] != roots[1]
            suggested.add(roots)
            one.links += 1
            one.right += right
            one.alone += alone
            one.alone_right += alone and right
            if mine.actor == other.actor and (link.reason, link.report) not in found:
                found.add((link.reason, link.report))
                one.pairs += 1
    return [scores[reason] for reason in Reason if reason in scores], suggested


def _missed(
    labelled: Sequence[Labelled],
    index: Index,
    clusters: Clusters,
    suggested: set[tuple[int, int]],
) -> Missed:
    can_join = [any(joins(seen[0].grade) for seen in rows.values()) for rows in index.rows]
    counts: Counter[str] = Counter()
    for reports in actors_of(labelled).values():
        for one, other in combinations(reports, 2):
            roots = _ordered(clusters, one, other)
            if roots[0] == roots[1]:
                continue
            counts["pairs"] += 1
            if roots in suggested:
                counts["suggested"] += 1
            elif can_join[one] and can_join[other]:
                counts["nothing_shared"] += 1
            else:
                counts["no_joiner"] += 1
    return Missed(
        pairs=counts["pairs"],
        suggested=counts["suggested"],
        no_joiner=counts["no_joiner"],
        nothing_shared=counts["nothing_shared"],
    )


def _ordered(clusters: Clusters, one: int, other: int) -> tuple[int, int]:
    """Return the clusters of two reports, the smaller number first."""
    roots = (clusters.root(one), clusters.root(other))
    return min(roots), max(roots)


def _people(one: Labelled, link: Link, *, here: bool) -> frozenset[int]:
    """Return who of a report stands on the side where the identifier was seen."""
    role = link.here if here else link.there
    on_side = role is not None and side_of(role) is Side.VICTIM
    return one.victims if on_side else frozenset({one.actor})


def _meetings(index: Index, place: int) -> Iterator[Meeting]:
    """Yield what a report shares with earlier ones, as the store finds it."""
    for (identifier, side), mine in index.rows[place].items():
        grade = mine[0].grade
        for other_side in (Side.INVOLVED, Side.VICTIM):
            row: Row = (identifier, other_side)
            common = row in index.hubs
            # An address that is too common still links within minutes, by the port.
            if grade is Grade.NONE or (common and grade is not Grade.TIMED):
                continue
            if row not in index.sightings or (side is not other_side and not joins(grade)):
                continue
            for seen, there in product(mine, index.sightings[row]):
                if there.report < place and _is_near(seen, there, common=common):
                    yield _meeting(row, index.numbers[row], seen, there)


def _is_near(here: Seen, there: Seen, *, common: bool) -> bool:
    """Tell whether two sightings are near enough; the store asks for no others."""
    if here.grade is not Grade.TIMED:
        return True
    if here.at is None or there.at is None or (common and here.port != there.port):
        return False
    return abs(here.at - there.at) <= (PORT_WINDOW if common else WINDOW)


def _meeting(row: Row, number: int, here: Seen, there: Seen) -> Meeting:
    no_port = here.port is None or there.port is None
    return Meeting(
        report=there.report,
        identifier=number,
        kind=row[0].kind,
        grade=here.grade,
        here=here.role,
        there=there.role,
        here_at=here.at,
        there_at=there.at,
        same_port=None if no_port else here.port == there.port,
        here_seen=(here.report, here.place),
        there_seen=(there.report, there.place),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
