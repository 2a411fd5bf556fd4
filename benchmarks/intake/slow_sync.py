"""Slows the disk's durable writes down with a small preloaded library, built when it is needed."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ADDED_MS: Final = 1.5
_SOURCE: Final = Path(__file__).with_suffix(".c")


@contextmanager
def slow_sync() -> Iterator[Mapping[str, str]]:
    """Yield the environment in which fsync and fdatasync take `ADDED_MS` longer."""
    with tempfile.TemporaryDirectory(prefix="tipline-slow-") as folder:
        library = Path(folder) / "slow_sync.so"
        compiler = shutil.which("cc") or "cc"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE), "-ldl"],
            check=True,
        )
        yield {"LD_PRELOAD": str(library), "SLOW_SYNC_US": str(int(ADDED_MS * 1_000))}
