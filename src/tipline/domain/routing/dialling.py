"""Where a phone number is from: its country, and the US state of its area code.

Numbers that are kept for fiction (555-01xx) count as any other: their area code says as much.
"""

from typing import Final

import phonenumbers

from tipline.domain.identifiers import phone
from tipline.domain.places import Place
from tipline.domain.routing.placing import US, place_of
from tipline.domain.routing.tables.area_codes import STATE_BY_AREA_CODE

_NORTH_AMERICA: Final = "+1"


def place_of_phone(number: str, calling_code: str | None, country: str | None) -> Place | None:
    """Return where a number is from, by its calling code, and by its area code in the US.

    `country` is the one stated for the holder. It lets a number without calling code be read, and
    then only a state counts: the country would only say again what was stated. None for numbers
    of no place, such as free ones.
    """
    stated = phone.normal_form(number, calling_code)
    if stated is None:
        return None
    if stated.scope == phone.DIGITS:
        if country != US:
            return None
        at_home = phone.normal_form(number, None, US)
        return _state(at_home.value) if at_home else None
    return _state(stated.value) or _country(stated.value)


def _state(value: str) -> Place | None:
    if not value.startswith(_NORTH_AMERICA):
        return None
    found = STATE_BY_AREA_CODE.get(value[2:5])
    return None if found is None else Place(country=US, subdivision=found)


def _country(value: str) -> Place | None:
    parsed = phonenumbers.parse(value, None)
    region = phonenumbers.region_code_for_number(parsed)
    if value.startswith(_NORTH_AMERICA):
        # Free numbers and codes not yet assigned are of the whole plan, 25 countries.
        return None if region == US else place_of(region)
    # A number that nobody can have still has the calling code of its country.
    return place_of(region or phonenumbers.region_code_for_country_code(parsed.country_code or 0))
