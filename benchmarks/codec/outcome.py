"""Everything one run has measured, and whether the targets were met."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.codec.contenders import DECODE, YARDSTICK
from benchmarks.codec.growth import HIGHEST_EXPONENT, Curve
from benchmarks.codec.hostile.measure import LONGEST_NS, MOST_BYTES, Refusal
from benchmarks.codec.race import Lap
from benchmarks.machine import Machine
from benchmarks.table import Target

MOST_TIMES: Final = 4.0
"""How many times lxml's own parse and validation a full decode may take."""


@dataclass(frozen=True)
class Outcome:
    """One run's results; `document` is the typical document's size in bytes."""

    machine: Machine
    document: int
    compared: Sequence[Lap]
    alone: Sequence[Lap]
    curves: Sequence[Curve]
    refusals: Sequence[Refusal]

    @property
    def yardstick(self) -> Lap:
        """The lap of lxml's own parse and validation."""
        return next(lap for lap in self.compared if lap.name == YARDSTICK)

    def targets(self) -> Sequence[Target]:
        """Return every target with its verdict."""
        decode = next(lap for lap in self.compared if lap.name == DECODE)
        times = decode.times(self.yardstick)
        steepest = max(self.curves, key=lambda curve: curve.exponent)
        aimed = [refusal for refusal in self.refusals if refusal.has_target]
        failed = [refusal.name for refusal in aimed if not refusal.is_harmless]
        return (
            Target(
                f"full decode in at most {MOST_TIMES:g} times lxml's parse and validation",
                f"{times:.2f} times",
                times <= MOST_TIMES,
            ),
            Target(
                f"time grows linearly up to 1 MiB (exponent at most {HIGHEST_EXPONENT:g})",
                f"{steepest.exponent:.2f} ({steepest.name})",
                all(curve.is_linear for curve in self.curves),
            ),
            Target(
                f"every hostile class refused within {LONGEST_NS / 1e6:g} ms"
                f" and {MOST_BYTES / 2**20:g} MiB",
                f"not: {', '.join(failed)}" if failed else f"all {len(aimed)}",
                not failed,
            ),
        )

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain values, times in microseconds, for JSON."""
        return {
            "machine": vars(self.machine),
            "document_bytes": self.document,
            "targets": [vars(target) for target in self.targets()],
            "compared": [self._lap(lap) for lap in self.compared],
            "alone": [self._lap(lap) for lap in self.alone],
            "growth": [
                {
                    "name": curve.name,
                    "us_by_size": {str(size): _us(time) for size, time in curve.times.items()},
                    "exponent": round(curve.exponent, 3),
                    "last_step": round(curve.last_step, 3),
                }
                for curve in self.curves
            ],
            "hostile": [
                {
                    "name": refusal.name,
                    "bytes": refusal.size,
                    "code": refusal.verdict,
                    "us": _us(refusal.ns),
                    "peak_bytes": refusal.peak,
                    "target": refusal.has_target,
                    "met": refusal.is_harmless,
                }
                for refusal in self.refusals
            ],
        }

    def _lap(self, lap: Lap) -> dict[str, Any]:
        return {
            "name": lap.name,
            "includes": lap.includes,
            "best_us": _us(lap.best),
            "median_us": _us(lap.median),
            "times_lxml": round(lap.times(self.yardstick), 3),
        }


def _us(nanoseconds: float) -> float:
    return round(nanoseconds / 1000, 2)
