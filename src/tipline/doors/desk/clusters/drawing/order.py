"""In which order shapes stand below each other, so that few lines cross.

One walk through what hangs together, then a few passes that bring shapes near those they are tied
to. The same picture gives the same order.
"""

import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from tipline.doors.desk.clusters.drawing.gather import Picture

_PASSES: Final = 6


def in_order(picture: Picture) -> tuple[list[int], list[int]]:
    """Return in which order signs and boxes stand, so that few lines cross."""
    has: list[list[int]] = [[] for _ in picture.signs]
    for place, box in enumerate(picture.boxes):
        for tie in box.ties:
            has[tie.sign].append(place)
    boxes = _walk(picture, has)
    signs: list[int] = []
    for _ in range(_PASSES):
        rank = {place: n for n, place in enumerate(boxes)}
        signs = sorted(range(len(has)), key=lambda sign: (_mean(rank, has[sign]), sign))
        order = {sign: n for n, sign in enumerate(signs)}
        boxes = sorted(
            boxes,
            key=lambda box: (_mean(order, [tie.sign for tie in picture.boxes[box].ties]), box),
        )
    return signs, boxes


def _mean(rank: dict[int, int], places: Sequence[int]) -> float:
    return sum(rank[place] for place in places) / len(places) if places else math.inf


def _walk(picture: Picture, has: list[list[int]]) -> list[int]:
    """Return the boxes as a walk meets them that begins at an end of what hangs together."""
    met: list[int] = []
    seen: set[int] = set()
    for start in range(len(picture.boxes)):
        if start not in seen:
            end = _breadth_first(picture, has, start)[-1]
            found = _breadth_first(picture, has, end)
            met += found
            seen.update(found)
    return met


def _breadth_first(picture: Picture, has: list[list[int]], start: int) -> list[int]:
    found, seen, line, used = [], {start}, deque([start]), set[int]()
    while line:
        box = line.popleft()
        found.append(box)
        for tie in picture.boxes[box].ties:
            if tie.sign in used:
                continue
            used.add(tie.sign)
            for other in has[tie.sign]:
                if other not in seen:
                    seen.add(other)
                    line.append(other)
    return found
