"""Drawings of clusters: every report once, nothing over anything, the same each time, bounded."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from tipline.doors.desk.clusters.drawing.bars import Bar, draw_bars
from tipline.doors.desk.clusters.drawing.gather import (
    MOST_LINES,
    MOST_SIGNS,
    Bond,
    Picture,
    gather,
)
from tipline.doors.desk.clusters.drawing.layout import Layout, lay_out
from tipline.doors.desk.clusters.drawing.strokes import Rect
from tipline.doors.desk.clusters.drawing.svg import draw

FIRST = 1_000_001


def account(size: int) -> tuple[list[int], list[Bond]]:
    """Reports of one account: most have the same few identifiers, one is kept apart."""
    chance = random.Random(size)  # noqa: S311 - a test's choices
    reports = list(range(FIRST, FIRST + size))
    bonds = [
        Bond(words, victim, frozenset(one for one in reports if chance.random() < share))
        for words, victim, share in (
            ("E-mail address", False, 0.95),
            ("Account id", False, 0.9),
            ("Phone number", False, 0.5),
            ("Victim: screen name", True, 0.2),
        )
    ]
    kept = frozenset(reports[:1])
    return reports, [bonds[0]._replace(joined=bonds[0].joined - kept, apart=kept), *bonds[1:]]


def chain(size: int) -> tuple[list[int], list[Bond]]:
    """Reports of which each shares something with the next."""
    reports = list(range(FIRST, FIRST + size))
    random.Random(size).shuffle(reports)  # noqa: S311 - a test's choices
    pairs = (frozenset(reports[place : place + 2]) for place in range(size - 1))
    return reports, [Bond("E-mail address", victim=False, joined=pair) for pair in pairs]


def tangle(size: int) -> tuple[list[int], list[Bond]]:
    """Reports that share many things with whichever others."""
    chance = random.Random(size)  # noqa: S311 - a test's choices
    reports = list(range(FIRST, FIRST + size))
    return reports, [
        Bond("Phone number", place % 3 == 0, frozenset(chance.sample(reports, min(size, 9))))
        for place in range(size * 3)
    ]


SHAPES: list[Callable[[int], tuple[list[int], list[Bond]]]] = [account, chain, tangle]
SIZES = (2, 5, 40, 200)


def drawn(layout: Layout) -> ET.Element:
    text = draw(layout, "A title", "A description", lambda number: f"/reports/{number}/")
    return ET.fromstring(text)  # noqa: S314 - our own


def over(one: Rect, other: Rect) -> bool:
    """Tell whether two rectangles cover a common place."""
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_report_is_there_once_with_its_page(
    shape: Callable[[int], tuple[list[int], list[Bond]]], size: int
) -> None:
    reports, bonds = shape(size)
    root = drawn(lay_out(gather(reports, bonds)))
    links = root.findall("a")
    labels = ["".join(one.itertext()) for one in links]
    assert sorted(labels) == sorted(str(one) for one in reports)
    assert [one.get("href") for one in links] == [f"/reports/{one}/" for one in labels]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_is_over_another_or_outside(
    shape: Callable[[int], tuple[list[int], list[Bond]]], size: int
) -> None:
    layout = lay_out(gather(*shape(size)))
    shapes = [rect for _, rect in (*layout.signs, *layout.boxes)]
    assert not any(over(one, other) for one, other in combinations(shapes, 2))
    numbers = [one.at for one in layout.numbers]
    assert not any(over(one, other) for one, other in combinations(numbers, 2))
    for rect in (*shapes, *numbers):
        assert -0.01 <= rect.x <= rect.x + rect.width <= layout.width + 0.01
        assert -0.01 <= rect.y <= rect.y + rect.height <= layout.height + 0.01


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_cluster_is_always_drawn_the_same(
    shape: Callable[[int], tuple[list[int], list[Bond]]],
) -> None:
    reports, bonds = shape(60)
    first = lay_out(gather(reports, bonds))
    assert lay_out(gather(reversed(reports), list(bonds))) == first
    assert lay_out(gather([*reports, *reports], bonds)) == first


def test_a_large_tangle_is_bounded_and_says_what_it_leaves_out() -> None:
    reports, bonds = tangle(200)
    picture = gather(reports, bonds)
    assert len(picture.signs) <= MOST_SIGNS
    assert sum(len(box.ties) for box in picture.boxes) <= MOST_LINES
    assert picture.left_out == len(bonds) - shown(picture)
    assert picture.left_out > 0


def shown(picture: Picture) -> int:
    """Count the identifiers in the signs."""
    found = 0
    for sign in picture.signs:
        for line in sign.lines:
            found += int(line.partition("(")[2].strip(")") or 1)
    return found


def test_what_the_same_reports_have_is_one_shape() -> None:
    joined = frozenset({1, 2})
    words = ["E-mail address", "Phone number", "E-mail address"]
    picture = gather([1, 2, 3], [Bond(one, victim=False, joined=joined) for one in words])
    assert [sign.lines for sign in picture.signs] == [("E-mail address (2)", "Phone number")]
    assert [box.reports for box in picture.boxes] == [(1, 2), (3,)]
    assert [len(box.ties) for box in picture.boxes] == [1, 0]


def test_a_victims_identifier_is_a_shape_of_its_own() -> None:
    both = frozenset({1, 2})
    bonds = [
        Bond("E-mail address", victim=False, joined=both),
        Bond("Victim: e-mail address", victim=True, joined=both),
    ]
    root = drawn(lay_out(gather([1, 2], bonds)))
    assert len(root.findall("polygon")) == 1
    assert "Victim: e-mail address" in "".join(root.itertext())


def test_what_is_kept_apart_is_dashed_and_nothing_else() -> None:
    bonds = [Bond("Phone number", victim=False, joined=frozenset({1, 2}), apart=frozenset({3}))]
    root = drawn(lay_out(gather([1, 2, 3], bonds)))
    dashes = Counter(line.get("stroke-dasharray") for line in root.findall("path"))
    assert dashes == {None: 1, "5 5": 1}


def test_a_drawing_says_what_it_is_and_has_no_style_of_its_own() -> None:
    root = drawn(lay_out(gather(*account(40))))
    told = {root.get("aria-labelledby"): "A title", root.get("aria-describedby"): "A description"}
    named = {one.get("id"): one.text for one in root if one.get("id")}
    assert named == told
    assert root.get("direction") == "ltr"
    assert not any("style" in one.attrib or "script" in one.tag for one in root.iter())


def test_words_are_never_markup() -> None:
    bonds = [Bond("<b>&", victim=False, joined=frozenset({1, 2}))]
    root = drawn(lay_out(gather([1, 2], bonds)))
    assert "<b>&" in "".join(root.itertext())


@pytest.mark.parametrize("count", [0, 1, 30])
def test_bars_are_as_long_as_what_they_count(count: int) -> None:
    bars = [Bar(f"Row {n}", n * 10, f"{n * 10} reports", more=n) for n in range(1, count + 1)]
    text = draw_bars(bars, "bars", "A title", "A description")
    root = ET.fromstring(text)  # noqa: S314 - our own
    widths = lengths(root.findall("rect"), "tl-drawing__bar")
    assert widths == sorted(widths)
    assert len(widths) == count
    assert len(lengths(root.findall("rect"), "tl-drawing__more")) == count


def lengths(found: Iterable[ET.Element], name: str) -> list[float]:
    return [float(one.get("width", "0")) for one in found if one.get("class") == name]
