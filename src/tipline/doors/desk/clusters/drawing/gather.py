"""Puts what is alike into one shape: reports with the same identifiers, identifiers of the same.

So two hundred reports by one account are a few shapes and a few lines, not a thousand lines.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

MOST_SIGNS: Final = 200
"""Shapes of identifiers that are drawn; the table on the page has all."""
MOST_LINES: Final = 800
_FEWEST_SIGNS: Final = 10


class Bond(NamedTuple):
    """One identifier, or somebody's word: the reports it joins, and those it is kept from."""

    words: str
    victim: bool
    joined: frozenset[int]
    apart: frozenset[int] = frozenset()


class Sign(NamedTuple):
    """The shape of one or more identifiers that the same reports have."""

    lines: tuple[str, ...]
    victim: bool


class Tie(NamedTuple):
    """A line to a sign, by its place; it is dashed where the sign does not join."""

    sign: int
    dashed: bool


class Box(NamedTuple):
    """Reports, by number, that hang together with the same signs in the same way."""

    reports: tuple[int, ...]
    ties: tuple[Tie, ...]


class Picture(NamedTuple):
    """What is to be drawn; `left_out` counts identifiers there was no room for."""

    signs: tuple[Sign, ...]
    boxes: tuple[Box, ...]
    left_out: int


def gather(reports: Iterable[int], bonds: Sequence[Bond]) -> Picture:
    """Return the shapes of a cluster; bonds that come first are drawn first."""
    numbers = sorted(set(reports))
    alike: dict[tuple[bool, frozenset[int], frozenset[int]], list[str]] = {}
    for bond in bonds:
        alike.setdefault((bond.victim, bond.joined, bond.apart), []).append(bond.words)
    most = MOST_SIGNS
    while True:
        drawn = list(alike.items())[:most]
        boxes = _boxes(numbers, [key for key, _ in drawn])
        if most <= _FEWEST_SIGNS or sum(len(box.ties) for box in boxes) <= MOST_LINES:
            break
        most //= 2
    return Picture(
        signs=tuple(Sign(_lines(words), victim) for (victim, _, _), words in drawn),
        boxes=boxes,
        left_out=len(bonds) - sum(len(words) for _, words in drawn),
    )


def _boxes(
    numbers: Sequence[int], keys: Sequence[tuple[bool, frozenset[int], frozenset[int]]]
) -> tuple[Box, ...]:
    ties: dict[int, list[Tie]] = {number: [] for number in numbers}
    for place, (_, joined, apart) in enumerate(keys):
        for number in joined & ties.keys():
            ties[number].append(Tie(place, dashed=False))
        for number in apart & ties.keys():
            ties[number].append(Tie(place, dashed=True))
    together: dict[tuple[Tie, ...], list[int]] = {}
    for number in numbers:
        together.setdefault(tuple(ties[number]), []).append(number)
    return tuple(Box(tuple(found), key) for key, found in together.items())


def _lines(words: Sequence[str]) -> tuple[str, ...]:
    """Return what stands in a sign: each kind once, with how many there are of it."""
    return tuple(f"{word} ({n})" if n > 1 else word for word, n in Counter(words).items())
