"""Joins a report with the clusters of its identifiers, and holds what only a person may merge."""

from collections.abc import Sequence
from typing import Final

from tipline.domain.linking.decisions import ApartState
from tipline.domain.linking.grades import Grade
from tipline.domain.linking.in_force import LinkingRules
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.forest import Forest
from tipline.stores.linking.identifiers import Known

HELD: Final = "held"


def join_by(
    report: int, joiners: Sequence[Known], forest: Forest, rules: LinkingRules, change: Change
) -> None:
    """Join a report with the clusters of its identifiers, but for merges that a person decides.

    The anchors and the report must have been loaded. An identifier without an anchor gets the
    report for one, unless its merge is held.
    """
    groups: dict[int, list[Known]] = {}
    for one in joiners:
        if one.anchor is None:
            one.anchor = report
        groups.setdefault(forest.root(one.anchor), []).append(one)
    own = forest.root(report)
    groups.pop(own, None)
    # What rests on most comes first, so that what is held is the weakest of all.
    order = sorted(
        groups, key=lambda root: (_rests_on_one(groups[root]), -forest.size(root), root)
    )
    support: list[Known] | None = None
    for root in order:
        own, other = forest.root(report), forest.root(root)
        if own == other:
            continue
        if _waits(own, other, forest, rules, thin=_thin(groups[root], support)) and not _approved(
            groups[root]
        ):
            _hold(report, groups[root], change)
            continue
        forest.join(own, other)
        support = groups[root] if support is None else support


def word_waits(report: int, other: int, forest: Forest, rules: LinkingRules) -> bool:
    """Tell whether two reports are not joined by what one of them says alone."""
    return _waits(forest.root(report), forest.root(other), forest, rules, thin=False)


def _waits(own: int, other: int, forest: Forest, rules: LinkingRules, *, thin: bool) -> bool:
    """Tell whether joining the clusters of two roots is for a person to decide.

    Pieces of a cluster that is being worked out anew are no clusters yet.
    """
    if own == other or forest.waits(own) or forest.waits(other):
        return False
    sizes = forest.size(own), forest.size(other)
    return sum(sizes) > rules.limits.largest or (thin and min(sizes) >= rules.limits.large)


def _thin(by: Sequence[Known], support: Sequence[Known] | None) -> bool:
    """Tell whether a join rests, on either side, on one identifier that is given out again."""
    return _rests_on_one(by) or (support is not None and _rests_on_one(support))


def _rests_on_one(by: Sequence[Known]) -> bool:
    return len(by) == 1 and by[0].grade is Grade.RECYCLED


def _approved(by: Sequence[Known]) -> bool:
    """Tell whether a person let one of these identifiers join before."""
    return bool(queries.rows_in("approved_among", [one.id for one in by]))


def _hold(report: int, by: Sequence[Known], change: Change) -> None:
    for one in by:
        queries.run(
            "set_apart", one.id, report, -report, int(ApartState.HELD), HELD, None, change.now
        )
    change.record("link.held", f"report:{report}")
