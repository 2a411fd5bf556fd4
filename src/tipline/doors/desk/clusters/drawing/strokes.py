"""The lines of a drawing: where each leaves a box of reports, and where it meets a sign."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple

from tipline.doors.desk.clusters.drawing.gather import Picture

PAD: Final = 8.0
"""Room between shapes that stand in one another, in pixels."""
_APART: Final = 12.0


class Rect(NamedTuple):
    """Where something stands, in pixels from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


class Stroke(NamedTuple):
    """A line between two points, curved from left to right."""

    start: tuple[float, float]
    end: tuple[float, float]
    dashed: bool


_Line = tuple[int, int, bool]
"""A box, a sign, and whether the line is dashed."""


def draw_lines(
    picture: Picture, placed: dict[int, Rect], stand: dict[int, Rect]
) -> tuple[Stroke, ...]:
    """Return the lines; those of one shape leave it side by side, in the order they end in."""
    lines = [
        (place, tie.sign, tie.dashed)
        for place, box in enumerate(picture.boxes)
        for tie in box.ties
    ]
    leaves: dict[_Line, float] = {}
    ends: dict[_Line, float] = {}
    for own in _grouped(lines, lambda line: line[0]):
        own.sort(key=lambda line: stand[line[1]].middle)
        leaves.update(_along(placed[own[0][0]], own))
    for own in _grouped(lines, lambda line: (line[1], placed[line[0]].x < stand[line[1]].x)):
        own.sort(key=lambda line: placed[line[0]].middle)
        ends.update(_along(stand[own[0][1]], own))
    return tuple(
        _stroke(placed[line[0]], stand[line[1]], (leaves[line], ends[line]), dashed=line[2])
        for line in lines
    )


def _grouped(lines: Sequence[_Line], key: Callable[[_Line], Hashable]) -> Iterable[list[_Line]]:
    groups: dict[Hashable, list[_Line]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups.values()


def _along(rect: Rect, lines: Sequence[_Line]) -> dict[_Line, float]:
    """Return the height at which each line meets the side of a shape."""
    step = min(_APART, (rect.height - PAD) / max(1, len(lines)))
    first = rect.middle - step * (len(lines) - 1) / 2
    return {line: first + step * place for place, line in enumerate(lines)}


def _stroke(box: Rect, sign: Rect, heights: tuple[float, float], *, dashed: bool) -> Stroke:
    leaves, ends = heights
    if box.x < sign.x:
        return Stroke((box.x + box.width, leaves), (sign.x, ends), dashed)
    return Stroke((box.x, leaves), (sign.x + sign.width, ends), dashed)
