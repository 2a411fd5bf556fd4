"""What use cases need of the audit log and of the key that signs its checkpoints."""

from collections.abc import Iterator
from typing import Protocol

from tipline.domain.audit.checkpoint import Checkpoint
from tipline.domain.audit.tree import Frontier


class AuditTrail(Protocol):
    """The log as it is committed."""

    def head(self) -> Frontier:
        """Return the frontier of the whole log."""
        ...

    def lines(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the stored lines in order, from a number on and before `end`.

        Memory does not grow with the log. A line that is missing ends it.
        """
        ...

    def is_in_order(self) -> bool:
        """Tell whether no line lies beyond the head, and each is found under its own subject."""
        ...

    def numbers_of(self, subject: str) -> list[int]:
        """Return the numbers of the entries about a subject such as `report:17`, in order."""
        ...


class Signer(Protocol):
    """Signs checkpoints under the log's name."""

    def sign(self, checkpoint: Checkpoint) -> bytes:
        """Return the checkpoint as a signed note."""
        ...

    @property
    def verifier_key(self) -> str:
        """The line to publish, with which anybody checks the signature."""
        ...
