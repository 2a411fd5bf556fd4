"""Finding agencies: by id and country, and by how closely they cover a place."""

import pytest

from tests.unit.domain.directory.agencies import agency, covers
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.directory.index import Directory, Level, countries_of, covering, level_of
from tipline.domain.places import Place

EVERYWHERE = agency("E")
COUNTRY = agency("C", covers("US"))
STATE = agency("S", covers("US", "US-NV", "US-UT"))
COUNTY = agency("K", covers("US", "US-NV", counties=("32003",)))
OTHER = agency("O", covers("GB"), kind=AgencyKind.REGULATOR)
BOTH = agency("B", covers("US", "US-NV", counties=("32003",)), covers("US", "US-UT"), covers("GB"))
ALL = (EVERYWHERE, COUNTRY, STATE, COUNTY, OTHER, BOTH)

US = Place(country="US")
NEVADA = Place(country="US", subdivision="US-NV")
CLARK = Place(country="US", subdivision="US-NV", county="32003")
WASHOE = Place(country="US", subdivision="US-NV", county="32031")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (CLARK, "KBSCE"),
        (WASHOE, "SCE"),
        (NEVADA, "SCE"),
        (US, "CE"),
        (Place(country="US", subdivision="US-UT"), "SBCE"),
        (Place(country="GB"), "OBE"),
        (Place(country="FR"), "E"),
    ],
)
def test_the_closest_come_first_and_equals_stay_in_their_order(
    place: Place, expected: str
) -> None:
    names = [f"agency-{letter.lower()}" for letter in expected]
    assert [one.agency.id for one in covering(ALL, place)] == names
    # The index walks those of everywhere last, which is where they end up anyway.
    assert [one.agency.id for one in Directory(ALL).covering(place)] == names


def test_a_part_does_not_cover_a_place_that_is_known_less_well() -> None:
    assert level_of(COUNTY, NEVADA) is None
    assert level_of(STATE, US) is None
    assert level_of(COUNTRY, CLARK) is Level.COUNTRY


def test_the_closest_of_several_coverages_counts() -> None:
    twice = agency("T", covers("US"), covers("US", "US-NV"))
    assert level_of(twice, CLARK) is Level.SUBDIVISION
    assert level_of(EVERYWHERE, CLARK) is Level.EVERYWHERE


def test_the_index_finds_by_id_country_and_kind() -> None:
    directory = Directory(ALL)
    assert len(directory) == len(ALL) == len([*directory])
    assert directory.find("agency-k") is COUNTY
    assert directory.find("agency-x") is None
    assert directory.in_country("GB") == (OTHER, BOTH)
    assert directory.in_country("FR") == ()
    assert directory.of_kind(AgencyKind.REGULATOR) == (OTHER,)
    assert countries_of(BOTH) == ("US", "GB")
    assert countries_of(EVERYWHERE) == ()
