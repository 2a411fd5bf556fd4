"""Divides a large package into parts of a size that Typst sets in little memory.

The compiler keeps every line of a document until the last is set, about a megabyte a page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from tipline.codecs.printable.inside import Unit

MOST: Final = 8_000
"""How much one part holds: texts, a long one counted again for every hundred characters."""
_LONG: Final = 100
_MAY_BE_SPELLED: Final = re.compile("[^\x00-\u07ff]")
"""Characters that perhaps no font has; such a one is eight when it is spelled."""
_MORE: Final = 7

Part = dict[str, list[Any]]
"""The sections of one part: `subjects`, `ip`, `reports` and `annex`; any may be empty."""


def weight(value: object) -> int:
    """Return how much work a value is to set."""
    if isinstance(value, str):
        return 1 + (len(value) + _MORE * len(_MAY_BE_SPELLED.findall(value))) // _LONG
    inside: Iterable[object] = ()
    if isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, list | tuple):
        inside = value
    return sum(weight(one) for one in inside)


def divide(
    before: int, units: Iterable[Unit], ip: Sequence[list[str]], annex: Sequence[dict[str, Any]]
) -> list[Part]:
    """Return the parts in order, each filled as far as it goes; at least one.

    `before` is the weight of what stands at the beginning of the first part.
    """
    parts = [_empty()]
    filled = before
    for section, one, size in _pieces(units, ip, annex):
        if filled and filled + size > MOST:
            parts.append(_empty())
            filled = 0
        filled += size
        if isinstance(one, Unit):
            parts[-1]["subjects"].extend(one.sheets)
            parts[-1]["reports"].append(one.page)
        else:
            parts[-1][section].append(one)
    return parts


def _empty() -> Part:
    return {"subjects": [], "ip": [], "reports": [], "annex": []}


def _pieces(
    units: Iterable[Unit], ip: Sequence[list[str]], annex: Sequence[dict[str, Any]]
) -> Iterable[tuple[str, Any, int]]:
    for unit in units:
        size = weight(unit)
        if size <= MOST:
            yield "reports", unit, size
        else:
            sheets = (one for sheet in unit.sheets for one in _smaller(sheet))
            yield from (("subjects", one, weight(one)) for one in sheets)
            yield from (("reports", one, weight(one)) for one in _smaller(unit.page))
    yield from (("ip", row, weight(row)) for row in ip)
    yield from (("annex", text, weight(text)) for text in annex)


def _smaller(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a sheet or page as several that each fit a part; no block is divided."""
    one, filled = {**page, "blocks": [], "identifiers": []}, 0
    for block in page["blocks"]:
        size = weight(block)
        if filled and filled + size > MOST:
            yield one
            one, filled = {**one, "title": f"{page['title']}, continued", "blocks": []}, 0
        one["blocks"].append(block)
        filled += size
    yield {**one, "identifiers": page["identifiers"]}
