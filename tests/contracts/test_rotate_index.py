"""What every database must do while identifiers get another key: lose no link, and no report."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.contracts import clusters
from tests.contracts.rotating import (
    AT,
    LINKS,
    READER,
    ROTATION,
    SEALER,
    Hotline,
    Keys,
    KilledError,
    by_address,
    by_mail,
    check,
    many,
    missing,
    ports,
    rows,
    rows_of,
)
from tests.contracts.test_desk import add_user
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.identifiers import IdentifierKind, email
from tipline.domain.linking.decisions import ApartReason, IdentifierState, StopReason
from tipline.domain.linking.links import Reason
from tipline.domain.report import IpEvent, Report, Reported, Summary
from tipline.ports import operations as ops
from tipline.services.desk.find_reports import Archive, find_reports
from tipline.services.linking.find_links import Links
from tipline.services.linking.stop_typed import StopPorts, stop_typed, unstop_typed
from tipline.stores import queries
from tipline.stores.desk.reading import DatabaseDeskReader

pytestmark = pytest.mark.usefixtures("store")

MOST_STEPS = 60
SECOND = timedelta(seconds=1)


@pytest.fixture
def hotline(tmp_path: Path) -> Hotline:
    return Hotline(tmp_path / "keys")


def plain(links: list[Links]) -> list[object]:
    """Return what is shown of links."""
    return [(one.links, one.common, one.cluster) for one in links]


def test_all_is_linked_as_before_and_under_the_new_key_only(hotline: Hotline) -> None:
    sent = [hotline.send(report) for report in many(60)]
    before, was = plain(hotline.links(sent)), hotline.present()
    partition = clusters.stored()
    done = hotline.rotate()
    assert (done.reports, done.unopened, done.stops, done.until) == (62, 0, 0, None)
    check(hotline)
    assert plain(hotline.links(sent)) == before
    assert clusters.stored() == partition
    assert rows().isdisjoint(rows_of(hotline.sent, was))
    hotline.rotate()
    check(hotline)
    assert plain(hotline.links(sent)) == before


@pytest.mark.parametrize("told", [False, True])
def test_reports_come_in_all_the_time_and_it_can_be_cut_short_anywhere(
    hotline: Hotline, *, told: bool
) -> None:
    sent = [hotline.send(report) for report in many(70)]
    before, (old,) = plain(hotline.links(sent)), hotline.door.blinders()
    partition = clusters.stored()
    hotline.told = told
    for step in range(1, MOST_STEPS):
        hotline.dies_at, hotline.steps = step, 0
        try:
            hotline.rotate()
            break
        except KilledError:
            hotline.pause(1)
            assert plain(hotline.links(sent)) == before, "links are as they were, at every step"
    else:
        pytest.fail("it never came to its end")
    assert step > 4
    assert clusters.stored() == partition
    assert rows().isdisjoint(rows_of(hotline.sent, old))
    check(hotline)


@pytest.mark.parametrize("step", range(1, 9))
def test_who_comes_in_meanwhile_is_linked_at_once(hotline: Hotline, step: int) -> None:
    everything = many(80)
    for report in everything[::2]:
        hotline.send(report)
    hotline.meanwhile = everything[1::2]
    hotline.dies_at = step
    with pytest.raises(KilledError):
        hotline.rotate()
    clusters.check()
    assert missing(hotline.sent, hotline.present(), hotline.coming()) == set()
    hotline.dies_at = None
    hotline.rotate()
    check(hotline)


def test_a_door_with_too_few_keys_is_asked_to_try_again(hotline: Hotline) -> None:
    first = hotline.send(by_mail("user1@example.org"))
    old = hotline.present()
    hotline.dies_at = 4
    with pytest.raises(KilledError):
        hotline.rotate()
    new = hotline.coming()
    assert new is not None
    for door in (Keys(old), Keys(new), Keys()):
        with pytest.raises((StoreUnavailableError, ValueError)):
            hotline.send(by_mail("user1@example.org"), door)
    hotline.seconds += 2
    second = hotline.send(by_mail("user1@example.org"), Keys(old, new))
    third = hotline.send(by_mail("user1@example.org"))
    hotline.dies_at = None
    hotline.rotate()
    fourth = hotline.send(by_mail("user1@example.org"), Keys(old, new))
    with pytest.raises(StoreUnavailableError):
        hotline.send(by_mail("user1@example.org"), Keys(old))
    hotline.seconds += 2
    fifth = hotline.send(by_mail("user1@example.org"))
    check(hotline)
    assert clusters.stored() == {frozenset({first, second, third, fourth, fifth})}


def test_a_search_finds_what_is_under_either_key(hotline: Hotline) -> None:
    sent = [hotline.send(by_mail(f"user{n}@example.org")) for n in range(40)]
    hotline.dies_at, hotline.told = 4, True
    with pytest.raises(KilledError):
        hotline.rotate()
    hotline.seconds += 2
    assert 0 < len(ROTATION.under_former(0, 100)) < 40
    hotline.dies_at = None
    add_user("Ada")
    user = DatabaseDeskReader().user("Ada")
    assert user is not None
    archive = Archive(reader=READER, desk=DatabaseDeskReader(), writer=hotline, index=hotline.door)
    for n, number in enumerate(sent):
        matches = find_reports(f"User{n}@example.org", IdentifierKind.EMAIL, None, user, archive)
        assert matches is not None
        assert [item.number for item in matches[0].real.items] == [number]
        assert not matches[0].tests.items


def test_ports_are_the_same_before_meanwhile_and_after(hotline: Hotline) -> None:
    first = hotline.send(by_address(1))
    for n in range(40):
        hotline.send(by_mail(f"user{n}@example.org"))
    last = hotline.send(by_address(2))
    hotline.dies_at, hotline.told = 4, True
    with pytest.raises(KilledError):
        hotline.rotate()
    assert ports() == {0, 8, 16}
    hotline.seconds += 2
    meanwhile = hotline.send(by_address(3))
    hotline.dies_at = None
    hotline.rotate()
    hotline.seconds += 2
    after = hotline.send(by_address(4))
    check(hotline)
    everyone = [first, last, meanwhile, after]
    for links in hotline.links(everyone):
        by_port = {one.report for one in links.links if one.reason is Reason.SAME_CONNECTION}
        assert by_port == {*everyone} - {links.report}


def test_however_many_ports_an_address_has_each_is_shortened(hotline: Hotline) -> None:
    events = tuple(
        IpEvent(address="192.0.2.77", at=AT, port=port) for port in range(40_000, 42_100)
    )
    number = hotline.send(Report(summary=Summary(), reported=(Reported(ip_events=events),)))
    for n in range(400):
        hotline.send(by_mail(f"user{n}@example.org"))
    count = "SELECT count(DISTINCT port) FROM edge WHERE report = ?"
    before = queries.rows_of(count, number)
    assert before[0][0] > 2_000
    hotline.rotate()
    check(hotline)
    assert queries.rows_of(count, number) == before


def test_what_older_versions_did_not_link_by_is_added(hotline: Hotline) -> None:
    for report in many(60):
        hotline.send(report)
    partition = clusters.stored()
    kept = "SELECT id FROM identifier WHERE kind < 11 AND id % 3 <> 0"
    connection = queries.raw_connection()
    connection.execute(f"DELETE FROM edge WHERE identifier NOT IN ({kept})")  # noqa: S608
    connection.execute("DELETE FROM identifier WHERE kind >= 11 OR id % 3 = 0")
    connection.execute("DELETE FROM cluster")
    for number in hotline.sent:
        hotline.apply(ops.RelinkReports(reports=(number,)))
    queries.run("put_in_line", 2, 1, 0, 0)
    hotline.rotate()
    assert rows() == rows_of(hotline.sent, hotline.present())
    after = 0
    while True:
        result = hotline.apply(ops.Recount(after=after))
        assert isinstance(result, ops.Recounted)
        assert not result.number
        after = result.after
        if not after:
            break
    assert clusters.expected() == partition


def test_supplements_are_indexed_with_their_report(hotline: Hotline) -> None:
    hotline.send(by_mail("user1@example.org"))
    made = hotline.stored(by_address(1), hotline.door)
    queries.run("insert_provider", "p", "p", b"", False, 0)
    (row,) = queries.rows_of("SELECT id FROM provider")
    connection = queries.raw_connection()
    connection.execute(f"UPDATE report SET provider_id = {int(row[0])}")  # noqa: S608 - a number
    hotline.apply(ops.AddSupplement(to=1, provider=int(row[0]), report=made))
    other = hotline.send(by_address(1))
    was = clusters.stored()
    assert was == {frozenset({1, other})}
    hotline.rotate()
    clusters.check()
    assert clusters.stored() == was
    new = hotline.present()
    wanted = rows_of({1: by_mail("user1@example.org"), other: by_address(1)}, new)
    assert rows() == wanted | rows_of({1: by_address(1)}, new)


def test_what_is_rejected_retracted_and_stopped_stays_so(hotline: Hotline) -> None:
    one, other, third = (hotline.send(by_mail("user1@example.org")) for _ in range(3))
    gone = hotline.send(by_mail("user2@example.org"))
    (identifier,) = [edge.identifier for edge in LINKS.edges_of(other, 9) if edge.grade > 3]
    apart = ops.SetApart(
        reports=(other,), identifiers=(identifier,), reason=ApartReason.RECYCLED, user=1
    )
    hotline.apply(apart)
    queries.raw_connection().execute(f"UPDATE report SET state = 3 WHERE number = {gone}")  # noqa: S608
    queries.run("forget_edges", gone)
    del hotline.sent[gone]
    ports_ = StopPorts(writer=hotline, index=hotline.door, sealer=SEALER)
    stopped, never = email.normal_form("user3@example.org"), email.normal_form("x@example.org")
    assert stopped is not None
    assert never is not None
    assert stop_typed(stopped, StopReason.OWN, ports_)
    done = hotline.rotate()
    assert (done.reports, done.stops) == (3, 0)
    hotline.seconds += 2
    assert ROTATION.under_former(0, 10) == []
    assert not stop_typed(stopped, StopReason.OWN, ports_)
    assert not unstop_typed(never, ports_)
    two = [hotline.send(by_mail("user3@example.org")) for _ in range(2)]
    assert clusters.stored() == {frozenset({one, third})}
    (edge,) = [edge for edge in LINKS.edges_of(two[0], 9) if edge.grade > 3]
    assert edge.state is IdentifierState.STOPPED
    assert unstop_typed(stopped, ports_)
    assert clusters.stored() == {frozenset({one, third}), frozenset(two)}


def test_a_stop_between_two_steps_holds_under_either_key(hotline: Hotline) -> None:
    for n in range(40):
        hotline.send(by_mail(f"user{n}@example.org"))
    both = hotline.send(by_mail("user39@example.org"))
    hotline.dies_at, hotline.told = 4, True
    with pytest.raises(KilledError):
        hotline.rotate()
    hotline.dies_at = None
    hotline.seconds += 2
    ports_ = StopPorts(writer=hotline, index=hotline.door, sealer=SEALER)
    done, waits = email.normal_form("user1@example.org"), email.normal_form("user39@example.org")
    assert done is not None
    assert waits is not None
    assert stop_typed(done, StopReason.OWN, ports_)
    assert stop_typed(waits, StopReason.OWN, ports_)
    assert clusters.stored() == frozenset()
    by_hand = ops.UnstopIdentifier(
        identifiers=tuple(row.identifier for row in LINKS.stops(9) if row.n == 2)
    )
    hotline.apply(by_hand)
    assert clusters.stored() == {frozenset({both - 1, both})}
    hotline.rotate()
    check(hotline)


def test_an_entry_that_nobody_can_read_is_counted(hotline: Hotline) -> None:
    blind = hotline.present().blind("account", "example chat", "user17")
    stop = ops.StopIdentifier(blinds=(blind,), kind=3, grade=5, reason=StopReason.OWN)
    hotline.apply(stop)
    assert hotline.rotate().stops == 2
    assert not READER.reports_sighting(blind, 9)
    assert ROTATION.under_former(0, 10) == []


def test_a_report_that_cannot_be_opened_stays_linked_as_it_was(hotline: Hotline) -> None:
    both = [hotline.send(by_mail("user1@example.org")) for _ in range(2)]
    queries.raw_connection().execute("UPDATE report SET sealed_body = sealed_key")
    done = hotline.rotate()
    assert (done.reports, done.unopened) == (2, 2)
    assert clusters.stored() == {frozenset(both)}
    clusters.check()
    assert ROTATION.under_former(0, 10) == []
