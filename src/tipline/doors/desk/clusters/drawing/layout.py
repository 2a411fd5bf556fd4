"""Where the shapes stand: identifiers in a column, boxes of reports beside it, none overlapping.

Bounded work: one walk through the shapes for their order, and a few passes that put what hangs
together at one height.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from tipline.doors.desk.clusters.drawing.gather import Box, Picture, Sign
from tipline.doors.desk.clusters.drawing.order import in_order
from tipline.doors.desk.clusters.drawing.strokes import PAD, Rect, Stroke, draw_lines

CHARACTER: Final = 8.4
"""Width of a character of a label, in pixels: the widest of the fonts that are used."""
DIGIT: Final = 9.2
LINE: Final = 20.0
"""Height of a line of a label."""
NUMBER_HEIGHT: Final = 26.0
_NUMBER_PAD: Final = 14.0
_BETWEEN: Final = 14.0
_ACROSS: Final = 100.0
_ONE_SIDE: Final = 6
"""Boxes up to which all stand on one side, which is narrower."""
_COLUMNS: Final = (8, 4)


class PlacedNumber(NamedTuple):
    """A report and where its number stands."""

    report: int
    at: Rect


class Layout(NamedTuple):
    """Everything with its place."""

    width: float
    height: float
    signs: tuple[tuple[Sign, Rect], ...]
    boxes: tuple[tuple[Box, Rect], ...]
    numbers: tuple[PlacedNumber, ...]
    strokes: tuple[Stroke, ...]


def lay_out(picture: Picture) -> Layout:
    """Return where the shapes of a picture stand."""
    signs, boxes = in_order(picture)
    two = len(boxes) > _ONE_SIDE
    wide = max((len(str(number)) for box in picture.boxes for number in box.reports), default=1)
    cell = _NUMBER_PAD + DIGIT * wide
    sizes = {place: _box_size(picture.boxes[place], cell, _COLUMNS[two]) for place in boxes}
    left, right = _sides(boxes, sizes) if two else ([], boxes)
    sign_width = max((_sign_width(sign) for sign in picture.signs), default=0.0)
    heights = {place: _sign_height(picture.signs[place]) for place in signs}
    left_width, right_width = (
        max((sizes[place][0] for place in side), default=0.0) for side in (left, right)
    )
    column = left_width + _ACROSS if left else 0.0
    height = max(
        _stacked([sizes[place][1] for place in left]),
        _stacked([sizes[place][1] for place in right]),
        _stacked(list(heights.values())),
    )
    placed: dict[int, Rect] = {}
    for side, edge, grows in ((left, left_width, -1), (right, column + sign_width + _ACROSS, 1)):
        tops = _spread([sizes[place][1] for place in side], height)
        for place, top in zip(side, tops, strict=True):
            across, tall = sizes[place]
            placed[place] = Rect(edge - across if grows < 0 else edge, top, across, tall)
    middles = _middles(picture, placed)
    at = _settle(signs, heights, middles, height)
    stand = {place: Rect(column, at[place], sign_width, heights[place]) for place in signs}
    return Layout(
        width=column + sign_width + (_ACROSS + right_width if right else 0.0),
        height=height,
        signs=tuple((picture.signs[place], stand[place]) for place in signs),
        boxes=tuple((picture.boxes[place], placed[place]) for place in boxes),
        numbers=tuple(
            one for place in boxes for one in _numbers(picture.boxes[place], placed[place], cell)
        ),
        strokes=draw_lines(picture, placed, stand),
    )


def _box_size(box: Box, cell: float, most: int) -> tuple[float, float]:
    """Return width and height; a report that is alone needs no box around it."""
    if len(box.reports) == 1:
        return cell, NUMBER_HEIGHT
    columns = _columns(len(box.reports), most)
    rows = math.ceil(len(box.reports) / columns)
    return (
        columns * cell + (columns + 1) * PAD,
        rows * NUMBER_HEIGHT + (rows + 1) * PAD,
    )


def _columns(count: int, most: int) -> int:
    return min(most, math.ceil(math.sqrt(1.5 * count)))


def _sign_width(sign: Sign) -> float:
    return 2 * _NUMBER_PAD + CHARACTER * max(len(line) for line in sign.lines)


def _sign_height(sign: Sign) -> float:
    return PAD + LINE * len(sign.lines)


def _stacked(heights: Sequence[float]) -> float:
    return sum(heights) + _BETWEEN * max(0, len(heights) - 1)


def _sides(
    boxes: Sequence[int], sizes: dict[int, tuple[float, float]]
) -> tuple[list[int], list[int]]:
    """Share the boxes out to the left and the right, about the same height on each."""
    sides: tuple[list[int], list[int]] = ([], [])
    tall = [0.0, 0.0]
    for place in boxes:
        side = 0 if tall[0] <= tall[1] else 1
        sides[side].append(place)
        tall[side] += sizes[place][1] + _BETWEEN
    return sides


def _spread(heights: Sequence[float], height: float) -> list[float]:
    """Return the tops of what stands in one column, spread evenly over the whole height."""
    if not heights:
        return []
    gap = (height - sum(heights)) / len(heights)
    tops, top = [], gap / 2
    for tall in heights:
        tops.append(top)
        top += tall + gap
    return tops


def _middles(picture: Picture, placed: dict[int, Rect]) -> dict[int, float]:
    """Return at which height each sign would stand best: in the middle of its boxes."""
    heights: dict[int, list[float]] = {}
    for place, box in enumerate(picture.boxes):
        for tie in box.ties:
            heights.setdefault(tie.sign, []).append(placed[place].middle)
    return {sign: sum(found) / len(found) for sign, found in heights.items()}


def _settle(
    signs: Sequence[int], heights: dict[int, float], middles: dict[int, float], height: float
) -> dict[int, float]:
    """Return the tops of the signs: near where they would stand best, one below the other."""
    order = sorted(signs, key=lambda sign: (middles.get(sign, height), signs.index(sign)))
    tops: dict[int, float] = {}
    above = 0.0
    for sign in order:
        tops[sign] = max(above, middles.get(sign, height) - heights[sign] / 2)
        above = tops[sign] + heights[sign] + _BETWEEN
    below = height
    for sign in reversed(order):
        tops[sign] = min(tops[sign], below - heights[sign])
        below = tops[sign] - _BETWEEN
    return tops


def _numbers(box: Box, at: Rect, cell: float) -> list[PlacedNumber]:
    if len(box.reports) == 1:
        return [PlacedNumber(box.reports[0], at)]
    columns = round((at.width - PAD) / (cell + PAD))
    return [
        PlacedNumber(
            report,
            Rect(
                at.x + PAD + place % columns * (cell + PAD),
                at.y + PAD + place // columns * (NUMBER_HEIGHT + PAD),
                cell,
                NUMBER_HEIGHT,
            ),
        )
        for place, report in enumerate(box.reports)
    ]
