"""What it takes to watch over a rotation of the key that blinds identifiers; opens nothing."""

from typing import Protocol

import msgspec

from tipline.ports.sealing import Blinder


class RotationRow(msgspec.Struct, frozen=True, kw_only=True):
    """How the last rotation stands; `present` and `coming` are fingerprints of keys.

    `coming` is None once it has ended. `done` is the last report that was indexed anew, after the
    end the last identifier whose ports were looked at, and None when nothing is left to do.
    """

    present: bytes
    coming: bytes | None
    began_at: int
    done: int | None

    @property
    def goes_on(self) -> bool:
        """Whether something is left to do."""
        return self.done is not None


class RotationReader(Protocol):
    """Looks how far a rotation is; sees what is committed.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def rotation(self) -> RotationRow | None:
        """Return how the last rotation stands; None before the first."""
        ...

    def last_report(self) -> int:
        """Return the highest number of a report, 0 if there is none."""
        ...

    def count_reports(self, after: int, last: int) -> int:
        """Return how many reports that can be linked are after one number, up to another."""
        ...

    def reports_between(self, after: int, last: int, limit: int) -> list[int]:
        """Return the first reports that can be linked after one number, up to another."""
        ...

    def not_indexed(self, limit: int) -> list[int]:
        """Return reports that were stored without anything to link by."""
        ...

    def under_former(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return identifiers under the former key, after a number, with their blind values."""
        ...

    def last_identifier(self) -> int:
        """Return the highest number of an identifier, 0 if there is none."""
        ...


class KeyRing(Protocol):
    """The files of the keys that identifiers are blind under.

    Everything raises KeysUnusableError if a file is missing, damaged or cannot be written.
    """

    def present(self) -> Blinder:
        """Return the present key."""
        ...

    def coming(self) -> Blinder | None:
        """Return the coming key, if there is one."""
        ...

    def make_coming(self) -> Blinder:
        """Return the coming key, made and on disk if there was none."""
        ...

    def promote(self) -> None:
        """Put the coming key in the place of the present one, which is gone then."""
        ...
