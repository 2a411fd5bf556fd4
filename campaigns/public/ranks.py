"""Tells whether two samples of times come from one place: the Mann-Whitney U test.

Source: Mann and Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
Larger than the Other" (1947); normal approximation with the correction for ties.
"""

import math
from collections import Counter
from collections.abc import Sequence


def mann_whitney(one: Sequence[float], two: Sequence[float]) -> float:
    """Return the two-sided p value; 1.0 if all values are the same.

    Meant for samples of 20 and more, where U is normal enough.
    """
    n, m = len(one), len(two)
    rank_of = _ranks([*one, *two])
    u = sum(rank_of[value] for value in one) - n * (n + 1) / 2
    whole = n + m
    ties = sum(count**3 - count for count in Counter([*one, *two]).values())
    spread = n * m / 12 * (whole + 1 - ties / (whole * (whole - 1)))
    if spread <= 0:
        return 1.0
    # Half a step towards the middle, because U goes by whole steps.
    away = max(abs(u - n * m / 2) - 0.5, 0.0)
    return math.erfc(away / math.sqrt(2 * spread))


def _ranks(values: list[float]) -> dict[float, float]:
    """Return the rank of each value from 1; equal ones share the middle of theirs."""
    ranks: dict[float, float] = {}
    before = 0
    for value, count in sorted(Counter(values).items()):
        ranks[value] = before + (count + 1) / 2
        before += count
    return ranks
