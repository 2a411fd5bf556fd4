"""What the labelled sets showed: measured, as tables, and against what was promised."""

from collections.abc import Iterator

import msgspec

from benchmarks.linking.labelled.actors import Rates
from benchmarks.linking.labelled.scenes import labelled_reports
from benchmarks.linking.labelled.score import ClusterScore, Missed, Scores, score
from benchmarks.table import Table, Target, targets_table

PRECISION = 0.99
SETS = 6
"""Sets with seeds of their own: a few large clusters decide about one set alone."""
HARDER = {
    "five times as many numbers given out again": {"recycled_phones": 5},
    "five times as many names given out again": {"recycled_names": 5},
    "five times as many victims of two actors": {"shared_victims": 5},
    "five times as many facts mixed up by the public": {"mixed_up": 5},
    "all four": {"recycled_phones": 5, "recycled_names": 5, "shared_victims": 5, "mixed_up": 5},
}
"""Which rates are so many times the model's."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """All figures: one set by rule, several sets by cluster, and sets that are harder."""

    rules: Scores
    sets: dict[str, ClusterScore]
    harder: dict[str, ClusterScore]

    @property
    def precision(self) -> float:
        """The precision of clusters over all sets of the model."""
        pairs = sum(one.pairs for one in self.sets.values())
        return sum(one.right for one in self.sets.values()) / pairs if pairs else 1.0

    @property
    def recall(self) -> float:
        """The recall of clusters over all sets of the model."""
        pairs = sum(one.true_pairs for one in self.sets.values())
        return sum(one.right for one in self.sets.values()) / pairs if pairs else 1.0

    def targets(self) -> list[Target]:
        """Return what was promised and what came out."""
        promise = f"precision of strong-link clusters at least {PRECISION}, over {SETS} sets"
        return [Target(promise, f"{self.precision:.4f}", self.precision >= PRECISION)]

    def as_data(self) -> dict[str, object]:
        """Return everything as plain values."""
        return {
            **msgspec.to_builtins(self),
            "precision": self.precision,
            "recall": self.recall,
            "targets": [
                {"promise": target.promise, "measured": target.measured, "met": target.met}
                for target in self.targets()
            ],
        }


def measure(size: int, seed: int) -> Outcome:
    """Link all sets; takes some 2 ms for ten reports."""
    model = Rates()
    first = score(labelled_reports(size, seed, model))
    sets = {f"seed {seed}": first.clusters}
    for other in range(seed + 1, seed + SETS):
        found = score(labelled_reports(size, other, model), rules=False)
        sets[f"seed {other}"] = found.clusters
    harder = {
        name: score(labelled_reports(size, seed, _times(model, more)), rules=False).clusters
        for name, more in HARDER.items()
    }
    return Outcome(rules=first, sets=sets, harder=harder)


def _times(rates: Rates, more: dict[str, int]) -> Rates:
    changed = {name: getattr(rates, name) * times for name, times in more.items()}
    return msgspec.structs.replace(rates, **changed)


def tables(outcome: Outcome) -> Iterator[Table]:
    """Yield the figures as tables."""
    rules = outcome.rules
    yield Table(
        f"Rules, on {rules.reports:,} reports of {rules.actors:,} actors; recall among "
        f"{rules.true_pairs:,} pairs of one actor",
        ("reason", "strength", "links", "precision", "recall", "not in one cluster", "precision"),
        [
            (
                one.reason,
                one.strength,
                f"{one.links:,}",
                f"{one.right / one.links:.3f}",
                f"{one.pairs / rules.true_pairs:.3f}",
                f"{one.alone:,}",
                f"{one.alone_right / one.alone:.3f}" if one.alone else "",
            )
            for one in rules.rules
        ],
        frozenset({0, 1}),
    )
    head = ("set", "precision", "recall", "clusters", "largest", "one actor whole", "held")
    yield Table("Clusters of strong links", head, [*_rows(outcome.sets)])
    yield Table("The same, made harder", head, [*_rows(outcome.harder)])
    if rules.missed is not None:
        yield _missed_table(rules.missed)
    yield targets_table(outcome.targets())


def _missed_table(missed: Missed) -> Table:
    named = {
        "a link that does not join their clusters": missed.suggested,
        "one of the two has nothing to join by": missed.no_joiner,
        "nothing in common": missed.nothing_shared,
    }
    return Table(
        f"{missed.pairs:,} pairs of one actor are not in one cluster; instead there is",
        ("what", "pairs", "share"),
        [(name, f"{n:,}", f"{n / max(1, missed.pairs):.3f}") for name, n in named.items()],
    )


def _rows(scores: dict[str, ClusterScore]) -> Iterator[tuple[str, ...]]:
    for name, one in scores.items():
        yield (
            name,
            f"{one.precision:.4f}",
            f"{one.recall:.4f}",
            f"{one.clusters:,}",
            f"{one.largest:,}",
            f"{one.whole:,} of {one.repeated:,}",
            f"{one.held:,}",
        )
