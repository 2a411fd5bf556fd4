"""What links reports and what does not, as it is stored with them and seen afterwards."""

import json
from datetime import timedelta
from itertools import permutations

import msgspec
import pytest

from tests.contracts import clusters
from tests.contracts.making import add_provider, apply, digest, report
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.lifecycle import OPEN_FOR, Step
from tipline.domain.linking.cuts import MergeLimits
from tipline.domain.linking.decisions import ApartReason, JoinReason, StopReason, VerdictState
from tipline.domain.linking.grades import Grade
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules, encode_rules
from tipline.domain.linking.links import Reason, Strength
from tipline.domain.sightings import Role
from tipline.ports import operations as ops
from tipline.services.linking.find_links import Links, find_links
from tipline.services.linking.see_cluster import see_cluster
from tipline.stores import queries
from tipline.stores.linking.reading import DatabaseLinkReader

pytestmark = pytest.mark.usefixtures("store")

READER = DatabaseLinkReader()
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
KINDS = {
    "email": (1, Grade.STRONG),
    "phone": (2, Grade.RECYCLED),
    "name": (4, Grade.RECYCLED),
    "ip": (7, Grade.TIMED),
    "any": (13, Grade.WEAK),
}


def key(
    name: str,
    kind: str = "email",
    *,
    side: int = 0,
    role: int = 1,
    at: int = 0,
    port: bytes = b"",
) -> ops.StoredKey:
    code, grade = KINDS[kind]
    if side == 2:
        grade = Grade.NONE
    return ops.StoredKey(
        blind=digest(f"{kind} {name}")[:16],
        side=side,
        kind=code,
        grade=int(grade),
        role=role,
        place=code,
        at=at,
        port=port,
    )


def submit(
    number: int, *keys: ops.StoredKey, provider: int | None = None, is_test: bool = False
) -> None:
    made = report(number, provider, keys=keys, is_test=is_test)
    (result,) = apply(ops.SubmitReport(report=made))
    assert isinstance(result, ops.Received)


def set_rules(**cuts: int) -> None:
    rules = LinkingRules(
        cuts={IdentifierKind(kind): cut for kind, cut in cuts.items()},
        limits=MergeLimits(largest=6, large=2),
    )
    apply(ops.SetLinkRules(rules=encode_rules(rules)))


def together() -> set[frozenset[int]]:
    clusters.check()
    return set(clusters.stored())


def links_of(number: int) -> Links:
    return find_links(number, READER)


def numbers_of(*keys: ops.StoredKey) -> tuple[int, ...]:
    blinds = [key.blind for key in keys]
    return tuple(row[0] for row in queries.rows_in("identifiers_by_blind", blinds))


def said() -> list[tuple[str, str]]:
    lines = [json.loads(bytes(line)) for _, line in queries.rows("audit_lines", 0, 1_000)]
    return [(line["action"], line["subject"]) for line in lines]


def test_reports_with_one_mailbox_are_one_cluster_in_whichever_order_they_come() -> None:
    reports = {
        1: (key("a"),),
        2: (key("a"), key("b")),
        3: (key("b"), key("c", "phone")),
        4: (key("c", "phone"),),
        5: (key("d"),),
    }
    seen = set()
    for order in permutations(reports):
        for number in order:
            submit(number, *reports[number])
        seen.add(frozenset(together()))
        for table in ("cluster", "edge", "identifier", "sighting", "report"):
            queries.raw_connection().execute(f"DELETE FROM {table}")  # noqa: S608 - named here
        if len(seen) > 1:
            break
    assert seen == {frozenset({frozenset({1, 2, 3, 4})})}


def test_what_came_at_once_is_linked_like_what_came_one_by_one() -> None:
    apply(*(ops.SubmitReport(report=report(n, None, keys=(key("a"),))) for n in (3, 1, 2)))
    assert together() == {frozenset({1, 2, 3})}
    found = links_of(2)
    assert found.reports == (3, 1)
    assert {(link.strength, link.reason, link.joins) for link in found.links} == {
        (Strength.STRONG, Reason.SAME_EMAIL, True)
    }
    assert found.cluster is not None
    assert (found.cluster.first, found.cluster.size, found.cluster.waits) == (1, 3, False)


