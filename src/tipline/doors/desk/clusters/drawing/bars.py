"""Drawings of how many: bars with words, for clusters too large to draw and for the time line."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from tipline.doors.desk.clusters.drawing.layout import CHARACTER
from tipline.doors.desk.clusters.drawing.strokes import Rect
from tipline.doors.desk.clusters.drawing.svg import frame, rectangle, text

_ROW: Final = 30.0
_BAR: Final = 18.0
_LONGEST: Final = 420.0
_GAP: Final = 10.0


class Bar(NamedTuple):
    """A row: what is counted, how many, and how that is said; `more` is of another sort."""

    words: str
    length: int
    told: str
    more: int = 0


def draw_bars(bars: Sequence[Bar], name: str, title: str, words: str) -> Markup:
    """Return bars below each other, the longest as long as there is room."""
    first = max((len(bar.words) for bar in bars), default=0) * CHARACTER
    last = max((len(bar.told) for bar in bars), default=0) * CHARACTER
    size = (first + _LONGEST + last + 2 * _GAP, _ROW * len(bars))
    return frame(size, name, (title, words), _rows(bars, first))


def _rows(bars: Sequence[Bar], first: float) -> Iterator[str]:
    most = max((bar.length + bar.more for bar in bars), default=1) or 1
    for place, bar in enumerate(bars):
        middle = _ROW * (place + 0.5)
        yield text(bar.words, 0, middle, anchor="start")
        end = first + _GAP
        for count, name in ((bar.length, "bar"), (bar.more, "more")):
            if count:
                length = max(2.0, _LONGEST * count / most)
                yield rectangle(Rect(end, middle - _BAR / 2, length, _BAR), name)
                end += length
        yield text(bar.told, end + _GAP, middle, anchor="start")
