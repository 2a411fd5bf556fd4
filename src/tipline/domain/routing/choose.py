"""Chooses agencies for one place by one rule: kinds, closeness, and whether they are verified."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tipline.domain.directory.agency import Agency, AgencyKind
from tipline.domain.directory.index import Covering, Level, countries_of
from tipline.domain.places import Place
from tipline.domain.routing.rules import Rule

_COVERS: Final = {
    Level.COUNTY: "It covers this county.",
    Level.SUBDIVISION: "It covers this part of the country.",
    Level.COUNTRY: "It covers this country.",
    Level.EVERYWHERE: "It covers every country.",
}
_NOBODY: Final = {
    Level.COUNTY: "No verified agency covers this county; it goes to {level}.",
    Level.SUBDIVISION: "No verified agency covers this part of the country; it goes to {level}.",
    Level.COUNTRY: "No verified agency covers this country alone; it goes to {level}.",
}
_LEVELS: Final = {
    Level.SUBDIVISION: "the state level",
    Level.COUNTRY: "the national level",
    Level.EVERYWHERE: "one that covers every country",
}
_UNVERIFIED: Final = "Nobody has verified this agency's record."


class Picked(NamedTuple):
    """An agency for a place, how closely it covers it, and what the desk should weigh."""

    agency: Agency
    reason: str
    doubts: tuple[str, ...] = ()


class Picks(NamedTuple):
    """Who is chosen, and who would be as close or closer if somebody verified the record."""

    chosen: tuple[Picked, ...]
    unverified: tuple[Picked, ...]


def choose(rule: Rule, place: Place, covering: Sequence[Covering]) -> Picks:
    """Return the agencies of a rule for a place: one kind of `kinds`, and each of `also`.

    `covering` is who covers the place at all.
    """
    covering = [
        one
        for one in covering
        if rule.level in {None, one.level}
        and (not rule.one_country or len(countries_of(one.agency)) == 1)
    ]
    chosen: dict[str, Picked] = {}
    unverified: dict[str, Picked] = {}
    for kinds in (rule.kinds, *((kind,) for kind in rule.also)):
        picks = _of_kinds(kinds, covering, place)
        for into, found in ((chosen, picks.chosen), (unverified, picks.unverified)):
            for one in found:
                into.setdefault(one.agency.id, one)
    return Picks(tuple(chosen.values()), tuple(unverified.values()))


def _of_kinds(kinds: Sequence[AgencyKind], covering: Sequence[Covering], place: Place) -> Picks:
    fitting = [one for one in covering if one.agency.kind in kinds]
    verified = [one for one in fitting if one.agency.verified]
    closest = max((one.level for one in verified), default=Level.EVERYWHERE)
    there = [one for one in verified if one.level is closest]
    kind = min((kinds.index(one.agency.kind) for one in there), default=0)
    chosen = tuple(
        Picked(one.agency, _COVERS[closest], _doubts(closest, place))
        for one in there
        if one.agency.kind is kinds[kind]
    )
    unverified = tuple(
        Picked(one.agency, _COVERS[one.level], (_UNVERIFIED,))
        for one in fitting
        if not one.agency.verified and one.level >= closest
    )
    return Picks(chosen, unverified)


def _doubts(level: Level, place: Place) -> tuple[str, ...]:
    wanted = _wanted(place)
    return () if level is wanted else (_NOBODY[wanted].format(level=_LEVELS[level]),)


def _wanted(place: Place) -> Level:
    """Return how closely a place is known."""
    if place.county is not None:
        return Level.COUNTY
    return Level.COUNTRY if place.subdivision is None else Level.SUBDIVISION