def test_a_victim_who_is_reported_elsewhere_is_shown_and_never_merged() -> None:
    submit(1, key("a", side=1, role=3))
    submit(2, key("a", side=0, role=1))
    submit(3, key("a", side=1, role=3))
    assert together() == {frozenset({1, 3})}
    (other, same) = sorted(links_of(1).links, key=lambda link: link.report)
    assert (other.report, other.reason, other.joins) == (2, Reason.OTHER_SIDE, False)
    assert (other.here, other.there) == (Role.VICTIM, Role.REPORTED)
    assert (same.report, same.joins) == (3, True)


def test_how_to_reach_a_reporter_links_nothing_and_is_found_by_search() -> None:
    submit(1, key("a", side=2, role=5))
    submit(2, key("a", side=2, role=5))
    submit(3, key("a"))
    assert together() == set()
    assert links_of(1).links == ()
    assert links_of(3).links == ()


def test_an_address_alone_never_joins_and_says_more_with_a_port() -> None:
    at, port = 1_700_000_000_000_000, b"port 1"
    submit(1, key("x", "ip", at=at, port=port))
    submit(2, key("x", "ip", at=at + 5 * MINUTE, port=port))
    submit(3, key("x", "ip", at=at + 2 * DAY, port=port))
    submit(4, key("x", "ip", at=at + 20 * DAY, port=port))
    submit(5, key("x", "ip"))
    submit(6, key("x", "ip", at=at + 60 * MINUTE), key("q", "any"))
    submit(7, key("x", "ip", at=at + 90 * MINUTE), key("q", "any"))
    assert together() == set()
    found = {(link.report, link.strength, link.reason) for link in links_of(1).links}
    assert found == {
        (2, Strength.CONDITIONAL, Reason.SAME_CONNECTION),
        (3, Strength.WEAK, Reason.SAME_IP),
        (6, Strength.WEAK, Reason.SAME_IP),
        (7, Strength.WEAK, Reason.SAME_IP),
    }
    between = {link.reason for link in links_of(6).links if link.report == 7}
    assert between == {Reason.SAME_IP_AND_MORE, Reason.NAME_ANYWHERE}


def test_what_is_too_common_stops_joining_and_joins_again() -> None:
    set_rules(email=3)
    provider = add_provider()
    for number in (1, 2, 3):
        submit(number, key("a"), provider=provider)
    assert together() == {frozenset({1, 2, 3})}
    submit(4, key("a"), key("b"), provider=provider)
    submit(5, key("b"), provider=provider)
    assert together() == {frozenset({4, 5})}
    found = links_of(1)
    assert found.links == ()
    assert [(common.n, common.stopped) for common in found.common] == [(4, False)]
    assert said().count(("link.common", "identifier:1")) == 1
    apply(ops.MoveReport(number=2, provider=provider, step=Step.RETRACT))
    assert together() == {frozenset({1, 3, 4, 5})}
    assert links_of(1).common == ()


def test_an_address_of_a_crowd_says_something_with_the_same_port_only() -> None:
    set_rules(ip=2)
    at = 1_700_000_000_000_000
    for number in range(1, 6):
        submit(number, key("x", "ip", at=at + number * MINUTE, port=b"%d" % (number % 2)))
    found = links_of(1)
    assert [common.n for common in found.common] == [5]
    assert {link.reason for link in found.links} <= {Reason.SAME_CONNECTION}


