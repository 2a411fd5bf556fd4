"""The rebuild: equal to what was kept step by step, and mends what was damaged."""

import random
from datetime import datetime

import pytest

from tests.contracts import clusters
from tests.contracts.making import NOON, add_provider, apply, report
from tests.contracts.test_link_histories import RULES, History, drain, key, settle
from tipline.domain.linking.in_force import encode_rules
from tipline.gateways.components.choose import local_engine
from tipline.ports import operations as ops
from tipline.ports.linking.bulk import BulkStore
from tipline.services.linking.rebuild_links import Rebuilt, Workshop, rebuild_links
from tipline.stores import queries
from tipline.stores.linking.bulk import DatabaseBulkStore
from tipline.stores.writer.clients import DirectWriter

pytestmark = pytest.mark.usefixtures("store")


class StillClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOON


def shop(*, alone: bool) -> Workshop:
    return Workshop(
        store=DatabaseBulkStore(),
        engine=local_engine(),
        writer=DirectWriter(StillClock()),
        alone=alone,
    )


DAMAGES = {
    "lost": "DELETE FROM cluster WHERE report = {one}",
    "alone": "UPDATE cluster SET parent = NULL WHERE report = {one}",
    "moved": "UPDATE cluster SET parent = {other} WHERE report = {one}",
    "size": "UPDATE cluster SET size = size + 1 WHERE report = {one}",
    "first": "UPDATE cluster SET first = {other} WHERE report = {one}",
    "ring": "UPDATE cluster SET parent = {one} WHERE report = {one}",
}


def damage(statement: str, one: int, other: int = 0) -> None:
    """Spoil what is stored of a report."""
    queries.raw_connection().execute(statement.format(one=one, other=other))


def rebuild(*, alone: bool = True) -> Rebuilt:
    return rebuild_links(shop(alone=alone), lambda *_: None)


def found_at_once() -> clusters.Partition:
    """Return the clusters that the engine finds."""
    with DatabaseBulkStore().snapshot() as snapshot:
        labels = local_engine().label(snapshot, lambda _: None)
    groups: dict[int, set[int]] = {}
    for number, first in enumerate(labels.tolist()):
        groups.setdefault(first, set()).add(number)
    assert all(first == min(group) for first, group in groups.items())
    return frozenset(frozenset(group) for group in groups.values() if len(group) > 1)


def live(seed: int, turns: int = 60) -> None:
    history = History(seed, add_provider())
    apply(ops.SetLinkRules(rules=encode_rules(RULES)))
    for _ in range(turns):
        apply(*history.step())
    settle()


@pytest.mark.parametrize("seed", range(8))
def test_after_any_history_the_engine_finds_the_clusters_that_are_kept(seed: int) -> None:
    live(seed + 100)
    assert found_at_once() == clusters.expected() == clusters.stored()
    done = rebuild(alone=bool(seed % 2))
    assert (done.wrong, done.left, done.recounted, done.right) == (0, 0, 0, True)
    assert done.clusters == len(clusters.expected())
    assert done.largest == max(map(len, clusters.expected()), default=1)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_table_is_found_and_mended(seed: int) -> None:
    live(seed + 200)
    chance = random.Random(seed)  # noqa: S311 - made-up damage
    rows = queries.rows_of("SELECT report FROM cluster ORDER BY report")
    for (one,) in chance.sample(rows, max(1, len(rows) // 3)):
        kind = chance.choice(sorted(DAMAGES))
        other = chance.choice(rows)[0]
        damage(DAMAGES[kind], one, other)
    done = rebuild()
    assert (done.left, done.right) == (0, True)
    clusters.check()
    assert rebuild().wrong == 0


def chained(count: int) -> None:
    """Store reports of which each shares something with the next, and settle."""
    provider = add_provider()
    apply(
        *(
            ops.SubmitReport(
                report=report(
                    number, provider, keys=(key(f"link {number}"), key(f"link {number + 1}"))
                )
            )
            for number in range(1, count + 1)
        )
    )
    drain()


def test_an_empty_table_is_filled() -> None:
    chained(40)
    queries.raw_connection().execute("DELETE FROM cluster")
    done = rebuild()
    assert (done.wrong, done.left, done.clusters, done.largest) == (1, 0, 1, 40)
    clusters.check()


def test_a_merge_that_should_not_be_is_mended_while_served() -> None:
    provider = add_provider()
    for number in range(1, 9):
        apply(ops.SubmitReport(report=report(number, provider, keys=(key(f"n {number % 2}"),))))
    roots = [r for (r,) in queries.rows_of("SELECT report FROM cluster WHERE parent IS NULL")]
    one, other = roots
    damage(DAMAGES["moved"], other, one)
    damage("UPDATE cluster SET size = 8, first = 1 WHERE report = {one}", one)
    done = rebuild(alone=False)
    assert (done.wrong, done.left, done.clusters) == (2, 0, 2)
    clusters.check()


def test_an_empty_store_is_right() -> None:
    done = rebuild(alone=False)
    assert done.right
    assert (done.clusters, done.largest, done.first, done.edges) == (0, 1, None, 0)


def test_a_store_that_bulk_reads_is_one_of_the_port() -> None:
    store: BulkStore = DatabaseBulkStore()
    with store.snapshot() as snapshot:
        assert snapshot.waiting() == 0
        assert [len(one) for one, _ in snapshot.pairs()] == [0]
        assert all(len(trees.reports) == 0 for trees in snapshot.trees())
