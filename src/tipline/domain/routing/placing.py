"""Codes and texts of a report to places. Never raises; what is no place is None.

Territories of the US that have a country code of their own become its subdivisions, because its
law and its agencies cover them. Source: ISO 3166-1 and 3166-2; 18 U.S.C. 2258A.
"""

import re
from functools import cache, lru_cache
from typing import Final

from tipline.domain.places import COUNTRY_CODES, STATE_CODES, Place

NO_COUNTRY: Final = frozenset({"", "A1", "A2", "O1", "AN", "AP", "EU"})
"""Codes that a report may use and that name no one country.

Anonymous proxy, satellite provider, other; the Netherlands Antilles, which became three; Asia and
the Pacific; the European Union. `XK` (Kosovo) is a place, though not of ISO.
"""
_TODAY: Final = {"FX": "FR"}
"""Withdrawn codes that have one successor."""
US: Final = "US"
_US_TERRITORIES: Final = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})
_STATES: Final = frozenset(STATE_CODES) - {""} | _US_TERRITORIES
_COUNTRIES: Final = frozenset(COUNTRY_CODES) - NO_COUNTRY
_ZIP: Final = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")


def place_of(country: str | None, region: str | None = None) -> Place | None:
    """Return the place of a country code, and of a region by its exact name or code.

    A region that is not known leaves the country alone.
    """
    stated = country or ""
    code = _TODAY.get(stated, stated)
    if code in _US_TERRITORIES:
        return Place(country=US, subdivision=f"{US}-{code}")
    if code not in _COUNTRIES:
        return None
    return Place(country=code, subdivision=subdivision_of(code, region) if region else None)


def state_of(state: str | None) -> Place | None:
    """Return the place of a US state or territory by its two letters."""
    if not state:
        return None
    return Place(country=US, subdivision=f"{US}-{state}")


def subdivision_of(country: str, region: str) -> str | None:
    """Return the code (ISO 3166-2) of a region by its exact name or code; case does not count.

    None if no subdivision is called so, or several are.
    """
    return _subdivisions(country).get(" ".join(region.casefold().split()))


@lru_cache(maxsize=4096)
def state_of_zip(text: str) -> Place | None:
    """Return the state of a US ZIP code (`89101`, `89101-0001`), or None.

    The county is left out: the table has its name, and no packaged one has the code for it.
    """
    import zipcodes  # noqa: PLC0415 - not in the light install; 40 MB when it is first asked

    found = _ZIP.fullmatch(text.strip())
    if found is None:
        return None
    known = zipcodes.matching(found[1])  # type: ignore[no-untyped-call]  # it has none
    states = {one["state"] for one in known}
    state = states.pop() if len(states) == 1 else ""
    # Military mail (AA, AE, AP) is delivered anywhere.
    return state_of(state) if state in _STATES else None


@cache
def _subdivisions(country: str) -> dict[str, str]:
    """Return codes by name and by code; to load the list takes some 100 milliseconds."""
    import pycountry  # noqa: PLC0415 - not in the light install

    found: dict[str, str] = {}
    for one in sorted(pycountry.subdivisions, key=lambda each: each.code):
        if one.country_code == country:
            for said in (one.name, one.code, one.code.partition("-")[2]):
                key = said.casefold()
                # A name that two subdivisions share tells neither.
                found[key] = one.code if found.get(key, one.code) == one.code else ""
    return {said: code for said, code in found.items() if code}
