"""Where values stand in a JSON text."""

import json
from typing import Any

import pytest

from tests.unit.reports import full_report
from tipline.codecs.report_json import encode_report
from tipline.codecs.report_json.places import DEEPEST, Places, escaped, is_too_deep

TEXT = """ { "a" : [ 1 , -2.5e+7,
  true,null , "x\\"}] \\u00e9" ],
"b":{},"c":[],

  "d" : { "e" : { "f":"\u4f8b\U0001f4de" , "g" : false } }
}
"""


@pytest.mark.parametrize(
    ("pointer", "position"),
    [
        ("", (1, 2)),
        ("/a", (1, 10)),
        ("/a/0", (1, 12)),
        ("/a/1", (1, 16)),
        ("/a/2", (2, 3)),
        ("/a/3", (2, 8)),
        ("/a/4", (2, 15)),
        ("/b", (3, 5)),
        ("/c", (3, 12)),
        ("/d", (5, 9)),
        ("/d/e", (5, 17)),
        ("/d/e/f", (5, 23)),
        ("/d/e/g", (5, 36)),
    ],
)
def test_positions_count_characters_from_one(pointer: str, position: tuple[int, int]) -> None:
    assert Places(TEXT).position(pointer) == position


@pytest.mark.parametrize(
    ("pointer", "position"),
    [("/a/5", (1, 10)), ("/a/0/x", (1, 12)), ("/b/x/y/z", (3, 5)), ("/x", (1, 2)), ("x", (1, 2))],
)
def test_what_is_not_there_is_placed_at_the_nearest_thing_around_it(
    pointer: str, position: tuple[int, int]
) -> None:
    assert Places(TEXT).position(pointer) == position


@pytest.mark.parametrize("text", ["17", '"x"', "true", "null", "-1.5E+7", "{}", "[]", " {}\n"])
def test_any_value_can_stand_alone(text: str) -> None:
    assert Places(text).position("") == (1, text.index(text.strip()) + 1)


def test_carriage_returns_do_not_count_as_lines() -> None:
    assert Places('{\r\n"a":\r1}').position("/a") == (2, 6)


def test_names_that_stand_twice_are_listed_each_time() -> None:
    places = Places('{"a": 1, "a": {"b": 1, "\\u0062": 2}, "a": 3, "c": [{"a": 1}, {"a": 1}]}')
    assert places.repeated == ["/a", "/a/b", "/a"]
    assert places.position("/a") == (1, 43)


def test_escapes_in_names() -> None:
    assert escaped("a~b/c~1") == "a~0b~1c~01"
    assert Places('{"a~b/c": 1, "\\u002f": 2}').position("/a~0b~1c") == (1, 11)
    assert Places('{"a~b/c": 1, "\\u002f": 2}').position("/~1") == (1, 24)


@pytest.mark.parametrize(
    ("opened", "levels", "closed"),
    [("[", 1, "]"), ('{"]}": ', 1, "}"), ('["\\"]", {"": ', 2, "}]")],
)
def test_the_deepest_level(opened: str, levels: int, closed: str) -> None:
    def nested(depth: int) -> str:
        return opened * (depth // levels) + "17" + closed * (depth // levels)

    assert not is_too_deep(nested(DEEPEST))
    assert Places(nested(DEEPEST)).position("") == (1, 1)
    assert is_too_deep(nested(DEEPEST + levels))
    assert not is_too_deep(f"[{', '.join([nested(DEEPEST - levels)] * 100)}]")


def test_depth_is_told_of_any_text() -> None:
    assert is_too_deep("[" * 65)
    assert is_too_deep("]" * 100 + "[" * 165)
    assert not is_too_deep('"' + "[" * 100)
    assert not is_too_deep('"\\"' + "[" * 100)
    assert not is_too_deep("")


def found(text: str, position: tuple[int, int]) -> Any:  # noqa: ANN401 - any JSON value
    """Read the value that begins at a place."""
    line, column = position
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :]
    return json.JSONDecoder().raw_decode(rest)[0]


@pytest.mark.parametrize("indent", [False, True])
def test_every_value_of_a_report_is_found_again(indent: bool) -> None:
    text = encode_report(full_report(), indent=indent).decode()
    places = Places(text)

    def compare(value: object, pointer: str) -> None:
        assert found(text, places.position(pointer)) == value
        if isinstance(value, list):
            value = dict(enumerate(value))
        if isinstance(value, dict):
            for name, item in value.items():
                compare(item, f"{pointer}/{name}")

    compare(json.loads(text), "")
