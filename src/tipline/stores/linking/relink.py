"""Links a cluster anew when something that held it together is gone: bounded, then in line.

A cluster is taken apart from its leaves, and each report joined with those that were taken
before it. What is not done at once waits in a line that was stored with the change.
"""

from collections.abc import Sequence
from typing import Final

from tipline.domain.linking.decisions import IdentifierState, RelinkingWhat
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.forest import Forest
from tipline.stores.linking.identifiers import Known, known_by_number, rules_in_force, save
from tipline.stores.linking.join import join_by

_MOST_EDGES: Final = 5_000
"""Edges that are read in one step of linking anew: some tens of milliseconds."""
_CLUSTER: Final = int(RelinkingWhat.CLUSTER)


def relink_cluster(report: int, change: Change) -> None:
    """Link the cluster of a report anew, or as much of it as is done at once."""
    forest = Forest()
    forest.load([report])
    root = forest.root(report)
    if forest.size(root) > 1:
        queries.run("put_in_line", _CLUSTER, root, 0, change.now)
        limit = change.left_of(rules_in_force().limits.at_once)
        change.spend(_take_apart(root, limit, change))


def relink_clusters(reports: Sequence[int], change: Change) -> None:
    """Link the clusters of reports anew, each once; a report that is alone has none."""
    forest = Forest()
    forest.load(reports)
    for report in {forest.root(report): report for report in reports}.values():
        relink_cluster(report, change)


def leave_links(identifier: Known, state: IdentifierState, change: Change) -> None:
    """Store that an identifier joins nothing from now on, and why; link anew what it held."""
    anchor, identifier.anchor, identifier.state = identifier.anchor, None, state
    save([identifier])
    relink_without(identifier, anchor, change)


def relink_without(identifier: Known, anchor: int | None, change: Change) -> None:
    """Link anew what an identifier held together that does not join any more.

    Those that were set apart with it may have been held together by it too.
    """
    parted = [report for report, part in _apart_of(identifier.id).items() if part > 0]
    relink_clusters([*parted, *([] if anchor is None else [anchor])], change)


def rejoin(identifier: Known, change: Change, *, freely: bool = False) -> None:
    """Join the reports of an identifier that links again; `freely` holds no merge."""
    change.record("link.joins_again", f"identifier:{identifier.id}")
    what = RelinkingWhat.FREELY if freely else RelinkingWhat.IDENTIFIER
    queries.run("put_in_line", int(what), identifier.id, 0, change.now)
    limit = change.left_of(rules_in_force().limits.at_once)
    if limit:
        change.spend(_join_reports(what, identifier.id, 0, limit, change))


def work_off(limit: int, change: Change) -> int:
    """Link some of what waits anew; return how many reports were looked at, 0 if none wait."""
    done = 0
    while done < limit:
        waiting = queries.one("waiting")
        if waiting is None:
            break
        what, number, after = waiting
        if what == _CLUSTER:
            done += _take_apart(number, limit - done, change)
        else:
            done += _join_reports(RelinkingWhat(what), number, after, limit - done, change)
    return done


def _take_apart(root: int, limit: int, change: Change) -> int:
    """Take up to `limit` reports out of a tree and join them anew; return how many."""
    leaves = _bounded(_leaves(root, limit)) if limit else []
    if not leaves:
        return 0
    queries.run_in("forget_cluster", leaves)
    forest = Forest()
    forest.load([root])
    rest = None if root in leaves else root
    if rest is None:
        queries.run("leave_line", _CLUSTER, root)
    else:
        forest.shrink(root, len(leaves))
        # To the end of the line: nobody who is large or often there keeps others from a turn.
        queries.run("advance_line", 0, change.now, _CLUSTER, root)
    rows = queries.rows_in("joining_edges", leaves)
    known = {row[1]: Known(*row[1:]) for row in rows}
    by_report: dict[int, list[Known]] = {}
    for row in rows:
        by_report.setdefault(row[0], []).append(known[row[1]])
    apart = {(i, r): part for i, r, part in queries.rows_in("apart_of_reports", leaves)}
    joined = _joined_by_word(leaves)
    forest.load(leaves)
    forest.load(one.anchor for one in known.values() if one.anchor is not None)
    for report in leaves:
        others = joined.get(report, [])
        for one in by_report.get(report, ()):
            part = apart.get((one.id, report))
            if part is not None:
                others += _same_part(one.id, part, report)
            elif one.anchor is None or forest.root(one.anchor) == rest:
                one.anchor = report
            else:
                forest.join(report, one.anchor)
        forest.load(others)
        for other in others:
            if forest.root(other) != rest:  # else it joins when its turn comes
                forest.join(report, other)
    save(known.values())
    forest.write()
    return len(leaves)


