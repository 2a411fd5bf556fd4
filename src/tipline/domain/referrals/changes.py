"""What one version of a referral says that the one before did not: where, never what."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from tipline.domain.referrals.dossier import Change, Dossier
from tipline.domain.report.part import Part

MOST_CHANGES: Final = 1_000
"""Beyond that, a report that differs is named once and as a whole."""
_ADDED: Final = "added"
_REMOVED: Final = "removed"
_CHANGED: Final = "changed"
_NOTHING: Final = object()


def changes_between(old: Dossier, new: Dossier) -> tuple[Change, ...]:
    """Return how the reports of a new version differ from those of an old one.

    Paths are into the new version's report, into the old one's where something was removed. A
    part that is new or gone is named once, not field by field. At most `MOST_CHANGES`, or one for
    each report that differs if there are more. What is not of a report (reasons, findings,
    connections) is not compared.
    """
    found: list[Change] = []
    for change in _changes(old, new):
        found.append(change)
        if len(found) > MOST_CHANGES:
            return tuple(_whole_reports(old, new))
    return tuple(found)


def _changes(old: Dossier, new: Dossier) -> Iterator[Change]:
    before = {held.number: held for held in old.reports}
    for held in new.reports:
        known = before.pop(held.number, None)
        if known is None:
            yield Change(kind=_ADDED, report=held.number)
        else:
            for kind, path in _differences(known.report, held.report, ""):
                yield Change(kind=kind, report=held.number, path=path)
    for number in before:
        yield Change(kind=_REMOVED, report=number)


def _whole_reports(old: Dossier, new: Dossier) -> Iterator[Change]:
    before = {held.number: held.report for held in old.reports}
    for held in new.reports:
        known = before.pop(held.number, None)
        if known is None:
            yield Change(kind=_ADDED, report=held.number)
        elif known != held.report:
            yield Change(kind=_CHANGED, report=held.number)
    for number in before:
        yield Change(kind=_REMOVED, report=number)


def _differences(old: object, new: object, at: str) -> Iterator[tuple[str, str]]:
    if old == new:
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        pairs = zip_longest(old, new, fillvalue=_NOTHING)
        for index, (was, now) in enumerate(pairs):
            yield from _differences(was, now, f"{at}/{index}")
    elif isinstance(old, Part) and type(old) is type(new):
        for name in old.__struct_fields__:
            yield from _differences(getattr(old, name), getattr(new, name), f"{at}/{name}")
    elif old is _NOTHING or old is None:
        yield _ADDED, at
    elif new is _NOTHING or new is None:
        yield _REMOVED, at
    else:
        yield _CHANGED, at
