"""All of linking at once, for a rebuild; apart, so that no door has to know of engines."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tipline.ports.linking.components import EdgeSource

if TYPE_CHECKING:
    from tipline.ports.linking.components import Numbers


class StoredTrees(NamedTuple):
    """Some rows of clusters as they are stored; a root's parent is -1."""

    reports: "Numbers"
    parents: "Numbers"
    sizes: "Numbers"
    firsts: "Numbers"


class BulkSnapshot(EdgeSource, Protocol):
    """All that joins, and the clusters that are stored, as they were at one moment."""

    @property
    def edges(self) -> int:
        """How many edges join."""
        ...

    @property
    def stored(self) -> int:
        """How many reports there are, supplements and those without links counted."""
        ...

    def trees(self) -> Iterator[StoredTrees]:
        """Yield the clusters that are stored, in pieces; reports that are alone have no row."""
        ...

    def waiting(self) -> int:
        """Return how much waited to be linked anew."""
        ...


class BulkStore(Protocol):
    """All of linking at once, in numbers; for a rebuild.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def snapshot(self) -> AbstractContextManager[BulkSnapshot]:
        """Return everything as it is now, whatever is changed meanwhile."""
        ...

    def write_clusters(self, reports: "Numbers", firsts: "Numbers") -> None:
        """Put each of these reports into the cluster named by its first one, in one transaction.

        Both arrays have one length. Clusters that have one of the reports must be named whole,
        those of before as well; nobody else may change the store meanwhile.
        """
        ...
