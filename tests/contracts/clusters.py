"""Clusters as they must be, worked out from scratch from what is stored; and as they are."""

from tipline.stores import queries

Partition = frozenset[frozenset[int]]


def expected() -> Partition:
    """Return the clusters of two and more by a plain union-find over all edges that join."""
    parents: dict[object, object] = {}

    def root(node: object) -> object:
        while parents.setdefault(node, node) != node:
            node = parents[node]
        return node

    apart = {
        (i, r): part
        for i, r, part in queries.rows_of("SELECT identifier, report, part FROM apart")
    }
    for identifier, report in queries.rows_of(
        "SELECT e.identifier, e.report FROM edge e JOIN identifier i ON i.id = e.identifier"
        " WHERE i.grade >= 4 AND i.state = 0"
    ):
        place = ("i", identifier, apart.get((identifier, report), 0))
        parents[root(("r", report))] = root(place)
    said: dict[tuple[int, int], set[int]] = {}
    for one, other, state in queries.rows_of("SELECT one, other, state FROM verdict"):
        said.setdefault((one, other), set()).add(state)
    for (one, other), states in said.items():
        if states & {1, 2} and 3 not in states:
            parents[root(("r", one))] = root(("r", other))
    groups: dict[object, set[int]] = {}
    for node in list(parents):
        if isinstance(node, tuple) and node[0] == "r":
            groups.setdefault(root(node), set()).add(node[1])
    return frozenset(frozenset(group) for group in groups.values() if len(group) > 1)


def stored() -> Partition:
    """Return the clusters that the trees spell, after a look at the trees themselves."""
    rows = queries.rows_of("SELECT report, parent, size, first FROM cluster")
    parents = {report: parent for report, parent, _, _ in rows}
    groups: dict[int, set[int]] = {}
    for report in parents:
        top, steps = report, 0
        while parents[top] is not None:
            top, steps = parents[top], steps + 1
            assert steps < 64, "a tree that is a ring, or no tree that was joined by size"
        groups.setdefault(top, set()).add(report)
    for report, parent, size, first in rows:
        if parent is None:
            assert (size, first) == (len(groups[report]), min(groups[report]))
    return frozenset(frozenset(group) for group in groups.values())


def waiting() -> int:
    """Return how much is still to be linked anew."""
    return int(queries.rows_of("SELECT count(*) FROM relinking")[0][0])


def check() -> None:
    """Hold what is stored against what must be; nothing may be waiting."""
    assert waiting() == 0
    for report, identifiers in queries.rows_of(
        "SELECT identifier, count(DISTINCT report) FROM edge GROUP BY identifier"
    ):
        assert queries.rows_of("SELECT n FROM identifier WHERE id = ?", report) == [(identifiers,)]
    assert stored() == expected()
