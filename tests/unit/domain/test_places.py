"""The place codes: those of the reference, no more and no fewer."""

from tipline.domain.places import COUNTRY_CODES, STATE_CODES, Place

BEYOND_ISO = {"A1", "A2", "O1", "AN", "AP", "EU", "FX", "XK"}


def test_countries_are_the_249_of_iso_eight_more_and_none() -> None:
    assert len(COUNTRY_CODES) == len({*COUNTRY_CODES}) == 1 + 249 + len(BEYOND_ISO)
    assert {*COUNTRY_CODES} > BEYOND_ISO | {"", "US", "GB", "TW", "SS", "BQ", "AX"}
    iso = {*COUNTRY_CODES} - BEYOND_ISO - {""}
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in iso)
    assert not iso & {"UK", "EL", "SU", "YU", "CS", "TP", "ZR", "XX"}


def test_states_are_the_fifty_dc_three_territories_and_none() -> None:
    assert len(STATE_CODES) == len({*STATE_CODES}) == 1 + 50 + 4
    assert {*STATE_CODES} > {"", "DC", "GU", "PR", "VI", "CA", "WY"}
    assert not {*STATE_CODES} & {"AS", "MP", "UM", "AA", "AE", "AP"}


def test_a_place_does_not_print_itself() -> None:
    assert repr(Place(country="US", subdivision="US-NV")) == "Place(...)"
