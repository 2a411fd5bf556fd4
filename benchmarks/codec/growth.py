"""Whether time grows linearly with the document, up to the largest one that is taken."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.codec.contenders import NOW
from benchmarks.codec.documents import ACCEPTED, KIB, REFUSED, SIZES
from benchmarks.codec.race import Contender, race
from tipline.codecs.cybertipline import decode_report
from tipline.codecs.documents import InvalidDocumentError
from tipline.domain.checks import check_report
from tipline.domain.completeness import completeness

HIGHEST_EXPONENT: Final = 1.1
"""What still counts as linear: exactly so is 1, quadratic 2; larger trees miss more caches."""


@dataclass(frozen=True)
class Curve:
    """How one way of growing takes time: nanoseconds by size in bytes, the best round's."""

    name: str
    times: Mapping[int, float]

    @property
    def exponent(self) -> float:
        """The slope of the line through all points but the first, both axes as logarithms.

        The smallest document is mostly what does not grow.
        """
        return _slope(list(self.times.items())[1:])

    @property
    def last_step(self) -> float:
        """The slope of the last step alone, where a hidden quadratic part shows first."""
        return _slope(list(self.times.items())[-2:])

    @property
    def is_linear(self) -> bool:
        """Tell whether the time grows no faster than the document."""
        return self.exponent <= HIGHEST_EXPONENT

    def per_kib(self, size: int) -> float:
        """Return the microseconds each KiB takes at a size."""
        return self.times[size] / 1000 / (size / KIB)


def measure(rounds: int, tell: Callable[[str], None]) -> Sequence[Curve]:
    """Return a curve for decoding in every way to grow, then for the checks of large reports."""
    kinds = [
        *((name, grow, _accepted) for name, grow in ACCEPTED.items()),
        *((name, grow, _refused) for name, grow in REFUSED.items()),
        *((f"{name}: check_report", grow, _checked) for name, grow in ACCEPTED.items()),
        ("victims: completeness", ACCEPTED["victims"], _judged),
    ]
    contenders = [
        Contender(f"{name} {size}", "", prepare(grow(size)))
        for name, grow, prepare in kinds
        for size in SIZES
    ]
    laps = race(contenders, rounds, tell)
    return [
        Curve(name, {size: laps[f"{name} {size}"].best for size in SIZES}) for name, *_ in kinds
    ]


def _accepted(document: bytes) -> Callable[[], object]:
    return lambda: decode_report(document)


def _refused(document: bytes) -> Callable[[], object]:
    def read() -> object:
        try:
            decode_report(document)
        except InvalidDocumentError as error:
            return error
        raise AssertionError("a document full of problems was taken")

    return read


def _checked(document: bytes) -> Callable[[], object]:
    report = decode_report(document)
    return lambda: check_report(report, NOW)


def _judged(document: bytes) -> Callable[[], object]:
    report = decode_report(document)
    return lambda: completeness(report)


def _slope(points: Sequence[tuple[int, float]]) -> float:
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(time) for _, time in points]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - middle_x) ** 2 for x in xs)
