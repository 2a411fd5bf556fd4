"""The fields of a report as a mapping sees them, and what is said about each."""

from tests.laws.report_fields import ALL_FIELDS
from tipline.codecs.platform import all_fields, meaning_of, words_of
from tipline.codecs.platform.meanings import _MEANINGS
from tipline.codecs.platform.targets import fields_of, report_kind
from tipline.codecs.platform.words import PART_WORDS
from tipline.domain.report import Report

FIELDS = list(all_fields())
BY_PATH = {field.path: field for field in FIELDS}


def test_every_field_of_a_report_can_be_filled_but_those_of_the_public() -> None:
    found = {(field.part.cls.__name__, field.name) for field in FIELDS}
    missing = ALL_FIELDS - found
    assert {part for part, _ in missing} <= {"Report", "PublicAnswers", "Seen"}
    assert ("Report", "public") in missing


def test_places_are_told_apart() -> None:
    assert len(BY_PATH) == len(FIELDS)
    event = BY_PATH["reported[].ip_events[].event"]
    assert words_of(event.target.leaf)[0] == "login"
    assert not event.required
    assert BY_PATH["reported[].ip_events[].address"].required
    assert BY_PATH["incidents[](chat).room"].part.cls.__name__ == "ChatIncident"
    assert words_of(BY_PATH["reported[].service"].target.leaf) == ()
    assert len(words_of(BY_PATH["victims[].location.country"].target.leaf)) == 257


def test_every_field_has_its_meaning_and_no_meaning_is_left_over() -> None:
    assert all(meaning_of(field) for field in FIELDS)
    names = {field.name for field in FIELDS}
    own = {f"{field.part.cls.__name__}.{field.name}" for field in FIELDS}
    assert set(_MEANINGS) <= names | own


def test_no_word_of_the_language_is_the_name_of_a_field() -> None:
    assert not {field.name for field in FIELDS} & set(PART_WORDS)


def test_the_public_is_not_mapped() -> None:
    assert "public" not in fields_of(Report)
    assert report_kind().cls is Report
