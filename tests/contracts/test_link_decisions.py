"""What people decide about links, what waits for them, and how it is taken back."""

import pytest

from tests.contracts.linked import (
    READER,
    key,
    links_of,
    numbers_of,
    said,
    set_rules,
    submit,
    together,
)
from tests.contracts.making import add_provider, apply, report
from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason, VerdictState
from tipline.domain.linking.in_force import BUILT_IN, encode_rules
from tipline.domain.linking.links import Reason
from tipline.ports import operations as ops
from tipline.stores import queries

pytestmark = pytest.mark.usefixtures("store")


def test_a_merge_of_two_large_clusters_waits_for_a_person() -> None:
    set_rules()
    for number in (1, 2, 3, 4):
        submit(number, key("a"))
    for number in (5, 6, 7):
        submit(number, key("b"))
    submit(8, key("a"), key("b"))
    assert together() == {frozenset({1, 2, 3, 4, 8}), frozenset({5, 6, 7})}
    (held,) = READER.held((0, 0), 10)
    assert (held.report, held.identifier) == (8, numbers_of(key("b"))[0])
    assert ("link.held", "report:8") in said()
    assert [row.held for row in links_of(8).apart] == [True]
    assert {link.joins for link in links_of(8).links if link.report > 4} == {False}
    approval = ops.UndoApart(reports=(8,), identifiers=(held.identifier,), user=1)
    apply(approval)
    assert together() == {frozenset(range(1, 9))}
    assert READER.held((0, 0), 10) == []


def test_a_cluster_at_its_limit_grows_by_nobody_unasked_and_by_an_approved_account() -> None:
    set_rules()
    for number in range(1, 12):
        submit(number, key(f"{number}"), key(f"{number + 1}"))
    assert max(len(one) for one in together()) <= 6
    held = READER.held((0, 0), 10)
    assert held
    apply(ops.UndoApart(reports=(held[0].report,), identifiers=(held[0].identifier,), user=1))
    size = max(len(one) for one in together())
    assert size > 6
    for number in (30, 31):
        submit(number, key(f"{held[0].report}"))
    assert max(len(one) for one in together()) == size + 2


def test_approving_one_of_two_identifiers_settles_what_rests_on_the_same_merge() -> None:
    set_rules()
    for number in (1, 2, 3):
        submit(number, key("a"), key("b"))
    for number in (4, 5, 6):
        submit(number, key("c"))
    submit(7, key("c"), key("a"), key("b"))
    held = READER.held((0, 0), 10)
    assert [row.report for row in held] == [7, 7] or len(held) == 1
    apply(ops.UndoApart(reports=(7,), identifiers=(held[0].identifier,), user=1))
    assert together() == {frozenset(range(1, 8))}
    assert READER.held((0, 0), 10) == []


def test_what_a_person_approved_is_not_held_again_when_it_comes_back() -> None:
    set_rules()
    for number, name in ((1, "a"), (2, "a"), (3, "b"), (4, "b")):
        submit(number, key(name))
    submit(5, key("a"), key("n", "phone"))
    submit(6, key("b"), key("n", "phone"))
    (held,) = READER.held((0, 0), 10)
    apply(ops.UndoApart(reports=(held.report,), identifiers=(held.identifier,), user=1))
    assert together() == {frozenset(range(1, 7))}
    blinds = (key("n", "phone").blind,)
    apply(ops.StopIdentifier(blinds=blinds, kind=2, grade=4, reason=StopReason.OWN, user=1))
    assert together() == {frozenset({1, 2, 5}), frozenset({3, 4, 6})}
    apply(ops.UnstopIdentifier(blinds=blinds, user=1))
    assert together() == {frozenset(range(1, 7))}
    assert READER.held((0, 0), 10) == []


def test_naming_merges_no_large_clusters_and_joins_few() -> None:
    set_rules()
    provider = add_provider()
    for number in (1, 2, 3, 4):
        submit(number, key("a"), provider=provider)
    for number in (5, 6, 7):
        submit(number, key("b"), provider=provider)
    apply(ops.SubmitReport(report=report(8, provider, keys=(key("b"),), prior=(1,))))
    assert together() == {frozenset({1, 2, 3, 4}), frozenset({5, 6, 7, 8})}
    assert [row.state for row in links_of(8).verdicts] == [VerdictState.HELD]
    assert 1 not in links_of(8).reports
    apply(ops.JoinReports(one=8, other=1, reason=JoinReason.SAME_ACTOR, user=1))
    assert together() == {frozenset(range(1, 9))}
    for number in range(20, 45):
        submit(number, provider=provider)
    apply(ops.SubmitReport(report=report(50, provider, prior=tuple(range(20, 45)))))
    assert sum(len(one) for one in together() if 50 in one) <= 7


def test_a_name_that_was_refused_does_not_join_when_it_is_said_again() -> None:
    provider = add_provider()
    for number in (1, 2):
        submit(number, provider=provider)
    apply(ops.RefuseLink(one=1, other=2, reason=ApartReason.NOT_RELATED, user=1))
    apply(ops.AddSupplement(to=2, provider=provider, report=report(3, provider, prior=(1,))))
    assert together() == set()
    apply(ops.UndoVerdict(one=1, other=2, user=1))
    assert together() == {frozenset({1, 2})}


