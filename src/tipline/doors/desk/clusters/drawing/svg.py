"""Writes drawings down as SVG: plain shapes and words, which the style sheet of the pages colours.

Nothing is in a style attribute, which the pages' policy forbids; without the style sheet it is
black on nothing. The words are kinds and numbers only, never a value of a report.
"""

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup, escape

from tipline.doors.desk.clusters.drawing.gather import Sign
from tipline.doors.desk.clusters.drawing.layout import LINE, Layout, PlacedNumber
from tipline.doors.desk.clusters.drawing.strokes import PAD, Rect, Stroke

_EDGE = 4
"""Pixels around the whole, so that no line is cut."""
_CORNER = 9
VICTIM = "Victim: "
"""What stands before the kind of a victim's identifier; its shape has cut corners too."""


def draw(layout: Layout, title: str, words: str, address: Callable[[int], str]) -> Markup:
    """Return a drawing with a title and a description; `address` is where a report's page is."""
    return frame((layout.width, layout.height), "graph", (title, words), _shapes(layout, address))


def frame(
    size: tuple[float, float], name: str, told: tuple[str, str], shapes: Iterable[str]
) -> Markup:
    """Return an SVG element of a size in pixels, with its title and its description."""
    width, height = (round(length) + 2 * _EDGE for length in size)
    title, words = told
    inside = "".join(shapes)
    return Markup(  # noqa: S704 - numbers, and words that are escaped
        f'<svg class="tl-drawing" role="group" aria-labelledby="{name}-title"'
        f' aria-describedby="{name}-words" width="{width}" height="{height}"'
        f' viewBox="{-_EDGE} {-_EDGE} {width} {height}" direction="ltr" fill="none"'
        f' stroke="currentColor" font-size="14">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-words">{escape(words)}</desc>{inside}</svg>'
    )


def text(words: str, x: float, y: float, *, anchor: str = "middle") -> str:
    """Return words at a place; `y` is the height of their middle."""
    return (
        f'<text x="{_short(x)}" y="{_short(y)}" text-anchor="{anchor}" dy=".35em"'
        f' fill="currentColor" stroke="none">{escape(words)}</text>'
    )


def rectangle(rect: Rect, name: str, round_by: int = 0) -> str:
    """Return a rectangle of a class."""
    x, y, width, height = (_short(length) for length in rect)
    corner = f' rx="{round_by}"' if round_by else ""
    return (
        f'<rect class="tl-drawing__{name}" x="{x}" y="{y}" width="{width}" height="{height}"'
        f"{corner}/>"
    )


def _shapes(layout: Layout, address: Callable[[int], str]) -> Iterator[str]:
    yield from map(_line, layout.strokes)
    for box, rect in layout.boxes:
        if len(box.reports) > 1:
            yield rectangle(rect, "box", 6)
    for one in layout.numbers:
        yield _number(one, address)
    for sign, rect in layout.signs:
        yield from _sign(sign, rect)


def _line(stroke: Stroke) -> str:
    (x, y), (to_x, to_y) = stroke.start, stroke.end
    half = _short((x + to_x) / 2)
    path = f"M{_short(x)} {_short(y)}C{half} {_short(y)} {half} {_short(to_y)}"
    dashes = ' stroke-dasharray="5 5"' if stroke.dashed else ""
    return f'<path class="tl-drawing__line" d="{path} {_short(to_x)} {_short(to_y)}"{dashes}/>'


def _number(one: PlacedNumber, address: Callable[[int], str]) -> str:
    rect = one.at
    words = text(str(one.report), rect.x + rect.width / 2, rect.middle)
    return (
        f'<a class="tl-drawing__report" href="{escape(address(one.report))}"'
        f' aria-label="Report {one.report}">{rectangle(rect, "number", 13)}{words}</a>'
    )


def _sign(sign: Sign, rect: Rect) -> Iterator[str]:
    yield _cut_corners(rect) if sign.victim else rectangle(rect, "sign")
    for place, line in enumerate(sign.lines):
        y = rect.y + PAD / 2 + LINE * (place + 0.5)
        yield text(line, rect.x + rect.width / 2, y)


def _cut_corners(rect: Rect) -> str:
    left, top, right, bottom = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
    points = (
        (left + _CORNER, top),
        (right - _CORNER, top),
        (right, top + _CORNER),
        (right, bottom - _CORNER),
        (right - _CORNER, bottom),
        (left + _CORNER, bottom),
        (left, bottom - _CORNER),
        (left, top + _CORNER),
    )
    path = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
    return f'<polygon class="tl-drawing__sign" points="{path}"/>'


def _short(length: float) -> str:
    """Return a length with one decimal at most."""
    return f"{length:.1f}".removesuffix(".0")
