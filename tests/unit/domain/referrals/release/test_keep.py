"""Only what was released stays, every field is decided on, and nothing is left of the rest."""

import msgspec
import pytest

from tests.unit import reports as made
from tipline.domain import report as r
from tipline.domain.referrals.groups import FactGroup as G
from tipline.domain.referrals.release import (
    FIELDS,
    count_groups,
    keep_groups,
    permitted,
    released_path,
)
from tipline.domain.vocabulary import ContactWish

ALL = frozenset(G)


def public_report(*, agreed: bool | None = True) -> r.Report:
    """Return a public report with every fact there is."""
    answers = made.public_report().public
    assert answers is not None
    answers = msgspec.structs.replace(answers, contact_may_go_to_police=agreed)
    return msgspec.structs.replace(made.full_report(), public=answers)


BOTH = (made.full_report(), public_report())


def test_every_field_of_every_part_belongs_to_a_group() -> None:
    kinds = {kind for kind in made.part_types() if kind is not r.Part}
    assert {kind: set(fields) for kind, fields in FIELDS.items()} == {
        kind: set(kind.__struct_fields__) for kind in kinds
    }


def test_only_parts_without_required_fields_are_looked_into() -> None:
    for kind in (*r.Incident.__args__, r.PublicAnswers):
        kind()


@pytest.mark.parametrize("report", BOTH)
def test_all_groups_leave_everything(report: r.Report) -> None:
    assert keep_groups(report, ALL) == report
    assert keep_groups(r.Report(), ALL) == r.Report()


@pytest.mark.parametrize("report", BOTH)
def test_no_group_leaves_nothing_but_that_a_report_is_public(report: r.Report) -> None:
    marker = None if report.public is None else r.PublicAnswers()
    assert keep_groups(report, set()) == r.Report(public=marker)


@pytest.mark.parametrize("group", G)
@pytest.mark.parametrize("report", BOTH)
def test_without_one_group_none_of_its_values_is_left(report: r.Report, group: G) -> None:
    kept = keep_groups(report, ALL - {group})
    assert group not in count_groups(kept)
    assert keep_groups(kept, ALL - {group}) == kept


@pytest.mark.parametrize("group", G)
@pytest.mark.parametrize("report", BOTH)
def test_one_group_alone_brings_nothing_of_another(report: r.Report, group: G) -> None:
    assert set(count_groups(keep_groups(report, {group}))) <= {group}


@pytest.mark.parametrize("report", BOTH)
def test_every_stated_value_is_counted_once(report: r.Report) -> None:
    counted = sum(count for fields in count_groups(report).values() for _, count in fields)
    stated = [
        at
        for at, part in made.parts(report)
        for name in part.__struct_fields__
        for value in [getattr(part, name)]
        if value != {f.name: f.default for f in msgspec.structs.fields(part)}[name]
        and not isinstance(value, r.Part)
        and not (isinstance(value, tuple) and isinstance(value[0], r.Part))
        for _ in (value if isinstance(value, tuple) else [value])
    ]
    assert counted == len(stated)


def test_a_part_that_says_nothing_counts_itself() -> None:
    report = r.Report(victims=(r.Victim(), r.Victim()), incidents=(r.ChatIncident(),))
    assert count_groups(report) == {
        G.INCIDENTS: [("/incidents/*", 1)],
        G.VICTIMS: [("/victims/*", 2)],
    }


def test_fields_are_counted_over_the_places_they_stand_in() -> None:
    page = r.WebPageIncident(urls=("https://example.org/1", "https://example.org/2"))
    report = r.Report(incidents=(page, page))
    assert count_groups(report) == {G.WEB_ADDRESSES: [("/incidents/*/urls/*", 4)]}


def test_how_a_reporter_is_reached_stays_only_if_they_agreed() -> None:
    for agreed in (None, False):
        kept = keep_groups(public_report(agreed=agreed), ALL)
        assert kept.reporter == r.Reporter()
        assert kept.public is not None
        assert kept.public.contact_wish is ContactWish.NONE
        assert kept.public.contact_times is None
    assert permitted(public_report(), ALL) == ALL
    assert permitted(made.full_report(), ALL) == ALL - {G.REPORTER_CONTACT}
    service = keep_groups(made.full_report(), ALL).reporter
    assert service == made.full_report().reporter


def test_connections_and_texts_of_a_subject_go_only_with_it() -> None:
    kept = keep_groups(made.full_report(), {G.CONNECTIONS, G.NARRATIVES})
    share = r.PeerToPeerIncident(ip_events=made.ip_events())
    assert kept == r.Report(incidents=(share,), additional_info="Synthetic narrative 14.")


def test_web_addresses_go_without_the_rest_of_their_incident() -> None:
    kept = keep_groups(made.full_report(), {G.WEB_ADDRESSES})
    page = r.WebPageIncident(
        urls=("https://example.org/17", "example.net"), third_party_hosted=True
    )
    assert kept == r.Report(incidents=(page,))


CHAT = r.ChatIncident(room="17")
PAGE = r.WebPageIncident(urls=("https://example.org/1",))


def test_paths_lead_to_where_a_fact_stands_afterwards() -> None:
    report = r.Report(incidents=(CHAT, PAGE, CHAT, PAGE), victims=(r.Victim(school="x"),))
    web = {G.WEB_ADDRESSES}
    assert released_path(report, web, "/incidents/3/urls/0") == "/incidents/1/urls/0"
    assert released_path(report, web, "/incidents/1") == "/incidents/0"
    assert released_path(report, web, "/incidents/0") is None
    assert released_path(report, web, "/incidents/0/room") is None
    assert released_path(report, web, "/incidents") == "/incidents"
    assert released_path(report, ALL, "/incidents/3/urls/0") == "/incidents/3/urls/0"
    assert released_path(report, ALL, "/victims/0/school") == "/victims/0/school"
    assert released_path(report, web, "/victims/0/school") is None
    assert released_path(report, ALL, "") == ""


@pytest.mark.parametrize(
    "path", ["/victims/1", "/victims/x", "/nothing", "/incidents/0/urls", "/victims/0/school/0"]
)
def test_what_is_not_there_is_not_released(path: str) -> None:
    report = r.Report(incidents=(CHAT,), victims=(r.Victim(school="x"),))
    assert released_path(report, ALL, path) is None


def test_every_fact_that_goes_is_found_again() -> None:
    report = public_report()
    for groups in ({G.CONNECTIONS, G.WEB_ADDRESSES}, ALL - {G.VICTIMS}, ALL):
        kept = keep_groups(report, groups)
        for at, value in made.leaves(report):
            moved = released_path(report, groups, at)
            if moved is not None:
                assert made.value_at(kept, moved) == value, at


def test_what_was_seen_of_things_that_stay_behind_stays_too() -> None:
    seen = tuple(
        r.Seen(of=of, day="2026")
        for of in ("/incidents/1", "/victims/0/person", "/victims/7", "/incidents/0", "else")
    )
    report = r.Report(
        incidents=(CHAT, PAGE), victims=(r.Victim(),), public=r.PublicAnswers(seen=seen)
    )
    kept = keep_groups(report, {G.WEB_ADDRESSES, G.ANSWERS})
    assert kept.public is not None
    assert [one.of for one in kept.public.seen] == ["/incidents/0", "/victims/7", "else"]
    assert keep_groups(report, ALL - {G.REPORTER_CONTACT}) == report
