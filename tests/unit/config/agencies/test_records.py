"""The records that come with Tipline: sound, public bodies only, and honest about themselves."""

import re
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from tipline.config.agencies import read_directory, read_records
from tipline.domain.directory.agency import AgencyKind, Channel
from tipline.domain.directory.check import GOOD_FOR, Doubt, check_directory
from tipline.domain.directory.index import Directory, countries_of
from tipline.domain.directory.territories import EU_STATES, US_STATES
from tipline.domain.places import Place

RESEARCHED = date(2026, 11, 22)
FILES = [
    file
    for file in (files("tipline.config.agencies") / "records").iterdir()
    if ".toml" in file.name
]
OURS = Directory(read_directory(None))


def test_nothing_is_wrong_with_them_and_they_are_read_once() -> None:
    assert read_records(None).agencies == OURS.agencies
    assert read_directory(None)[0] is OURS.agencies[0]
    assert len(OURS) > 200


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_mail_no_phone_no_person(file: Traversable) -> None:
    text = file.read_text("utf-8")
    assert "@" not in text
    assert re.findall(r"\+\d", text) == []
    titles = r"\b(Mr|Mrs|Ms|Dr|Prof|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Det|Detective|Officer"
    titles += r"|Inspector|Chief|Director|Commander|Special Agent|SAC|Herr|Frau|M\.|Mme)\b"
    assert re.findall(titles, text) == []
    assert text.startswith("# ")
    assert "docs/directory.md" in text


def test_no_words_hold_what_could_be_a_phone_number() -> None:
    for one in OURS:
        words = f"{one.name} {one.note} {one.licence}"
        words = words.replace("Bill C-16 of 2026", "")
        assert re.findall(r"\d[\d ()/.-]{5,}\d", words) == []
        assert not re.search(r"tel:|\d{7}", f"{one.page} {one.source}")


def test_each_says_where_it_is_from_and_none_is_a_hoster_or_has_an_address() -> None:
    for one in OURS:
        assert one.page.startswith("https://")
        assert one.source.startswith("https://")
        assert one.licence
        assert one.checked == RESEARCHED
        assert one.covers
        assert one.channel is Channel.DOWNLOAD
        assert (one.address, one.age_recipient, one.credential) == (None, None, None)
        assert one.kind not in {AgencyKind.HOSTER, AgencyKind.LOCAL_POLICE}
        assert one.verified or one.note, one.id


def test_only_what_the_reference_states_is_verified() -> None:
    verified = {one.id for one in OURS if one.verified}
    programme = {f"us-icac-{state[3:].lower()}" for state in US_STATES} - {"us-icac-dc"}
    named = {"us-ncmec", "us-fbi", "eu-europol", "gb-nca", "ca-c3p", "au-esafety"}
    assert verified == programme | named


def test_as_many_as_are_known_of() -> None:
    kinds = Counter(one.kind for one in OURS)
    assert kinds[AgencyKind.FEDERAL_OFFICE] == 56
    assert kinds[AgencyKind.ARTICLE_18] == len(EU_STATES) + 1
    single = [one for one in OURS if one.kind is AgencyKind.TASK_FORCE and not one.verified]
    several = Counter(one.covers[0].subdivisions[0] for one in single)
    assert several == {"US-CA": 5, "US-FL": 3, "US-TX": 3, "US-IL": 2, "US-NY": 2, "US-VA": 2}
    # The 61 of the programme: one for each other state, and the single ones of these six.
    assert len(US_STATES) - 1 - len(several) + len(single) == 61
    assert len({c for one in OURS.of_kind(AgencyKind.HOTLINE) for c in countries_of(one)}) >= 45


def test_no_place_that_the_law_names_is_without_a_body() -> None:
    told = check_directory(OURS.agencies, RESEARCHED)
    doubts = Counter(one.doubt for one in told)
    assert {*doubts} == {Doubt.PROVISIONAL, Doubt.UNVERIFIED, Doubt.UNREACHABLE}
    assert doubts[Doubt.UNREACHABLE] == len(OURS)
    assert [one.place for one in told if one.place and one.place.startswith("US")] == ["US-DC"]


def test_they_are_stale_180_days_after_the_research_and_not_before() -> None:
    last = RESEARCHED + GOOD_FOR
    assert not [one for one in check_directory(OURS.agencies, last) if one.doubt is Doubt.STALE]
    late = check_directory(OURS.agencies, last + timedelta(days=1))
    assert len([one for one in late if one.doubt is Doubt.STALE]) == len(OURS)


def test_every_state_leads_to_its_task_force_and_a_county_to_its_own() -> None:
    for state in US_STATES:
        first = OURS.covering(Place(country="US", subdivision=state))
        assert any(one.agency.kind is AgencyKind.TASK_FORCE for one in first), state
        assert any(one.agency.kind is AgencyKind.FEDERAL_OFFICE for one in first), state
    county = Place(country="US", subdivision="US-CA", county="06073")
    assert OURS.covering(county)[0].agency.id == "us-icac-ca-san-diego"
