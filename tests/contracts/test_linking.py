"""What links reports and what does not, as it is stored with them and seen afterwards."""

from datetime import timedelta
from itertools import permutations

import msgspec
import pytest

from tests.contracts.linked import (
    DAY,
    MINUTE,
    READER,
    key,
    links_of,
    said,
    set_rules,
    submit,
    together,
)
from tests.contracts.making import add_provider, apply, report
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.lifecycle import OPEN_FOR, Step
from tipline.domain.linking.decisions import ApartReason, JoinReason
from tipline.domain.linking.grades import Grade
from tipline.domain.linking.links import Reason, Strength
from tipline.domain.sightings import Role
from tipline.ports import operations as ops
from tipline.services.linking.see_cluster import see_cluster
from tipline.stores import queries

pytestmark = pytest.mark.usefixtures("store")


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
