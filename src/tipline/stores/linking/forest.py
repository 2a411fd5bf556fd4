"""Clusters as trees: loaded as far as they are needed, joined in memory, written back once.

A report without a row is alone. A root has no parent; its `size` and `first` hold for the whole.
"""

from collections.abc import Iterable

from tipline.domain.linking.decisions import RelinkingWhat
from tipline.stores import queries

_FEW = 100
"""Waiting clusters that are asked for all at once."""
_DEEPEST = 10_000
"""Steps to a root; joined by size, no real tree has a hundred."""
_CLUSTER = int(RelinkingWhat.CLUSTER)


class Node:
    """One report's row."""

    __slots__ = ("changed", "first", "is_new", "parent", "size")

    def __init__(self, parent: int | None, size: int, first: int, *, is_new: bool) -> None:
        self.parent = parent
        self.size = size
        self.first = first
        self.is_new = is_new
        self.changed = is_new


class Forest:
    """The trees that one change needs; `write` stores what became of them.

    The trees of roots that wait to be linked anew keep those roots, so that all that joins them
    meanwhile is linked anew with them.
    """

    def __init__(self) -> None:
        self._nodes: dict[int, Node] = {}
        self._known: set[int] = set()
        self._waiting: set[int] = set()
        self._asked: set[int] = set()
        self._few: bool | None = None

    def load(self, reports: Iterable[int]) -> None:
        """Read the rows of reports and of all above them."""
        wanted = [report for report in dict.fromkeys(reports) if report not in self._known]
        if not wanted:
            return
        for report, parent, size, first in queries.rows_in("branches", wanted):
            if report not in self._nodes:
                self._nodes[report] = Node(parent, size, first, is_new=False)
                self._known.add(report)
        self._known.update(wanted)

    def root(self, report: int) -> int:
        """Return the root of a report that was loaded; itself if it is alone."""
        node = self._nodes.get(report)
        for _ in range(_DEEPEST):
            if node is None or node.parent is None:
                return report
            report = node.parent
            node = self._nodes.get(report)
        raise LookupError("the cluster table is damaged: a tree is a ring")

    def size(self, root: int) -> int:
        """Return how many reports are under a root, itself counted."""
        node = self._nodes.get(root)
        return 1 if node is None else node.size

    def first(self, root: int) -> int:
        """Return the smallest report under a root."""
        node = self._nodes.get(root)
        return root if node is None else node.first

    def join(self, one: int, other: int) -> int:
        """Make two reports one cluster and return its root; both must have been loaded."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return one
        winner, loser = self._ranked(one, other)
        above, below = self._row(winner), self._row(loser)
        above.size += below.size
        above.first = min(above.first, below.first)
        below.parent = winner
        above.changed = below.changed = True
        return winner

    def waits(self, root: int) -> bool:
        """Tell whether the cluster of a root waits to be linked anew."""
        if root not in self._asked:
            self._ask([root])
        return root in self._waiting

    def shrink(self, root: int, by: int) -> None:
        """Count reports out of a tree from which they were taken."""
        node = self._nodes[root]
        node.size -= by
        node.changed = True

    def write(self) -> None:
        """Store new and changed rows."""
        new = [(report, node) for report, node in self._nodes.items() if node.is_new]
        changed = [
            (report, node)
            for report, node in self._nodes.items()
            if node.changed and not node.is_new
        ]
        queries.run_many("insert_cluster", [(r, n.parent, n.size, n.first) for r, n in new])
        queries.run_many("save_cluster", [(n.parent, n.size, n.first, r) for r, n in changed])
        for _, node in (*new, *changed):
            node.is_new = node.changed = False

    def _ranked(self, one: int, other: int) -> tuple[int, int]:
        """Return which root stays, and which goes under it."""
        if self.waits(one) != self.waits(other):
            return (one, other) if self.waits(one) else (other, one)
        if self.waits(one):
            # Both were to be linked anew: one line is enough for what is one tree now.
            queries.run("leave_line", _CLUSTER, other)
            self._waiting.discard(other)
            return one, other
        key_one, key_other = (self.size(one), -one), (self.size(other), -other)
        return (one, other) if key_one >= key_other else (other, one)

    def _ask(self, roots: Iterable[int]) -> None:
        """Learn which roots wait: all at once if few do, as is the rule."""
        if self._few is None:
            some = queries.rows("waiting_clusters", _FEW + 1)
            self._waiting.update(int(number) for (number,) in some)
            self._few = len(some) <= _FEW
        if not self._few:
            found = queries.rows_in("waiting_among", list(roots))
            self._waiting.update(int(number) for (number,) in found)
        self._asked.update(roots)

    def _row(self, report: int) -> Node:
        node = self._nodes.get(report)
        if node is None:
            node = self._nodes[report] = Node(None, 1, report, is_new=True)
        return node
