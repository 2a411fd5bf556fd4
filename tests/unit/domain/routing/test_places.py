import phonenumbers
import pycountry
import pytest
from phonenumbers import geocoder

from tipline.domain.places import COUNTRY_CODES, STATE_CODES, Place
from tipline.domain.routing.finding import EvidenceKind, Ground
from tipline.domain.routing.placing import (
    NO_COUNTRY,
    place_of,
    state_of,
    state_of_zip,
    subdivision_of,
)
from tipline.domain.routing.tables.area_codes import STATE_BY_AREA_CODE
from tipline.domain.routing.wording import because

_ISO = {one.alpha_2 for one in pycountry.countries}
_NAMED = {one.name: one.code for one in pycountry.subdivisions if one.country_code == "US"} | {
    "Washington D.C.": "US-DC",
    "Washington State": "US-WA",
    "U.S. Virgin Islands": "US-VI",
}


@pytest.mark.parametrize("code", COUNTRY_CODES)
def test_every_code_of_a_country_is_decided(code: str) -> None:
    found = place_of(code)
    if code in NO_COUNTRY:
        assert found is None
    elif code in {"AS", "GU", "MP", "PR", "UM", "VI"}:
        assert found == Place(country="US", subdivision=f"US-{code}")
    else:
        assert found == Place(country="FR" if code == "FX" else code)
        assert code in _ISO | {"FX", "XK"}


def test_no_country_is_no_place() -> None:
    assert place_of(None) is None
    assert place_of("ZZ") is None
    assert place_of(None, "Nevada") is None


@pytest.mark.parametrize("code", [one for one in STATE_CODES if one])
def test_every_state_is_a_subdivision(code: str) -> None:
    assert state_of(code) == Place(country="US", subdivision=f"US-{code}")
    assert subdivision_of("US", code.lower()) == f"US-{code}"
    assert subdivision_of("US", f"us-{code}") == f"US-{code}"


def test_no_state_is_no_place() -> None:
    assert state_of(None) is None
    assert state_of("") is None


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("US", "New  Mexico", "US-NM"),
        ("US", "  nevada ", "US-NV"),
        ("US", "Ontario", None),
        ("US", "XX", None),
        ("DE", "NV", None),
        ("DE", "de-by", "DE-BY"),
        ("CA", "Ontario", "CA-ON"),
        ("XK", "Anything", None),
        ("HU", "Szeged", "HU-SD"),
        ("LT", "Vilnius", "LT-58"),
        ("DZ", "Alger", "DZ-16"),
        # Two subdivisions have this name: county and city, as ISO has them.
        ("TW", "Hsinchu", None),
    ],
)
def test_a_region_is_known_by_exact_name_or_code(
    country: str, text: str, code: str | None
) -> None:
    assert subdivision_of(country, text) == code


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("89101", "US-NV"),
        (" 20001 ", "US-DC"),
        ("89101-0117", "US-NV"),
        ("891010117", "US-NV"),
        ("96910", "US-GU"),
        ("96799", "US-AS"),
        ("96950", "US-MP"),
        ("09001", None),
        ("96939", None),
        ("00000", None),
        ("8910", None),
        ("891011", None),
        ("8910l", None),
        ("89101-", None),
        ("", None),
    ],
)
def test_a_zip_lies_in_a_state(text: str, state: str | None) -> None:
    found = state_of_zip(text)
    assert found == (None if state is None else Place(country="US", subdivision=state))


def test_area_codes_are_those_of_the_plan() -> None:
    expected = {}
    for code in range(200, 1_000):
        number = phonenumbers.parse(f"+1{code}5550117")
        region = phonenumbers.region_code_for_number(number)
        name = geocoder.description_for_number(number, "en")
        if region in {"AS", "GU", "MP", "PR", "VI"}:
            expected[str(code)] = f"US-{region}"
        elif region == "US" and name in _NAMED:
            expected[str(code)] = _NAMED[name]
        elif region == "US" and ", " in name:
            expected[str(code)] = f"US-{name[-2:]}"
    shared = expected.keys() & STATE_BY_AREA_CODE
    assert all(expected[code] == STATE_BY_AREA_CODE[code] for code in shared)
    # A later edition of the plan may have some codes more.
    assert len(expected.keys() ^ STATE_BY_AREA_CODE) <= 10
    assert len(STATE_BY_AREA_CODE) > 350


@pytest.mark.parametrize("kind", EvidenceKind)
@pytest.mark.parametrize("ground", Ground)
def test_every_reason_is_one_sentence(kind: EvidenceKind, ground: Ground) -> None:
    whole = because(kind, ground, Place(country="US"))
    part = because(kind, ground, Place(country="US", subdivision="US-NV"))
    assert "this country" in whole
    assert part == whole.replace("this country", "this part of the country")
    assert whole.count(".") == 1
    assert whole.endswith(".")
