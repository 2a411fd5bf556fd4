"""What is wrong with a draft is said at its field; what is left empty is never wrong."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.domain.public.drafts import EMPTY, TODAY, drafts, full_draft
from tipline.domain.checks import check_report
from tipline.domain.checks.controls import CONTROLS
from tipline.domain.public.check_draft import check_draft
from tipline.domain.public.compose import compose
from tipline.domain.public.draft import Block, Child, Draft, Other, PlaceKind, Reach
from tipline.domain.public.texts import clean, email_in
from tipline.domain.vocabulary import ContactWish


def found(draft: Draft, today: date = TODAY) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in check_draft(draft, today)]


def with_block(**fields: Any) -> Draft:  # noqa: ANN401 - any field
    block = Block(kind=PlaceKind.ROOM, **fields)
    return msgspec.structs.replace(EMPTY, blocks=(block,))


def with_reach(wish: ContactWish, **fields: Any) -> Draft:  # noqa: ANN401 - any field
    reach = Reach(wish=wish, **fields)
    return msgspec.structs.replace(EMPTY, reach=reach)


def test_nothing_is_wrong_with_nothing_nor_with_all() -> None:
    assert found(EMPTY) == []
    assert found(full_draft()) == []


@given(drafts())
@settings(max_examples=300)
def test_a_draft_without_problems_makes_a_report_without_any(draft: Draft) -> None:
    problems = check_draft(draft, TODAY)
    assert all(problem.message.endswith(".") for problem in problems)
    if not problems:
        report, _ = compose(
            draft, consent_version="1", unconfirmed=True, incomplete=True, categories={}
        )
        assert check_report(report, datetime(2026, 2, 1, tzinfo=UTC)) == []


def at_its_longest(extra: int) -> Draft:
    def line(most: int) -> str:
        return ("xy " * most)[: most - 1 + extra] + "c"

    name, one, long = line(100), line(255), line(10_000)
    names = "\n".join((line(249 - extra), line(249 - extra), line(249 - extra), line(250)))
    blocks = [Block(kind=kind, text=one, service=name, time=line(40)) for kind in PlaceKind]
    blocks[0] = msgspec.structs.replace(blocks[0], text=line(8_000))
    return msgspec.structs.replace(
        EMPTY,
        category=name,
        blocks=tuple(blocks),
        narrative=long,
        child=Child(country="US", region=name, name=one, details=long),
        other=Other(country="US", region=name, names=names, details=long),
        country="US",
        region=name,
        reach=Reach(email=one, phone=one, times=one),
    )


def test_the_longest_of_all_texts_are_taken_and_no_longer_ones() -> None:
    assert found(at_its_longest(0)) == []
    problems = found(at_its_longest(1))
    assert {code for _, code in problems} == {"too_long", "time_unreadable"}
    assert len([1 for _, code in problems if code == "too_long"]) == 20
    assert len([1 for _, code in problems if code == "time_unreadable"]) == 4


@pytest.mark.parametrize(
    ("day", "month", "year", "code"),
    [
        ("", "", "", None),
        (" ", "", "", None),
        ("31", "1", "2026", None),
        ("\u0663\u0661", "\u0661", "\u0662\u0660\u0662\u0666", None),
        ("\uff11", "", "", None),
        ("31", "2", "", "day_impossible"),
        ("29", "2", "", None),
        ("29", "2", "2025", "day_impossible"),
        ("0", "", "", "day_impossible"),
        ("", "13", "", "day_impossible"),
        ("", "0", "", "day_impossible"),
        ("", "", "0", "day_impossible"),
        ("", "", "26", "day_impossible"),
        ("", "", "20261", "day_impossible"),
        ("", "", "1989", "day_impossible"),
        ("", "", "1990", None),
        ("", "", "2028", "day_impossible"),
        ("", "", "2027", "day_ahead"),
        ("2", "2", "2026", None),
        ("3", "2", "2026", "day_ahead"),
        ("", "3", "2026", "day_ahead"),
        ("3", "", "2026", None),
        ("x", "", "", "day_impossible"),
        ("1.", "", "", "day_impossible"),
    ],
)
def test_a_day_must_be_possible_and_past(
    day: str, month: str, year: str, code: str | None
) -> None:
    expected = [] if code is None else [("/blocks/0/day", code)]
    assert found(with_block(day=day, month=month, year=year)) == expected


@pytest.mark.parametrize("time", ["20:15", "8.15 pm", "20h15", "\u0662\u0660:\u0661\u0665", "8?"])
def test_a_time_may_be_written_in_any_way(time: str) -> None:
    assert found(with_block(time=time)) == []


def test_a_zone_is_an_offset() -> None:
    assert found(with_block(zone="-03:30")) == []
    assert found(with_block(zone="Paris")) == [("/blocks/0/zone", "zone_unknown")]


def test_countries_are_in_their_list() -> None:
    draft = msgspec.structs.replace(
        EMPTY, country="xx", child=Child(country="us"), other=Other(country="USA")
    )
    paths = [path for path, code in found(draft) if code == "country_unknown"]
    assert paths == ["/child/country", "/other/country", "/country"]


def test_there_are_not_too_many_places() -> None:
    blocks = (Block(kind=PlaceKind.WEB),)
    assert found(msgspec.structs.replace(EMPTY, blocks=blocks * 10)) == []
    assert found(msgspec.structs.replace(EMPTY, blocks=blocks * 11)) == [
        ("/blocks", "too_many_blocks")
    ]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (with_reach(ContactWish.NONE, email="x", phone="x"), []),
        (with_reach(ContactWish.BY_CODE), []),
        (with_reach(ContactWish.BY_EMAIL), [("/reach/email", "contact_missing")]),
        (with_reach(ContactWish.BY_EMAIL, email="x"), [("/reach/email", "email_unreadable")]),
        (with_reach(ContactWish.BY_EMAIL, email="a@example.org"), []),
        (with_reach(ContactWish.BY_PHONE), [("/reach/phone", "contact_missing")]),
        (with_reach(ContactWish.BY_PHONE, phone="x"), [("/reach/phone", "phone_unreadable")]),
        (with_reach(ContactWish.BY_PHONE, phone="+1 202 555 0117"), []),
    ],
)
def test_the_chosen_way_must_lead_somewhere(draft: Draft, expected: list[tuple[str, str]]) -> None:
    assert found(draft) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Name A\n" * 100, []),
        (" " + "xy " * 85 + "\n", []),
        ("xy " * 85 + "xy", [("/other/names", "too_long")]),
        ("Name A\n" + "xy " * 85 + "xy\nName B", [("/other/names", "too_long")]),
        ("xy " * 334, [("/other/names", "too_long")]),
        ("xy\n" * 334, [("/other/names", "too_long")]),
    ],
)
def test_each_name_is_on_a_line(names: str, expected: list[tuple[str, str]]) -> None:
    assert found(msgspec.structs.replace(EMPTY, other=Other(names=names))) == expected


def test_files_and_controls_are_found_at_their_field() -> None:
    data = "data:image/png;base64,AAAA"
    draft = msgspec.structs.replace(
        EMPTY, narrative=data, child=Child(name="a\x00b"), blocks=with_block(text=data).blocks
    )
    assert found(draft) == [
        ("/blocks/0/text", "file_in_text"),
        ("/narrative", "file_in_text"),
        ("/child/name", "control_character"),
    ]


def test_texts_that_make_a_file_only_together_are_found() -> None:
    half = "%01%02%03%04%05%06%07 " + "Synthetic words " * 4
    other = Other(region=half, details=half)
    assert found(msgspec.structs.replace(EMPTY, other=other)) == [
        ("/other/details", "file_in_text")
    ]
    child = Child(region=half, details=half)
    assert found(msgspec.structs.replace(EMPTY, child=child)) == [
        ("/child/details", "file_in_text")
    ]
    block = Block(kind=PlaceKind.WEB, service=half, text=half)
    assert found(msgspec.structs.replace(EMPTY, blocks=(block,))) == [
        ("/blocks/0/text", "file_in_text")
    ]


@given(st.text() | st.lists(st.sampled_from("a\r\n\x00 \x85\u2028\x1f\ud800")).map("".join))
def test_cleaned_text_has_no_controls_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert CONTROLS.search(cleaned) is None
    assert cleaned == cleaned.strip() == clean(cleaned)
    assert "\r" not in cleaned


def test_cleaning_keeps_words_and_lines() -> None:
    assert clean("  one\r\ntwo\rthree\x00 four\t5 \n") == "one\ntwo\nthree four\t5"


def test_no_address_is_too_long_for_a_report() -> None:
    assert email_in("a@example.org") == "a@example.org"
    assert email_in("a" * 300 + "@example.org") is None
    assert email_in("") is None
