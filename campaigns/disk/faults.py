"""The ways a disk can fail under a running hotline; each can be begun and ended at any time."""

import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from campaigns.hotline import Hotline

_SOURCE: Final = Path(__file__).with_name("fail_writes.c")
_LIMIT: Final = 4_096
_BLOCK: Final = bytes(65_536)


@dataclass(frozen=True)
class Fault:
    """One kind of fault; while a `total` one lasts nothing can be stored from the first moment."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]
    total: bool = True


def build_library(folder: Path) -> Path:
    """Compile the library that makes calls fail; needs a C compiler."""
    library = folder / "fail_writes.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-o", str(library), str(_SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return library


def preload(library: Path, control: Path, data: Path) -> dict[str, str]:
    """Return the environment of a hotline whose database calls can be made to fail."""
    return {
        "LD_PRELOAD": str(library),
        "FAULT_CONTROL": str(control),
        "FAULT_PREFIX": str(data / "tipline.sqlite3"),
    }


def failing_calls(control: Path) -> list[Fault]:
    """Return the faults of single calls: full and broken, at write and at sync."""
    kinds = {
        "ENOSPC at write": ("write", errno.ENOSPC),
        "EIO at write": ("write", errno.EIO),
        "EIO at sync": ("sync", errno.EIO),
        "ENOSPC at sync": ("sync", errno.ENOSPC),
    }

    def fault(name: str, call: str, number: int) -> Fault:
        beside = control.with_suffix(".new")

        def begin() -> None:
            beside.write_text(f"{call} {number}", "utf-8")
            beside.rename(control)

        return Fault(name, begin, control.unlink)

    return [fault(name, call, number) for name, (call, number) in kinds.items()]


def size_limit(hotline: Hotline) -> Fault:
    """Return the fault of a writer that may make no file larger (RLIMIT_FSIZE, EFBIG)."""

    def limit(size: int) -> None:
        for pid in hotline.pids("writer"):
            _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))

    return Fault(
        "file size limit", lambda: limit(_LIMIT), lambda: limit(resource.RLIM_INFINITY), total=True
    )


def full_disk(folder: Path) -> Fault:
    """Return the fault of a small file system that somebody else fills up."""
    ballast = folder / "ballast"

    def fill() -> None:
        with ballast.open("wb", buffering=0) as file:
            for size in (len(_BLOCK), 1):
                try:
                    while file.write(_BLOCK[:size]):
                        pass
                except OSError:
                    continue

    return Fault("full file system", fill, ballast.unlink, total=False)


def in_small_file_system(folder: Path, size: str, command: list[str]) -> int | None:
    """Run a command with a small tmpfs at a folder; None where that is not allowed."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    apart = [unshare, "--user", "--map-root-user", "--mount"]
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if subprocess.run([*apart, *mount], check=False, capture_output=True).returncode:
        return None
    script = 'size="$1"; folder="$2"; shift 2; mount -t tmpfs -o "size=$size" none "$folder"; "$@"'
    run = [*apart, "sh", "-e", "-c", script, "sh", size, str(folder), *command]
    return subprocess.run(run, check=False, env={**os.environ}).returncode
