"""What the writer counts of its batches, in a small file that the web process reads for metrics.

Numbers only. They begin anew with each writer, and losing them loses nothing.
"""

import os
import struct
from pathlib import Path
from typing import Final, NamedTuple

_FORM: Final = struct.Struct("<QQQd")


class BatchFigures(NamedTuple):
    """Since the writer started: batches, operations in them, the largest batch, seconds in all.

    The seconds are those from taking a batch to its commit being on disk.
    """

    batches: int = 0
    operations: int = 0
    largest: int = 0
    seconds: float = 0.0


class BatchCounter:
    """Counts batches; one write of 32 bytes to a file that stays in memory, for each."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._figures = BatchFigures()
        self._write()

    def note(self, size: int, seconds: float) -> None:
        """Count one batch."""
        known = self._figures
        self._figures = BatchFigures(
            known.batches + 1,
            known.operations + size,
            max(known.largest, size),
            known.seconds + seconds,
        )
        self._write()

    def close(self) -> None:
        """Close the file; what it says stays."""
        os.close(self._handle)

    def _write(self) -> None:
        try:
            os.pwrite(self._handle, _FORM.pack(*self._figures), 0)
        except OSError:  # a full disk must not stop the writer for a count
            return


def read_figures(path: Path) -> BatchFigures | None:
    """Return what the writer counted; None if there is nothing to read."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return BatchFigures(*_FORM.unpack(data)) if len(data) == _FORM.size else None
