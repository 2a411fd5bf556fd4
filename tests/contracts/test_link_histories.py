"""Random histories: whatever happens in whichever order, clusters are as if worked out at once."""

import random
from collections.abc import Iterator

import pytest

from tests.contracts import clusters
from tests.contracts.making import add_provider, apply, digest, report
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.lifecycle import Step
from tipline.domain.linking.cuts import MergeLimits
from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason
from tipline.domain.linking.in_force import LinkingRules, encode_rules
from tipline.ports import operations as ops
from tipline.stores import queries

pytestmark = pytest.mark.usefixtures("store")

RULES = LinkingRules(
    cuts={IdentifierKind.EMAIL: 4, IdentifierKind.PHONE: 3},
    limits=MergeLimits(largest=12, large=3, at_once=3),
)
EMAIL, PHONE = (1, 5), (2, 4)
USER = 1


def key(name: str, *, phone: bool = False, side: int = 0) -> ops.StoredKey:
    kind, grade = PHONE if phone else EMAIL
    blind = digest(name)[:16]
    return ops.StoredKey(blind=blind, side=side, kind=kind, grade=grade, role=1, place=0)


class History:
    """A made-up history of one hotline, from a seed."""

    def __init__(self, seed: int, provider: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a made-up history
        self.provider = provider
        self.open: list[int] = []
        self.all: list[int] = []
        self.next = 1

    def step(self) -> Iterator[ops.AnyOperation]:
        what = self.chance.random()
        if what < 0.45 or len(self.open) < 2:
            for _ in range(self.chance.choice((1, 1, 1, 4))):
                yield self._submission()
        elif what < 0.55:
            yield self._supplement()
        elif what < 0.67:
            number = self.chance.choice(self.open)
            self.open.remove(number)
            yield ops.MoveReport(number=number, provider=self.provider, step=Step.RETRACT)
        else:
            yield self._decision()

    def _keys(self) -> tuple[ops.StoredKey, ...]:
        names = self.chance.sample(range(14), self.chance.choice((0, 1, 1, 2, 2, 3)))
        return tuple(
            key(f"name {name}", phone=name % 3 == 0, side=int(self.chance.random() < 0.1))
            for name in names
        )

    def _submission(self) -> ops.SubmitReport:
        number, self.next = self.next, self.next + 1
        self.open.append(number)
        self.all.append(number)
        names = (self.chance.choice(self.all),) if self.chance.random() < 0.05 else ()
        made = report(number, self.provider, keys=self._keys(), prior=names)
        return ops.SubmitReport(report=made)

    def _supplement(self) -> ops.AddSupplement:
        number, self.next = self.next, self.next + 1
        names = (self.chance.choice(self.all),) if self.chance.random() < 0.2 else ()
        made = report(number, self.provider, keys=self._keys(), prior=names)
        return ops.AddSupplement(
            to=self.chance.choice(self.open), provider=self.provider, report=made
        )

    def _decision(self) -> ops.AnyOperation:
        one, other = self.chance.sample(self.all, 2)
        some, reports = self._to_part()
        was_some, was = self._parted()
        blinds = (digest(f"name {self.chance.randrange(14)}")[:16],)
        rules = RULES if self.chance.random() < 0.5 else LinkingRules(limits=RULES.limits)
        return self.chance.choice(
            (
                ops.JoinReports(one=one, other=other, reason=JoinReason.SAME_ACTOR, user=USER),
                ops.RefuseLink(one=one, other=other, reason=ApartReason.NOT_RELATED, user=USER),
                ops.UndoVerdict(one=one, other=other, user=USER),
                ops.SetApart(
                    reports=reports, identifiers=some, reason=ApartReason.RECYCLED, user=USER
                ),
                ops.SetApart(
                    reports=reports, identifiers=some, reason=ApartReason.SHARED, user=USER
                ),
                ops.UndoApart(reports=was, identifiers=was_some, user=USER),
                ops.StopIdentifier(blinds=blinds, kind=1, grade=5, reason=StopReason.OWN),
                ops.UnstopIdentifier(blinds=blinds),
                ops.SetLinkRules(rules=encode_rules(rules)),
            )
        )

    def _to_part(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return identifiers, and reports that have one of them."""
        rows = queries.rows_of("SELECT identifier, report FROM edge ORDER BY identifier, report")
        if not rows:
            return (), ()
        identifier, _ = self.chance.choice(rows)
        having = [report for one, report in rows if one == identifier]
        others = [self.chance.choice(rows)[0], self.chance.choice(rows)[0]]
        count = min(len(having), self.chance.randint(1, 3))
        return (identifier, *others), tuple(self.chance.sample(having, count))

    def _parted(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return identifiers and reports some of which were set apart or held."""
        rows = queries.rows_of("SELECT identifier, report FROM apart ORDER BY identifier, report")
        some = self.chance.sample(rows, min(len(rows), 2))
        return tuple(one for one, _ in some), tuple(report for _, report in some)


def settle() -> None:
    """Work off what waits, and give identifiers the state that new rules ask for."""
    after = 0
    while True:
        (result,) = apply(ops.Recount(after=after, limit=3))
        assert isinstance(result, ops.Recounted)
        after = result.after
        if not after:
            break
    drain()


def drain() -> None:
    while clusters.waiting():
        (result,) = apply(ops.Relink(limit=2))
        assert isinstance(result, ops.Done)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_clusters_are_as_if_worked_out_at_once(seed: int) -> None:
    history = History(seed, add_provider())
    apply(ops.SetLinkRules(rules=encode_rules(RULES)))
    for turn in range(60):
        operations = list(history.step())
        outcomes = apply(*operations)
        assert all(isinstance(outcome, ops.Result) for outcome in outcomes)
        if any(isinstance(one, ops.SetLinkRules) for one in operations):
            settle()
        if turn % 3 == 0:
            drain()
            clusters.check()
    settle()
    clusters.check()
