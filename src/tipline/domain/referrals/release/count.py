"""Counts what a report states, by group: what an analyst sees before it goes out."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tipline.domain import report as r
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release.assignment import group_of
from tipline.domain.referrals.release.keep import defaults

Counted = dict[FactGroup, list[tuple[str, int]]]
"""Fields and how many values each has, in the order of the report, by group."""


def count_groups(report: r.Report) -> Counted:
    """Return every field that states something, with its number of values, by group.

    A field is a JSON Pointer with `*` for each position in a list. A part that states nothing
    still says that it is there, and counts itself. Of `keep_groups` this is exactly what goes.
    """
    counts = Counter(_stated(report, None, ""))
    found: Counted = {}
    for group in FactGroup:
        fields = [(label, count) for (owner, label), count in counts.items() if owner is group]
        if fields:
            found[group] = fields
    return found


def _stated(part: r.Part, holder: FactGroup | None, at: str) -> Iterator[tuple[FactGroup, str]]:
    """Yield group and label of each value that a part states."""
    for name, default in defaults(type(part)).items():
        value = getattr(part, name)
        if value != default:
            yield from _values(value, group_of(part, name, holder), f"{at}/{name}")


def _values(value: Any, group: FactGroup, at: str) -> Iterator[tuple[FactGroup, str]]:  # noqa: ANN401
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item, group, f"{at}/*")
    elif isinstance(value, r.Part):
        inside = list(_stated(value, group, at))
        # Without answers it is a mark only, and stays whatever is released.
        yield from inside or ([] if isinstance(value, r.PublicAnswers) else [(group, at)])
    else:
        yield group, at
