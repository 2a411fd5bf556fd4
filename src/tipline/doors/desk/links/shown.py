"""What is shown of a report's links: the values that `panel` makes and the pages write down."""

from typing import NamedTuple

from tipline.domain.linking.links import Strength
from tipline.ports.desk import ItemRow
from tipline.ports.linking import ApartRow, ClusterRow


class Thing(NamedTuple):
    """An identifier of this report, as it was stated here.

    `n` is in how many reports it is; `first` and `last` are when the earliest and the latest of
    the linked ones came, in microseconds since 1970. `apart` says how a person or a held merge
    keeps this report apart from the others with it.
    """

    identifier: int
    kind: str
    value: str
    n: int
    joins: bool
    stopped: bool = False
    first: int | None = None
    last: int | None = None
    apart: ApartRow | None = None


class Why(NamedTuple):
    """One reason why two reports are linked; `apart` is None unless something keeps them apart."""

    strength: Strength
    words: str
    thing: Thing | None
    roles: tuple[str, str] | None
    apart: ApartRow | None


class Linked(NamedTuple):
    """A report that is linked with this one; `item` is None if it does not lie at the desk.

    `joined` says that an identifier puts both in one cluster, `said` that a person did.
    """

    number: int
    item: ItemRow | None
    came_in: int | None
    strength: Strength
    whys: tuple[Why, ...]
    more: int
    joined: bool
    said: bool


class HeldMerge(NamedTuple):
    """A merge that waits: the report that is not joined, by what, and since when.

    `sizes` are the numbers of reports of the two clusters, that of the report first.
    """

    report: int
    thing: Thing
    at: int
    sizes: tuple[int, int]


class Decided(NamedTuple):
    """A decision that holds: about which report or by what, why, by whom, when.

    `other` is the report it was about, if it was about two; else `part` is what it is known by.
    """

    words: str
    other: int | None
    part: int | None
    things: tuple[Thing, ...]
    why: str
    by: int | None
    at: int


class LinksPanel(NamedTuple):
    """All of it; `earlier` is how many of the linked reports came before this one."""

    total: int
    earlier: int
    rows: tuple[Linked, ...]
    things: tuple[Thing, ...]
    common: tuple[Thing, ...]
    held: tuple[HeldMerge, ...]
    decided: tuple[Decided, ...]
    cluster: ClusterRow | None
    cut: bool
    notice: str | None
    typed: tuple[str, str]

    @property
    def more(self) -> int:
        """How many linked reports are not shown."""
        return self.total - len(self.rows)
