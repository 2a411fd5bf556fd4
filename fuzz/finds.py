"""Finds, one for each way in which a law was broken, with the shortest input that breaks it.

A find does not stop the run: it is kept once, and the search for others goes on.
"""

import traceback
from pathlib import Path

from fuzz.places import FINDS


def keep(data: bytes, error: Exception) -> None:
    """Write the input and its traceback, unless a shorter one is known for the same place."""
    FINDS.mkdir(parents=True, exist_ok=True)
    name = _name(error)
    file = FINDS / f"{name}.input"
    if file.exists() and file.stat().st_size <= len(data):
        return
    file.write_bytes(data)
    (FINDS / f"{name}.txt").write_text("".join(traceback.format_exception(error)), "utf-8")


def _name(error: Exception) -> str:
    """Return what broke and where: the innermost line of ours in the traceback."""
    ours = [
        (Path(frame.filename).stem, frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if "tipline" in Path(frame.filename).parts or "fuzz" in Path(frame.filename).parts
    ]
    module, line = ours[-1]
    return f"{type(error).__name__}-{module}-{line}"
