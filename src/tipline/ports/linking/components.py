"""Connected components of all reports at once: what an engine takes, and what it gives back.

An engine knows numbers only: which report has which identifier, and which reports people joined.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias

from tipline.domain.errors import TiplineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Words, not types: numpy is there only with the extra `bulk`.
Numbers: TypeAlias = "NDArray[np.integer]"
Chunk: TypeAlias = "tuple[NDArray[np.integer], NDArray[np.integer]]"
Labels: TypeAlias = "NDArray[np.signedinteger]"
"""For every report number the smallest report number of its component; itself if alone."""


class EngineMissingError(TiplineError):
    """What linking in bulk needs is not installed; `pip install tipline[bulk]` brings it."""

    code: ClassVar[str] = "engine_missing"


class EngineFailedError(TiplineError):
    """The engine that links in bulk stopped before it was done; nothing was changed."""

    code: ClassVar[str] = "engine_failed"


class EdgesUnusableError(TiplineError):
    """The edges to link by are not pairs of numbers in the range they were announced with."""

    code: ClassVar[str] = "edges_unusable"


class EdgeSource(Protocol):
    """All edges that join: identifiers below their cut, and links that people made."""

    @property
    def reports(self) -> int:
        """Largest report number, plus one."""
        ...

    @property
    def identifiers(self) -> int:
        """Largest identifier number, plus one."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Yield (identifiers, reports): two arrays of integers of one length; anew each call."""
        ...

    def pairs(self) -> Iterator[Chunk]:
        """Yield (reports, reports) that people joined, in the same form."""
        ...


class ComponentEngine(Protocol):
    """Finds the components; the answer depends on no order, and is the same from every engine."""

    def label(self, edges: EdgeSource, passed: Callable[[int], None]) -> Labels:
        """Return the component of every report; `passed` hears how many edges were read so far.

        Raises:
            EdgesUnusableError: a number is out of range, or a chunk has not the right form.
            EngineFailedError: a part of the engine outside of this process gave up.
            EngineMissingError: such a part is not there.
        """
        ...