def test_a_retracted_and_an_expired_report_are_linked_no_more() -> None:
    provider = add_provider()
    for number in (1, 2, 3):
        submit(number, key("a"), key(f"own {number}"), provider=provider)
    apply(ops.MoveReport(number=1, provider=provider, step=Step.RETRACT))
    assert together() == {frozenset({2, 3})}
    assert links_of(3).reports == (2,)
    assert links_of(1).links == ()
    apply(ops.ExpireReports(), after=OPEN_FOR + timedelta(seconds=1))
    assert together() == set()
    assert queries.rows_of("SELECT count(*) FROM edge") == [(0,)]


def test_what_is_added_later_links_the_report_it_was_added_to() -> None:
    provider = add_provider()
    submit(1, key("a"), provider=provider)
    submit(2, key("b"), provider=provider)
    extra = report(3, provider, keys=(key("b"), key("a")))
    apply(ops.AddSupplement(to=1, provider=provider, report=extra))
    assert together() == {frozenset({1, 2})}
    (link,) = links_of(2).links
    assert link.report == 1
    edges = {(edge.source, edge.place) for edge in links_of(1).edges}
    assert edges == {(1, 1), (3, 1)}


def test_tests_have_blind_values_of_their_own_and_cannot_be_joined_with_real_reports() -> None:
    submit(1, key("a"))
    submit(2, key("other"), is_test=True)
    joining = ops.JoinReports(one=1, other=2, reason=JoinReason.SAME_ACTOR, user=1)
    assert apply(joining) == [ops.Unknown()]


def test_a_report_that_names_an_earlier_one_of_its_provider_is_joined_with_it() -> None:
    mine, theirs = add_provider("p-1"), add_provider("p-2")
    for number, provider in ((1, mine), (2, theirs)):
        submit(number, provider=provider)
    apply(ops.SubmitReport(report=report(3, mine, prior=(1, 2, 3, 99))))
    assert together() == {frozenset({1, 3})}
    (link,) = links_of(3).links
    assert (link.report, link.reason, link.joins) == (1, Reason.NAMES, True)
    refusing = ops.RefuseLink(one=3, other=1, reason=ApartReason.MISTYPED, user=1)
    apply(refusing)
    assert together() == set()
    assert links_of(3).links == ()
    apply(ops.UndoVerdict(one=1, other=3, user=1))
    assert together() == {frozenset({1, 3})}


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


def test_what_says_less_than_was_thought_joins_no_more() -> None:
    for number in (1, 2):
        submit(number, key("a"))
    less = msgspec.structs.replace(key("a"), grade=int(Grade.NONE))
    submit(3, less)
    assert together() == set()
    submit(4, key("a"))
    assert together() == set()


def test_the_same_sighting_twice_in_a_report_is_stored_once() -> None:
    at = 1_700_000_000_000_000
    submit(1, key("x", "ip", at=at, port=b"p"), key("x", "ip", at=at, port=b"p"))
    assert queries.rows_of("SELECT count(*) FROM edge") == [(1,)]


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


def test_clusters_are_listed_with_the_largest_first_and_seen() -> None:
    for number, name in enumerate("abbcccd", start=1):
        submit(number, key(name), key("q", "any"))
    rows = READER.clusters(None, 10)
    assert [(row.first, row.size) for row in rows] == [(4, 3), (2, 2)]
    assert READER.clusters((3, 4), 10) == rows[1:]
    health = READER.health()
    assert (health.largest, health.held, health.waiting) == (3, 0, 0)
    seen = see_cluster(5, READER)
    assert seen is not None
    assert [one.number for one in seen.reports] == [4, 5, 6]
    assert {shared.kind for shared in seen.shared} == {
        IdentifierKind.EMAIL,
        IdentifierKind.SCREEN_NAME_ANY,
    }
    assert seen.shared[0].reports == (4, 5, 6)
    assert see_cluster(1, READER) is None


def test_a_change_that_fails_leaves_no_link() -> None:
    submit(1, key("a"))
    twice = ops.SubmitReport(report=report(1, None, keys=(key("a"), key("b"))))
    apply(twice)
    assert queries.rows_of("SELECT count(*) FROM identifier") == [(1,)]
    assert queries.rows_of("SELECT n FROM identifier") == [(1,)]