def _bounded(leaves: list[int]) -> list[int]:
    """Return the first of some reports, as many as have few edges together; at least one."""
    counts: dict[int, int] = dict(queries.rows_in("count_edges", leaves))
    edges = 0
    for place, report in enumerate(leaves):
        edges += counts.get(report, 0)
        if edges > _MOST_EDGES:
            return leaves[: max(1, place)]
    return leaves


def _same_part(identifier: int, part: int, report: int) -> list[int]:
    """Return whom a report is to be joined with that was set apart with it: all with the first."""
    row = queries.one("first_of_part", identifier, part)
    first = report if row is None else int(row[0])
    if first != report:
        return [first]
    rows = queries.rows("others_of_part", identifier, part, report)
    return [int(other) for (other,) in rows]


def _leaves(root: int, limit: int) -> list[int]:
    """Return up to `limit` reports of a tree, each after all that are under it."""
    leaves: list[int] = []
    path = [(root, iter(_children(root, limit)))]
    while path and len(leaves) < limit:
        report, children = path[-1]
        child = next(children, None)
        if child is None:
            leaves.append(report)
            path.pop()
        else:
            path.append((child, iter(_children(child, limit))))
    return leaves


def _children(report: int, limit: int) -> list[int]:
    return [int(child) for (child,) in queries.rows("children", report, limit)]


def _joined_by_word(reports: list[int]) -> dict[int, list[int]]:
    """Return by report those that it is joined with by word."""
    joined: dict[int, list[int]] = {}
    for one, other in queries.rows_in("joined_by_word", reports):
        joined.setdefault(one, []).append(other)
    for one, other in queries.rows_in("joined_by_word_back", reports):
        joined.setdefault(other, []).append(one)
    return joined


def _join_reports(
    what: RelinkingWhat, identifier: int, after: int, limit: int, change: Change
) -> int:
    """Join up to `limit` reports of an identifier; return how many, at least 1."""
    found = known_by_number([identifier])
    reports = [int(r) for (r,) in queries.rows("joined_reports", identifier, after, limit)]
    if len(reports) < limit or not found or not found[0].joins:
        queries.run("leave_line", int(what), identifier)
    else:
        queries.run("advance_line", reports[-1], change.now, int(what), identifier)
    if not found or not found[0].joins or not reports:
        return 1
    apart = _apart_of(identifier)
    (one,) = found
    rules = rules_in_force()
    forest = Forest()
    forest.load([*reports, *apart, *([] if one.anchor is None else [one.anchor])])
    first: dict[int, int] = {}
    for report, part in apart.items():
        if part > 0:
            forest.join(first.setdefault(part, report), report)
    for report in reports:
        if report in apart:
            continue
        if what is RelinkingWhat.FREELY and one.anchor is not None:
            forest.join(report, one.anchor)
        else:
            join_by(report, [one], forest, rules, change)
    save(found)
    forest.write()
    return len(reports)


def _apart_of(identifier: int) -> dict[int, int]:
    """Return the reports that an identifier does not join with the rest, and their parts."""
    return {
        int(report): int(part) for report, part in queries.rows("apart_of_identifier", identifier)
    }
