"""Where an error was raised: names of our code's and libraries' files with lines, never values."""

import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

_DEEPEST: Final = 12


def place_of(error: BaseException) -> dict[str, object]:
    """Return the type of an error, its place, and the places on the way there, inmost first."""
    trace = places(error.__traceback__)
    return {
        "error": type(error).__name__,
        "where": trace[0] if trace else "unknown",
        "trace": trace,
    }


def places(at: TracebackType | None) -> list[str]:
    """Return files and lines of a traceback, inmost first."""
    frames = traceback.extract_tb(at, limit=-_DEEPEST)
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames)]
