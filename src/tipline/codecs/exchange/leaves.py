"""A nested value as lines, one fact each: a JSON Pointer, ` = `, and the fact as JSON.

Only for values whose names are never numbers and need no escape, as ours are.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

_IS: Final = " = "


def lines_of(value: Any, at: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Yield the lines of a value in its order; what is empty has a line too."""
    if isinstance(value, dict) and value:
        for name, inside in value.items():
            yield from lines_of(inside, f"{at}/{name}")
    elif isinstance(value, list | tuple) and value:
        for index, inside in enumerate(value):
            yield from lines_of(inside, f"{at}/{index}")
    else:
        yield f"{at}{_IS}{msgspec.json.encode(value).decode()}"


def value_of(lines: Iterable[str]) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value that lines were made of; an empty object if there are none.

    Raises:
        ValueError: a line is no fact, or two lines contradict each other.
    """
    root: dict[str, Any] = {}
    for line in lines:
        pointer, is_, written = line.partition(_IS)
        if not is_:
            raise ValueError(_IS)
        value = msgspec.json.decode(written)
        *way, last = ("", *pointer.split("/")[1:])
        place = root
        for segment in way:
            place = place.setdefault(segment, {})
        if place.setdefault(last, value) is not value:
            raise ValueError(_IS)
    return _with_lists(root.get("", {}))


def _with_lists(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value with lists for what is numbered from nought."""
    if not isinstance(value, dict) or not value:
        return value
    inside = {name: _with_lists(held) for name, held in value.items()}
    numbered = list(map(str, range(len(inside))))
    return [inside[index] for index in numbered] if inside.keys() == set(numbered) else inside
