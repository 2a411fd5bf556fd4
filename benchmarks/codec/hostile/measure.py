"""Whether documents built to do harm are refused quickly and in little memory."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.codec.hostile.attacks import ATTACKS, FLOODS, Attack

LONGEST_NS: Final = 50_000_000
MOST_BYTES: Final = 64 * 1024 * 1024
_PROJECT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Refusal:
    """How one hostile document fared; `peak` is in bytes above a process that read nothing."""

    name: str
    size: int
    verdict: str
    ns: float
    peak: int
    has_target: bool

    @property
    def is_harmless(self) -> bool:
        """Tell whether it was refused in time and within the memory allowed."""
        return bool(self.verdict) and self.ns <= LONGEST_NS and self.peak <= MOST_BYTES


def measure(tell: Callable[[str], None]) -> Sequence[Refusal]:
    """Return how every class fares, each in a fresh process."""
    ground = int(_probe("nothing", b"")["peak"])
    return [_refusal(name, attack, ground, tell) for name, attack in {**ATTACKS, **FLOODS}.items()]


def _refusal(name: str, attack: Attack, ground: int, tell: Callable[[str], None]) -> Refusal:
    tell(name)
    document = attack.document()
    result = _probe(attack.kind, document)
    return Refusal(
        name=name,
        size=len(document),
        verdict=str(result["verdict"]),
        ns=float(result["ns"]),
        peak=max(0, int(result["peak"]) - ground),
        has_target=name in ATTACKS,
    )


def _probe(kind: str, document: bytes) -> dict[str, str | float]:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.codec.hostile.probe", kind],
        cwd=_PROJECT,
        input=document,
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, str | float] = json.loads(run.stdout)
    return result
