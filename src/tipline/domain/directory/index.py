"""Finds agencies: by id, by country, and by how closely they cover a place. Values only."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from tipline.domain.directory.agency import Agency, AgencyKind, Coverage
from tipline.domain.places import Place


class Level(IntEnum):
    """How closely an agency covers a place; a larger number is closer."""

    EVERYWHERE = 0
    COUNTRY = 1
    SUBDIVISION = 2
    COUNTY = 3


class Covering(NamedTuple):
    """An agency that covers a place, and how closely."""

    agency: Agency
    level: Level


class Directory:
    """The agencies, indexed; never changes."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self.agencies = tuple(agencies)
        self._by_id = {agency.id: agency for agency in self.agencies}
        self._by_country: dict[str, list[Agency]] = {}
        for agency in self.agencies:
            for country in countries_of(agency):
                self._by_country.setdefault(country, []).append(agency)
        self._everywhere = tuple(agency for agency in self.agencies if not agency.covers)

    def __iter__(self) -> Iterator[Agency]:
        """Walk the agencies in their order."""
        return iter(self.agencies)

    def __len__(self) -> int:
        """Return how many agencies there are."""
        return len(self.agencies)

    def find(self, agency_id: str) -> Agency | None:
        """Return the agency of an id, or None."""
        return self._by_id.get(agency_id)

    def in_country(self, country: str) -> tuple[Agency, ...]:
        """Return the agencies that cover a country or a part of it; not those of everywhere."""
        return tuple(self._by_country.get(country, ()))

    def of_kind(self, kind: AgencyKind) -> tuple[Agency, ...]:
        """Return the agencies of one kind."""
        return tuple(agency for agency in self.agencies if agency.kind is kind)

    def covering(self, place: Place) -> tuple[Covering, ...]:
        """Return who covers a place, the closest first; see `covering`."""
        return covering((*self.in_country(place.country), *self._everywhere), place)


def countries_of(agency: Agency) -> tuple[str, ...]:
    """Return the countries that an agency covers or has a part of, each once."""
    return tuple(dict.fromkeys(coverage.country for coverage in agency.covers))


def covering(agencies: Iterable[Agency], place: Place) -> tuple[Covering, ...]:
    """Return who covers a place: by county, then subdivision, country, everywhere.

    Equals stay in their order. A body for some counties does not cover a place whose county is
    not known, nor one for some subdivisions a place of which only the country is known.
    """
    found = (
        Covering(agency, level)
        for agency in agencies
        if (level := level_of(agency, place)) is not None
    )
    return tuple(sorted(found, key=lambda one: -one.level))


def level_of(agency: Agency, place: Place) -> Level | None:
    """Return how closely an agency covers a place; None if it does not."""
    if not agency.covers:
        return Level.EVERYWHERE
    levels = (_level(coverage, place) for coverage in agency.covers)
    return max((level for level in levels if level is not None), default=None)


def _level(coverage: Coverage, place: Place) -> Level | None:
    if coverage.country != place.country:
        return None
    if coverage.counties:
        return Level.COUNTY if place.county in coverage.counties else None
    if coverage.subdivisions:
        return Level.SUBDIVISION if place.subdivision in coverage.subdivisions else None
    return Level.COUNTRY