def test_what_was_stopped_on_the_other_side_says_nothing() -> None:
    set_rules(email=2)
    for number in (1, 2, 3):
        submit(number, key("a"))
    submit(4, key("a", side=1, role=3))
    assert links_of(4).links == ()


def test_one_recycled_number_does_not_join_two_clusters() -> None:
    set_rules()
    for number, name in ((1, "a"), (2, "a"), (3, "b"), (4, "b")):
        submit(number, key(name))
    submit(5, key("a"), key("n", "phone"))
    submit(6, key("b"), key("n", "phone"))
    assert together() == {frozenset({1, 2, 5}), frozenset({3, 4, 6})}
    assert READER.health().held == 1
    submit(7, key("n", "phone"))
    assert together() == {frozenset({1, 2, 5, 7}), frozenset({3, 4, 6})}


def test_a_link_is_rejected_holds_and_is_taken_back() -> None:
    for number in (1, 2, 3):
        submit(number, key("a"), key("b") if number < 3 else key("c"))
    before = together()
    identifiers = numbers_of(key("a"))
    reject = ops.SetApart(
        reports=(3,), identifiers=identifiers, reason=ApartReason.RECYCLED, user=1
    )
    apply(reject)
    assert together() == {frozenset({1, 2})}
    submit(4, key("a"))
    assert together() == {frozenset({1, 2, 4})}
    (row,) = links_of(3).apart
    assert (row.held, row.reason, row.by) == (False, "recycled", 1)
    assert not any(link.joins for link in links_of(3).links)
    undo = ops.UndoApart(reports=(3,), identifiers=identifiers, user=1)
    apply(undo)
    assert together() == {frozenset({1, 2, 3, 4})}
    assert before == {frozenset({1, 2, 3})}
    assert apply(undo) == [ops.Unknown()]
    assert ("link.set_apart", "report:3") in said()
    assert ("link.undone", "report:3") in said()


def test_a_cluster_is_split_and_its_parts_stay_together() -> None:
    for number in (1, 2, 3, 4):
        submit(number, key("a"))
    identifiers = numbers_of(key("a"))
    for reports in ((3, 4), (1,)):
        split = ops.SetApart(
            reports=reports, identifiers=identifiers, reason=ApartReason.OTHER_PERSON, user=1
        )
        apply(split)
    assert together() == {frozenset({3, 4})}
    apply(ops.UndoApart(reports=(1, 3), identifiers=identifiers, user=1))
    assert together() == {frozenset({1, 2, 3})}


def test_reports_are_joined_by_word_and_parted_again() -> None:
    submit(1, key("q", "any"))
    submit(2, key("q", "any"))
    submit(3)
    joining = ops.JoinReports(one=2, other=1, reason=JoinReason.SAME_ACTOR, user=1)
    apply(joining, ops.JoinReports(one=1, other=3, reason=JoinReason.SAME_VICTIM, user=1))
    assert together() == {frozenset({1, 2, 3})}
    reasons = {(link.report, link.reason) for link in links_of(1).links if link.joins}
    assert reasons == {(2, Reason.CONFIRMED), (3, Reason.ADDED)}
    apply(ops.UndoVerdict(one=1, other=2, user=1))
    assert together() == {frozenset({1, 3})}
    apply(ops.RefuseLink(one=1, other=2, reason=ApartReason.NOT_RELATED, user=1))
    assert links_of(1).reports == (3,)
    assert [row.state for row in links_of(2).verdicts] == [VerdictState.REFUSED]
    assert apply(ops.JoinReports(one=1, other=99, reason=JoinReason.SAME_ACTOR, user=1)) == [
        ops.Unknown()
    ]


def test_what_is_on_the_stop_list_links_nothing_till_it_is_taken_off() -> None:
    blinds = (key("a").blind,)
    stop = ops.StopIdentifier(blinds=blinds, kind=1, grade=5, reason=StopReason.OWN, user=1)
    for number in (1, 2):
        submit(number, key("a"))
    apply(stop)
    submit(3, key("a"))
    assert together() == set()
    assert [(common.n, common.stopped) for common in links_of(1).common] == [(3, True)]
    assert [row.reason for row in READER.stops(5)] == ["own", "own"]
    assert apply(stop) == [ops.Unknown()]
    apply(ops.UnstopIdentifier(blinds=blinds, user=1))
    assert together() == {frozenset({1, 2, 3})}
    assert READER.stops(5) == []


def test_a_recount_applies_new_rules() -> None:
    for number in range(1, 5):
        submit(number, key("a"))
    set_rules(email=3)
    assert apply(ops.Recount(after=0)) == [ops.Recounted(number=1, after=1)]
    assert together() == set()
    apply(ops.SetLinkRules(rules=encode_rules(BUILT_IN)))
    apply(ops.Recount(after=0))
    assert together() == {frozenset({1, 2, 3, 4})}


def test_a_change_that_fails_leaves_no_link() -> None:
    submit(1, key("a"))
    twice = ops.SubmitReport(report=report(1, None, keys=(key("a"), key("b"))))
    apply(twice)
    assert queries.rows_of("SELECT count(*) FROM identifier") == [(1,)]
    assert queries.rows_of("SELECT n FROM identifier") == [(1,)]
