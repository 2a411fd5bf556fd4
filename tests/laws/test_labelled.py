"""The labelled set: the same for the same seed, and clusters on it are nearly all of one actor."""

import pytest

from benchmarks.linking.labelled.actors import Rates
from benchmarks.linking.labelled.scenes import Labelled, labelled_reports
from benchmarks.linking.labelled.score import Scores, score
from tipline.domain.linking.links import Reason, Strength

SIZE = 3_000


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    return labelled_reports(SIZE, 17, Rates())


@pytest.fixture(scope="module")
def scores(labelled: list[Labelled]) -> Scores:
    return score(labelled)


def test_the_same_seed_makes_the_same_reports(labelled: list[Labelled]) -> None:
    assert labelled_reports(SIZE, 17, Rates()) == labelled
    assert labelled_reports(SIZE, 18, Rates()) != labelled


def test_a_set_is_as_large_as_asked_and_in_the_order_of_time(labelled: list[Labelled]) -> None:
    assert len(labelled) == SIZE
    days = [one.day for one in labelled]
    assert days == sorted(days)


def test_clusters_are_nearly_all_of_one_actor(scores: Scores) -> None:
    assert scores.clusters.precision >= 0.99
    assert scores.clusters.recall >= 0.7


def test_every_kind_of_rule_is_tried(scores: Scores) -> None:
    tried = {one.reason for one in scores.rules}
    for reason in (
        Reason.OTHER_SIDE,
        Reason.SAME_ACCOUNT,
        Reason.SAME_CONNECTION,
        Reason.SAME_PAGE,
        Reason.SAME_IP,
        Reason.EMAIL_VARIANT,
    ):
        assert reason in tried


def test_strong_rules_are_right_and_weak_ones_less_so(scores: Scores) -> None:
    for one in scores.rules:
        assert 0 <= one.alone_right <= one.alone <= one.links
        if one.strength is Strength.STRONG:
            assert one.right / one.links >= 0.98
