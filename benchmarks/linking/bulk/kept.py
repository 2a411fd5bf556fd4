"""Which edges join at which cuts, and how they come to an engine without a copy of them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.linking.model import KINDS, Numbers
from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.linking.cuts import DEFAULT_CUTS
from tipline.domain.linking.grades import grade_of, joins
from tipline.ports.linking.components import Chunk

ALWAYS: Final = 2**31 - 1
NEVER: Final = 0
_AT_ONCE: Final = 4_000_000
_ORDINARY: Final[Mapping[IdentifierKind, str]] = {
    IdentifierKind.EMAIL: "person17@example.org",
    IdentifierKind.PHONE: "+12025550117",
    IdentifierKind.ACCOUNT: "account17",
    IdentifierKind.URL: "https://example.org/17",
    IdentifierKind.IP: "192.0.2.17",
}
"""One of each kind as anybody has it: how far it links follows from the kind alone."""


@dataclass(frozen=True)
class Setting:
    """In how many reports an identifier of each kind may be seen and still join; 0 is never."""

    name: str
    cuts: tuple[int, ...]

    def joining(self, degrees: Numbers, kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Tell of each identifier whether it joins."""
        limits = np.array(self.cuts, dtype=np.int32)
        found: NDArray[np.bool_] = degrees <= limits[kinds]
        return found


class KeptEdges:
    """A source of the edges whose identifier joins, some million at a time; nobody's links."""

    def __init__(
        self, identifiers: Numbers, reports: Numbers, kept: NDArray[np.bool_], count: int
    ) -> None:
        self._edges = (identifiers, reports)
        self._kept = kept
        self.identifiers = len(kept)
        self.reports = count

    def chunks(self) -> Iterator[Chunk]:
        """Yield the edges that join."""
        identifiers, reports = self._edges
        for start in range(0, len(identifiers), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            kept = self._kept[identifiers[some]]
            yield identifiers[some][kept], reports[some][kept]

    def pairs(self) -> Iterator[Chunk]:
        """Yield nothing."""
        yield from ()


def degrees_of(identifiers: Numbers, count: int) -> Numbers:
    """Return in how many reports each identifier is seen."""
    degrees = np.zeros(count, dtype=np.int32)
    _count(identifiers, degrees)
    return degrees


def all_kinds(cut: int) -> Setting:
    """Return the setting with one cut for every kind."""
    return Setting("one cut for all", (cut,) * len(KINDS))


def account_kinds(cut: int, *, url: int = NEVER, ip: int = NEVER, name: str = "") -> Setting:
    """Return the setting with this cut for e-mail, phone and account."""
    return Setting(name or "by kind", (cut, cut, cut, url, ip))


def defaults() -> Setting:
    """Return the cuts that a new installation has; a kind that only suggests joins never."""
    cuts = []
    for kind in KINDS:
        scope = "service.example.net" if kind is IdentifierKind.ACCOUNT else ""
        ordinary = Identifier(kind=kind, scope=scope, value=_ORDINARY[kind])
        cuts.append(DEFAULT_CUTS[kind] if joins(grade_of(ordinary)) else NEVER)
    return Setting("the defaults", tuple(cuts))


SETTINGS: Final = (
    defaults(),
    account_kinds(20),
    account_kinds(100),
    account_kinds(500),
    account_kinds(5_000),
    account_kinds(ALWAYS),
    account_kinds(1_000, url=200),
    account_kinds(1_000, ip=20),
    account_kinds(1_000, ip=100),
    all_kinds(20),
    all_kinds(50),
    all_kinds(100),
    all_kinds(1_000),
    all_kinds(ALWAYS),
)
"""What the table of cuts compares; `DEFAULT_CUTS` was chosen from it."""


@numba.njit()
def _count(identifiers: Numbers, degrees: Numbers) -> None:
    for edge in range(len(identifiers)):
        degrees[identifiers[edge]] += 1
