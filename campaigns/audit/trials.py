"""One process's share of the trials: a copy of the hotline, and both verifiers at work on it."""

import multiprocessing.sharedctypes
import shutil
from pathlib import Path
from random import Random

from campaigns.audit.log import Log, make_log
from campaigns.audit.tampering import KINDS, tamper
from campaigns.audit.verifiers import Verifiers

Found = tuple[int, str, bool, bool, bool]
"""Of one trial: its number, the kind, whether it was covered, and who found it."""


def make(folder: Path, size: int, seed: int) -> None:
    """Make the log, and beside it what the hotline publishes: checkpoint and key."""
    log = make_log(folder / "data", size, folder / "older", seed)
    (folder / "published").write_bytes(log.checkpoint())
    (folder / "key").write_text(log.key, "utf-8")


_VERIFIERS: list[Verifiers] = []
"""Those of this process, once it is set up."""


def set_up(folder: Path, copies: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
    """Give this process a copy of its own."""
    with copies.get_lock():
        copies.value += 1
        own = folder / f"copy-{copies.value}"
    shutil.copytree(folder / "data", own)
    _VERIFIERS.append(Verifiers(Log(own), (folder / "published").read_bytes(), own))


def try_some(work: tuple[int, int, int]) -> list[Found]:
    """Run the trials from one number up to another."""
    seed, first, end = work
    (verifiers,) = _VERIFIERS
    found: list[Found] = []
    for number in range(first, end):
        kind = KINDS[number % len(KINDS)]
        change = tamper(verifiers.lines, Random(f"{seed}-{number}"), kind)
        ours = not verifiers.ours(change)
        theirs = not verifiers.outsiders(change)
        found.append((number, kind, change.covered, ours, theirs))
    return found
