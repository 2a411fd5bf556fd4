"""Makes the built-in emergency numbers from libphonenumber's data about short numbers.

The data does not say which number is the police's; so the order is ours. Where its version
changes, look at the difference and set CHECKED to that day.
"""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

from tipline.config.public.readers import COUNTRIES

CHECKED: Final = "2026-11-22"
_SOURCE: Final = f"libphonenumber short number metadata {phonenumbers.__version__}"
_NORTH_AMERICA: Final = 1
_MOST: Final = 6
_HEAD: Final = f"""\
# Emergency numbers that come with Tipline, by country (ISO 3166). Written by `make golden` from
# libphonenumber {phonenumbers.__version__}, which does not say whose numbers they are. The most
# general come first (000; 911 where the country code is 1; then 112, 911, 999, 111), then by
# length and value. Of more than {_MOST} only the first of these stays, or the country is left out.
# A hotline must write the records of its own countries itself (docs/public-form.md).

"""
_ORDER: Final = ("112", "911", "999", "111")


def emergency_file() -> bytes:
    """Return defaults/emergency.toml."""
    lines = [
        f"{region}.emergency = {{ numbers = [{_quoted(numbers)}],"
        f' source = "{_SOURCE}", checked = {CHECKED} }}\n'
        for region in sorted(COUNTRIES.intersection(phonenumbers.SUPPORTED_SHORT_REGIONS))
        if (numbers := numbers_of(region))
    ]
    return (_HEAD + "".join(lines)).encode()


def numbers_of(region: str) -> list[str]:
    """Return a region's emergency numbers in the order they are shown; empty if none is known."""
    first = ["000"]
    if phonenumbers.country_code_for_region(region) == _NORTH_AMERICA:
        first.append("911")  # 112 is a detour there, and fails from many landlines
    order = {number: at for at, number in enumerate(dict.fromkeys([*first, *_ORDER]))}
    last = len(order)
    found = sorted(_found(region), key=lambda one: (order.get(one, last), len(one), one))
    return found if len(found) <= _MOST else [one for one in found[:1] if one in order]


def _found(region: str) -> Iterator[str]:
    known = PhoneMetadata.short_metadata_for_region(region)
    if known is None or known.emergency is None or not known.emergency.possible_length:
        return
    pattern = re.compile(known.emergency.national_number_pattern or "")
    for length in known.emergency.possible_length:
        for value in range(10**length if length > 0 else 0):
            number = f"{value:0{length}}"
            if pattern.fullmatch(number) and phonenumbers.is_emergency_number(number, region):
                yield number


def _quoted(numbers: list[str]) -> str:
    return ", ".join(f'"{number}"' for number in numbers)
