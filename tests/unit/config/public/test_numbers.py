"""Emergency numbers and helplines: built in, with a source each; an operator's own win."""

from datetime import date
from pathlib import Path

import pytest

from tests.unit.config.public.folders import NUMBERS, read, write, wrong
from tipline.config import Settings
from tipline.config.public import Audience, Emergency, Helpline, read_site
from tipline.config.public.numbers import built_in

EMERGENCY = '[GB.emergency]\nnumbers = ["999"]\nsource = "x"\nchecked = 2026-11-22\n'
HELPLINE = '[[GB.helplines]]\nname = "x"\nfor_whom = ["child"]\nsource = "x"\n'
SUPPORT = '[[support]]\nname = "x"\naddress = "x.example"\nsource = "x"\nchecked = 2026-11-22\n'


def test_every_built_in_record_has_a_source_a_day_and_something_to_call() -> None:
    known = built_in()
    assert len(known.emergency) > 200
    for one in known.emergency.values():
        assert one.numbers
        assert one.source.startswith("libphonenumber")
        assert one.checked == date(2026, 11, 22)
    for helplines in known.helplines.values():
        for line in helplines:
            assert line.name
            assert line.for_whom
            assert line.phone or line.text or line.web
            assert all(address.startswith("http") for address in line.source.split())
            assert line.checked == date(2026, 11, 22)
    assert all(one.address and one.source for one in known.support)


@pytest.mark.parametrize(
    ("country", "number"),
    [("GB", "112"), ("US", "911"), ("CA", "911"), ("AU", "000"), ("NZ", "111"), ("FR", "112")],
)
def test_the_most_general_number_comes_first(country: str, number: str) -> None:
    assert built_in().emergency[country].numbers[0] == number


def test_the_numbers_of_the_folder_replace_those_of_their_country(tmp_path: Path) -> None:
    site = read(tmp_path, {"numbers.toml": NUMBERS})
    assert site.emergency["GB"].numbers == ("999", "112")
    assert site.helplines["GB"] == (
        Helpline(
            name="Helpline 17",
            for_whom=(Audience.CHILD, Audience.WITNESS),
            phone="020 7946 0117",
            source="https://www.example.org/helplines",
            checked=date(2026, 11, 22),
        ),
    )
    assert site.own_emergency == site.own_helplines == {"GB"}
    assert site.emergency["FR"] == built_in().emergency["FR"]
    assert site.helplines["CA"] == built_in().helplines["CA"]
    assert site.support == built_in().support


def test_what_the_folder_does_not_say_of_a_country_stays(tmp_path: Path) -> None:
    site = read(tmp_path, {"numbers.toml": EMERGENCY + SUPPORT})
    assert site.helplines["GB"] == built_in().helplines["GB"]
    assert site.own_helplines == frozenset()
    assert [one.address for one in site.support] == ["x.example"]
    none = read(tmp_path, {"numbers.toml": "support = []\n[GB]\nhelplines = []\n"})
    assert (none.helplines["GB"], none.support) == ((), ())


def test_the_numbers_of_the_settings_win(tmp_path: Path) -> None:
    write(tmp_path, {"numbers.toml": NUMBERS})
    settings = Settings(data=tmp_path, emergency_numbers={"GB": "17", "DE": "18"})
    site = read_site(settings)
    assert site.emergency["GB"] == Emergency(numbers=("17",), source="emergency_numbers")
    assert site.own_emergency == {"GB", "DE"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[UK.emergency]", "UK"),
        ("[gb.emergency]", "gb"),
        ("GB = 17", "GB"),
        ("[GB]\nemergency = 17", "GB.emergency"),
        ("[GB]\nnumbers = 17", "GB.numbers"),
        (EMERGENCY.replace('["999"]', "[]"), "GB.emergency.numbers"),
        (EMERGENCY.replace('["999"]', "[999]"), "GB.emergency.numbers"),
        (EMERGENCY.replace('source = "x"\n', ""), "GB.emergency.source"),
        (EMERGENCY.replace("checked = 2026-11-22\n", ""), "GB.emergency.checked"),
        (EMERGENCY.replace("2026-11-22", '"2026-11-22"'), "GB.emergency.checked"),
        (EMERGENCY.replace("2026-11-22", "2026-11-22T10:00:00Z"), "GB.emergency.checked"),
        (HELPLINE + "checked = 2026-11-22", "GB.helplines[1]"),
        (HELPLINE + 'checked = 2026-11-22\nphone = "x"', "GB.helplines[1].phone"),
        (HELPLINE + 'phone = "17"', "GB.helplines[1].checked"),
        (HELPLINE.replace('"child"', '"us"') + 'phone = "17"\nchecked = 2026-11-22',
         "GB.helplines[1].for_whom"),
        ("[GB]\nhelplines = 17", "GB.helplines"),
        ("support = 17", "support"),
        (SUPPORT.replace("address", "web"), "support[1].web"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_record_is_told(tmp_path: Path, text: str, place: str) -> None:
    assert f"public/numbers.toml: {place}" in wrong(tmp_path, {"numbers.toml": text})
