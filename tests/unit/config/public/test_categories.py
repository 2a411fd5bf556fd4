"""What can be reported: the built-in kinds and an operator's own."""

import re
from pathlib import Path

import pytest

from tests.unit.config.public.folders import read, wrong
from tipline.config.public import BUILT_IN, Words, translatable
from tipline.domain.public.draft import PlaceKind
from tipline.domain.vocabulary import IncidentType

LANGUAGES = 'languages = ["en", "fr"]\n'
OWN = '[[category]]\nkey = "club"\nname = { en = "Club 17", fr = "Cercle 17" }\n'


def test_the_built_in_kinds_are_few_neutral_and_lead_somewhere() -> None:
    assert 6 <= len(BUILT_IN) <= 8
    assert len({one.key for one in BUILT_IN}) == len(BUILT_IN)
    for one in BUILT_IN:
        assert re.fullmatch("[a-z_]+", one.key)
        assert one.places
        assert len(one.name.msgid.split()) <= 10
        for text in (one.name.msgid, one.help.msgid):
            assert text
            assert not re.search(r"sex|abus|porn|nud|nak", text, re.IGNORECASE)
    assert {place for one in BUILT_IN for place in one.places} == {*PlaceKind}


def test_words_are_the_operators_or_translated() -> None:
    words = Words(msgid="Something else", by_language={"fr": "Autre 17"})
    assert words.said_in("fr", str.upper) == "Autre 17"
    assert words.said_in("es", str.upper) == "SOMETHING ELSE"
    assert Words().said_in("es", str.upper) == ""
    assert translatable("Something else") == "Something else"


def test_own_categories_replace_the_list_in_their_order(tmp_path: Path) -> None:
    more = 'help = { en = "Help 17", fr = "Aide 17" }\nplaces = ["room", "web"]\n'
    more += 'incident_type = "misleading_words"\n[[category]]\nkey = "other"\n'
    site = read(tmp_path, {"form.toml": LANGUAGES, "categories.toml": OWN + more})
    club, other = site.categories
    assert club.name.said_in("fr", str) == "Cercle 17"
    assert club.help.said_in("en", str) == "Help 17"
    assert club.places == (PlaceKind.ROOM, PlaceKind.WEB)
    assert club.incident_type is IncidentType.MISLEADING_WORDS
    assert other == next(one for one in BUILT_IN if one.key == "other")


def test_a_built_in_kind_under_another_name_loses_the_help_of_its_old_one(tmp_path: Path) -> None:
    text = OWN.replace("club", "page")
    (page,) = read(tmp_path, {"form.toml": LANGUAGES, "categories.toml": text}).categories
    assert page.name.said_in("en", str) == "Club 17"
    assert page.help == Words()
    assert page.incident_type is IncidentType.ABUSE_MATERIAL


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('category = "x"', "category"),
        ('[[category]]\nkey = "Club"\nname = { en = "x", fr = "x" }', "category[1].key"),
        ('[[category]]\nname = { en = "x", fr = "x" }', "category[1].key"),
        ('[[category]]\nkey = "club"', "category[1].name"),
        ('[[category]]\nkey = "club"\nname = { en = "x" }', "category[1].name"),
        (OWN + OWN, "category[2].key"),
        (OWN + 'places = ["moon"]', "category[1].places"),
        (OWN + 'places = [["web"]]', "category[1].places"),
        (OWN + 'incident_type = "bad"', "category[1].incident_type"),
        (OWN + 'colour = "red"', "category[1].colour"),
        ("".join(OWN.replace("club", f"club_{one}") for one in "abcdefghijklm"), "category"),
    ],
)
def test_what_cannot_be_a_category_is_told(tmp_path: Path, text: str, place: str) -> None:
    found = wrong(tmp_path, {"form.toml": LANGUAGES, "categories.toml": text})
    assert [*found] == [f"public/categories.toml: {place}"]
