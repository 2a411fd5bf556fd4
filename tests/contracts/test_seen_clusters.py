"""What every database must show of a cluster: never more than a page can take."""

from datetime import timedelta

import pytest

from tests.contracts.making import apply, key, report
from tests.contracts.test_desk import finished
from tipline.domain.lifecycle import State
from tipline.ports import operations as ops
from tipline.services.linking.see_cluster import MOST_EDGES, MOST_REPORTS, see_alone, see_cluster
from tipline.stores.desk.reading import DatabaseDeskReader
from tipline.stores.linking.reading import DatabaseLinkReader

pytestmark = pytest.mark.usefixtures("store")

READER = DatabaseLinkReader()


def store(number: int, own: int) -> None:
    """Store a report that shares one identifier, and has so many of its own."""
    keys = (key("shared"), *(key(f"{number}-{place}", place) for place in range(own)))
    one = report(number, None, state=State.FINISHED, keys=keys)
    apply(ops.SubmitReport(report=one), after=timedelta(seconds=-number))


def test_reports_are_in_the_order_they_came_and_identifiers_by_how_many_have_them() -> None:
    for number in (1, 2, 3):
        store(number, 1)
    seen = see_cluster(2, READER)
    assert seen is not None
    assert seen.whole
    assert [one.number for one in seen.reports] == [3, 2, 1]
    assert seen.shared[0].reports == (1, 2, 3)
    assert sorted(shared.reports for shared in seen.shared[1:]) == [(1,), (2,), (3,)]


def test_fewer_reports_are_looked_at_where_each_has_very_many_identifiers() -> None:
    numbers, own = range(1, 61), 99
    assert len(numbers) < MOST_REPORTS
    for number in numbers:
        store(number, own)
    seen = see_cluster(1, READER)
    assert seen is not None
    assert (seen.row.size, seen.whole) == (60, False)
    assert sorted(one.number for one in seen.reports) == list(range(1, 26))
    assert sum(len(shared.edges) for shared in seen.shared) <= MOST_EDGES


def test_a_report_with_more_than_can_be_looked_at_is_there_all_the_same() -> None:
    store(1, MOST_EDGES + 10)
    store(2, 0)
    seen = see_cluster(2, READER)
    assert seen is not None
    assert not seen.whole
    assert 1 <= len(seen.reports) <= 2
    assert sum(len(shared.edges) for shared in seen.shared) == MOST_EDGES + 1


def test_a_report_that_is_alone_is_seen_by_itself() -> None:
    store(1, 2)
    assert see_cluster(1, READER) is None
    seen = see_alone(1, READER)
    assert (seen.row.first, seen.row.size, seen.whole) == (1, 1, True)
    assert len(seen.shared) == 3


def test_reports_at_the_desk_are_found_together() -> None:
    apply(*(finished(number) for number in (11, 12)), ops.SubmitReport(report=report(13, None)))
    desk = DatabaseDeskReader()
    found = desk.items([11, 12, 13, 99])
    assert found == {number: desk.item(number) for number in (11, 12)}
    assert desk.items([]) == {}
