"""What `check_directory` tells: age, proof, coverage, reach, and what hides ours. Fixed days."""

from collections.abc import Iterable
from datetime import date, timedelta

from tests.unit.domain.directory.agencies import DAY, agency, covers
from tipline.domain.directory.agency import Agency, AgencyKind, Channel
from tipline.domain.directory.check import (
    GOOD_FOR,
    DirectoryFinding,
    Doubt,
    Shadow,
    check_directory,
)
from tipline.domain.directory.territories import EU_STATES, US_STATES

KEY: dict[str, object] = {
    "channel": Channel.EMAIL,
    "address": "in@agency.example.org",
    "age_recipient": "age1x",
}


def force(*states: str, **other: object) -> Agency:
    there = [covers("US", state) for state in states]
    return agency("F", *there, kind=AgencyKind.TASK_FORCE, **{**KEY, **other})


def named(country: str, **other: object) -> Agency:
    kind = AgencyKind.ARTICLE_18
    return agency(f"N-{country}", covers(country), kind=kind, **{**KEY, **other})


COMPLETE = (force(*US_STATES), *map(named, EU_STATES))


def found(
    *agencies: Agency, days: int = 0, shadows: Iterable[Shadow] = ()
) -> tuple[DirectoryFinding, ...]:
    return check_directory((*COMPLETE, *agencies), DAY + timedelta(days=days), shadows)


def test_there_are_51_and_27() -> None:
    assert (len({*US_STATES}), len({*EU_STATES})) == (51, 27)


def test_a_complete_fresh_directory_has_nothing_to_look_at() -> None:
    assert found() == ()
    assert found(agency("A", covers("GB"), **KEY)) == ()


def test_a_record_is_good_for_180_days_and_stale_after() -> None:
    assert timedelta(days=180) == GOOD_FOR
    assert found(days=180) == ()
    stale = found(days=181)
    assert {one.doubt for one in stale} == {Doubt.STALE}
    assert len(stale) == len(COMPLETE)
    assert stale[0].message == "last checked on 2026-11-22, 181 days ago"
    assert (stale[0].agency, stale[0].countries) == ("agency-f", ("US",))


def test_a_day_to_come_is_no_check() -> None:
    (one, *_) = found(days=-1)
    assert (one.doubt, one.message) == (Doubt.STALE, "checked on 2026-11-22, which is to come")


def test_unverified_and_by_hand() -> None:
    one = agency("A", covers("GB"), verified=False)
    told = found(one)
    assert [(each.doubt, each.agency, each.place) for each in told] == [
        (Doubt.PROVISIONAL, None, "GB"),
        (Doubt.UNVERIFIED, "agency-a", None),
        (Doubt.UNREACHABLE, "agency-a", None),
    ]
    keyed = agency("A", covers("GB"), age_recipient="age1x")
    assert found(keyed) == ()


def test_a_state_without_task_force_is_uncovered_and_with_unverified_ones_provisional() -> None:
    most = [state for state in US_STATES if state not in {"US-NV", "US-UT"}]
    part = agency(
        "P",
        covers("US", "US-NV", counties=("32003",)),
        kind=AgencyKind.TASK_FORCE,
        verified=False,
        **KEY,
    )
    office = agency("O", covers("US", "US-UT"), kind=AgencyKind.FEDERAL_OFFICE, **KEY)
    told = check_directory((force(*most), *COMPLETE[1:], part, office), DAY)
    assert [(one.doubt, one.place, one.message) for one in told if one.place] == [
        (Doubt.UNCOVERED, "US-UT", "no record has a task force for it"),
        (Doubt.PROVISIONAL, "US-NV", "no task force there is verified"),
    ]


def test_a_body_for_the_whole_union_stands_in_for_no_state() -> None:
    union = agency("U", *map(covers, EU_STATES), kind=AgencyKind.ARTICLE_18, **KEY)
    others = [one for one in COMPLETE if one.covers[0].country not in {"FR", "SE"}]
    told = check_directory((*others, named("SE", verified=False), union), DAY)
    assert [(one.doubt, one.place, one.countries) for one in told if one.place] == [
        (Doubt.UNCOVERED, "FR", ("FR",)),
        (Doubt.PROVISIONAL, "SE", ("SE",)),
    ]


def test_a_record_that_hides_a_newer_one_of_ours_is_told() -> None:
    before, after = DAY - timedelta(days=1), DAY + timedelta(days=1)
    one = agency("A", covers("GB"), **KEY)

    def shadow(checked: date, own_checked: date | None = None) -> Shadow:
        return Shadow(
            agency="agency-a",
            file="agencies/own.toml",
            fields=("name", "page"),
            checked=checked,
            own_checked=own_checked,
        )

    for fine in (shadow(checked=before, own_checked=DAY), shadow(checked=DAY, own_checked=DAY)):
        assert found(one, shadows=[fine]) == ()
    for old in (shadow(checked=after, own_checked=DAY), shadow(checked=after)):
        (told,) = found(one, shadows=[old])
        assert (told.doubt, told.agency) == (Doubt.SHADOWED, "agency-a")
        assert told.message == (
            "agencies/own.toml replaces name, page; ours was checked later, 2026-11-23"
        )
