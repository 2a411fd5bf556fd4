"""Timing side by side: in a round each contender runs in turn, so that noise hits all alike."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Final

SLICE_NS: Final = 50_000_000
"""How long a contender runs in one round, about; at least once."""


@dataclass(frozen=True)
class Contender:
    """Something to time: its name, what its time includes, and the call."""

    name: str
    includes: str
    call: Callable[[], object]


@dataclass(frozen=True)
class Lap:
    """A contender's times, one mean per round, in nanoseconds per call."""

    name: str
    includes: str
    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The quickest round, in nanoseconds per call."""
        return min(self.rounds)

    @property
    def median(self) -> float:
        """The middle round, in nanoseconds per call."""
        return statistics.median(self.rounds)

    def times(self, yardstick: "Lap") -> float:
        """Return how many times the yardstick this takes: the median of the rounds' ratios."""
        pairs = zip(self.rounds, yardstick.rounds, strict=True)
        return statistics.median(mine / theirs for mine, theirs in pairs)


def race(
    contenders: Sequence[Contender], rounds: int, tell: Callable[[str], None]
) -> dict[str, Lap]:
    """Return every contender's lap by name; garbage collection stays on, as in real use."""
    loops = {contender.name: _loops(contender.call) for contender in contenders}
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds}")
        # Every second round backwards, so that nobody always runs after the same neighbour.
        for contender in contenders if number % 2 else reversed(contenders):
            count = loops[contender.name]
            times[contender.name].append(_run(contender.call, count) / count)
    return {
        contender.name: Lap(contender.name, contender.includes, tuple(times[contender.name]))
        for contender in contenders
    }


def _loops(call: Callable[[], object]) -> int:
    """Return how often a call fits into a slice, after warming it up."""
    call()
    return max(1, SLICE_NS // max(_run(call, 1), _run(call, 1), 1))


def _run(call: Callable[[], object], count: int) -> int:
    start = perf_counter_ns()
    for _ in range(count):
        call()
    return perf_counter_ns() - start
