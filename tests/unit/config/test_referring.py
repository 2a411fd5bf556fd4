"""The settings of referrals, and what fits with what."""

import json
from pathlib import Path

import pytest

from tipline.config import SettingsError, read_settings

GOOD = {
    "country": "US",
    "subdivision": "US-NV",
    "sender_name": "Hotline of Example",
    "sender_email": "referrals@example.org",
    "sender_phone": "+1 202 555 0117",
    "sender_page": "https://hotline.example.org/about",
    "legal_gate": "Example Act, section 17.",
    "ip_table": "countries.mmdb",
}


def read(folder: Path, values: dict[str, str]) -> object:
    (folder / "tipline.toml").write_text(
        "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    )
    return read_settings(folder, {})


def test_all_can_be_said(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    said = {name: getattr(found, name) for name in GOOD}
    assert said == {**GOOD, "ip_table": tmp_path / "countries.mmdb"}


def test_the_operators_own_data_lie_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {})
    assert settings.agencies == tmp_path / "agencies"
    assert settings.routing == tmp_path / "routing.toml"
    assert settings.country is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("country", "us"),
        ("country", "QQ"),
        ("country", ""),
        ("subdivision", "NV"),
        ("subdivision", "DE-BY"),
        ("sender_name", "x" * 121),
        ("sender_name", " "),
        ("legal_gate", "x" * 301),
        ("legal_gate", "one\ntwo"),
        ("sender_email", "nobody"),
        ("sender_phone", "110"),
        ("sender_page", "ftp://example.org/"),
        ("sender_page", "https://user@example.org/"),
    ],
)
def test_what_is_wrong_is_told_and_not_repeated(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, {**GOOD, name: value})
    assert [problem.path for problem in caught.value.problems] == [name]
    assert len(value) < 3 or value not in str(caught.value)


def test_a_part_of_no_country_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="needs its country"):
        read(tmp_path, {"subdivision": "US-NV"})
