"""Laws of links: whatever the order, from both ends alike, and never by less than it takes."""

from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.grades import Grade, Side, side_of
from tipline.domain.linking.links import WINDOW, Meeting, Strength, judge, sentence
from tipline.domain.sightings import Role

INSTANTS = st.none() | st.integers(0, 2 * WINDOW)

SIGHTINGS = st.none() | st.tuples(st.just(17), st.integers(0, 1))

meetings = st.builds(
    Meeting,
    report=st.integers(1, 3),
    identifier=st.integers(1, 4),
    kind=st.sampled_from(IdentifierKind),
    grade=st.sampled_from(Grade),
    here=st.sampled_from(Role),
    there=st.sampled_from(Role),
    here_at=INSTANTS,
    there_at=INSTANTS,
    same_port=st.none() | st.booleans(),
    apart=st.booleans(),
    here_seen=SIGHTINGS,
    there_seen=SIGHTINGS,
)
some = st.lists(meetings, max_size=12)


def turned(meeting: Meeting) -> Meeting:
    """Return a meeting as the other report sees it."""
    return msgspec.structs.replace(
        meeting,
        here=meeting.there,
        there=meeting.here,
        here_at=meeting.there_at,
        there_at=meeting.here_at,
        here_seen=meeting.there_seen,
        there_seen=meeting.here_seen,
    )


@given(met=some, data=st.data())
def test_the_order_of_meetings_does_not_matter(met: list[Meeting], data: st.DataObject) -> None:
    assert judge(data.draw(st.permutations(met))) == judge([*met, *met[:2]]) == judge(met)


@given(met=some)
def test_other_reports_do_not_matter(met: list[Meeting]) -> None:
    alone = [judge([one for one in met if one.report == report]) for report in (1, 2, 3)]
    assert {*judge(met)} == {link for links in alone for link in links}


@given(met=some)
def test_both_ends_see_the_same_link(met: list[Meeting]) -> None:
    def seen(links: list[Meeting]) -> Counter[tuple[int, int | None, Strength, str, bool]]:
        return Counter(
            (link.report, link.shared, link.strength, link.reason, link.joins)
            for link in judge(links)
        )

    assert seen(met) == seen([turned(one) for one in met])


@given(met=some)
def test_there_is_one_link_for_each_report_and_identifier_and_each_can_be_told(
    met: list[Meeting],
) -> None:
    links = judge(met)
    pairs = [(link.report, link.shared) for link in links]
    assert len({*pairs}) == len(pairs)
    assert {*pairs} <= {(one.report, one.identifier) for one in met}
    assert all(sentence(link) for link in links)


@given(met=some)
def test_only_strong_links_within_one_side_join(met: list[Meeting]) -> None:
    for link in judge(met):
        assert link.here is not None
        assert link.there is not None
        assert Side.REPORTER not in {side_of(link.here), side_of(link.there)}
        if link.joins:
            assert link.strength is Strength.STRONG
            assert side_of(link.here) is side_of(link.there)


@given(met=some)
def test_an_ip_address_never_joins_and_is_never_strong(met: list[Meeting]) -> None:
    timed = [msgspec.structs.replace(one, grade=Grade.TIMED) for one in met]
    for link in judge(timed):
        assert link.strength is not Strength.STRONG
        assert not link.joins


@given(met=some)
def test_what_a_reporter_can_be_reached_by_never_links(met: list[Meeting]) -> None:
    assert judge(msgspec.structs.replace(one, here=Role.REPORTER) for one in met) == ()
    assert judge(msgspec.structs.replace(one, there=Role.REPORTER) for one in met) == ()
