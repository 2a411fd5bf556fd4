"""Leaves of a report only what was released, and tells where a fact stands then."""

import re
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, Final, TypeVar

import msgspec

from tipline.domain import report as r
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release.assignment import FIELDS, group_of, permitted

PartT = TypeVar("PartT", bound=r.Part)

_LISTED: Final = re.compile(
    "/(incidents|reported|recipients|victims)/([0-9]{1,9})(/.*)?", re.DOTALL
)


def keep_groups(report: r.Report, groups: AbstractSet[FactGroup]) -> r.Report:
    """Return a report with the facts of these groups only; what is withheld leaves no trace.

    How a public reporter can be reached stays only with their consent in the report. That a
    report is public stays always. Incidents of which nothing goes are gone, so that the next take
    their places (`released_path`); other lists stay or go whole.
    """
    going = permitted(report, groups)
    kept = _kept(report, None, going)
    if kept.public is None or not kept.public.seen:
        return kept
    public = msgspec.structs.replace(kept.public, seen=_seen(report, kept.public.seen, going))
    return msgspec.structs.replace(kept, public=public)


def released_path(report: r.Report, groups: AbstractSet[FactGroup], path: str) -> str | None:
    """Return where in the kept report a fact stands; None if it is withheld, or not there.

    `path` is a JSON Pointer into the whole report.
    """
    going = permitted(report, groups)
    value: Any = report
    holder: FactGroup | None = None
    segments = path.split("/")[1:]
    for segment in segments:
        if isinstance(value, r.Part):
            if segment not in FIELDS[type(value)]:
                return None
            group = group_of(value, segment, holder)
            if not _goes(value, segment, holder, going) and not _is_sifted(value, segment):
                return None
            value, holder = getattr(value, segment), group
        elif isinstance(value, tuple) and segment.isdecimal() and int(segment) < len(value):
            value = value[int(segment)]
        else:
            return None
    if segments[:1] == ["incidents"] and len(segments) > 1:
        before = report.incidents[: int(segments[1]) + 1]
        staying = [_stays(_kept(one, FactGroup.INCIDENTS, going), going) for one in before]
        if not staying[-1]:
            return None
        return "/".join(["/incidents", str(sum(staying) - 1), *segments[2:]])
    return path


def _kept(part: PartT, holder: FactGroup | None, going: AbstractSet[FactGroup]) -> PartT:
    """Return a part with what goes of it; the rest is as if it had never been stated."""
    values: dict[str, Any] = {}
    for name, default in defaults(type(part)).items():
        stated = getattr(part, name)
        if stated == default:
            values[name] = stated
        elif _goes(part, name, holder, going) or _is_sifted(part, name):
            values[name] = _inside(stated, group_of(part, name, holder), going)
        else:
            values[name] = default
    return type(part)(**values)


def _inside(value: Any, holder: FactGroup, going: AbstractSet[FactGroup]) -> Any:  # noqa: ANN401
    """Return what goes of a field's value."""
    if isinstance(value, tuple):
        return tuple(
            inside
            for inside in (_inside(item, holder, going) for item in value)
            if holder is not FactGroup.INCIDENTS or _stays(inside, going)
        )
    return _kept(value, holder, going) if isinstance(value, r.Part) else value


def _goes(
    part: r.Part, name: str, holder: FactGroup | None, going: AbstractSet[FactGroup]
) -> bool:
    alone = holder is None or FIELDS[type(part)][name].alone
    return group_of(part, name, holder) in going and (alone or holder in going)


def _is_sifted(part: r.Part, name: str) -> bool:
    return FIELDS[type(part)][name].sifted


def _stays(kept: object, going: AbstractSet[FactGroup]) -> bool:
    """Tell whether an item of an incident list has a reason to stay."""
    return FactGroup.INCIDENTS in going or kept != type(kept)()


def _seen(
    report: r.Report, seen: tuple[r.Seen, ...], going: AbstractSet[FactGroup]
) -> tuple[r.Seen, ...]:
    """Return what was seen of things that go, at their new places."""
    kept = []
    for one in seen:
        place = one.of
        listed = _LISTED.fullmatch(place)
        if listed and int(listed[2]) < len(getattr(report, listed[1])):
            moved = released_path(report, going, f"/{listed[1]}/{int(listed[2])}")
            if moved is None:
                continue
            place = moved + (listed[3] or "")
        kept.append(msgspec.structs.replace(one, of=place))
    return tuple(kept)


@cache
def defaults(kind: type[r.Part]) -> dict[str, Any]:
    """Return the fields of a part with what they hold if nothing was stated."""
    return {field.name: field.default for field in msgspec.structs.fields(kind)}
