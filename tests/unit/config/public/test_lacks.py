"""What a form lacks before it goes live, and what should be looked at again."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.unit.config.public.folders import COMPLETE, FORM, NUMBERS, read, write
from tipline.config import ADMINISTRATORS, Mode, Settings, SettingsError, check_production
from tipline.config.public import MISSING, OLD, PublicSite, lacks, outdated, read_site
from tipline.config.read import read_settings

DAY = date(2026, 11, 22)


def missing(data: Path, files: dict[str, str]) -> list[str]:
    settings = write(data, files)
    found = lacks(read_site(settings), settings)
    assert all(problem.code == MISSING for problem in found)
    return [problem.path for problem in found]


def test_a_complete_form_lacks_nothing(tmp_path: Path) -> None:
    assert missing(tmp_path, COMPLETE) == []


def test_without_a_folder_everything_only_the_operator_knows_is_missing(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert [problem.path for problem in lacks(read_site(settings), settings)] == [
        "public/form.toml: name",
        "public/form.toml: countries",
        "public/form.toml: exit_to",
        "public/form.toml: read_within_days",
        "public/privacy.en.txt",
        "public/privacy.es.txt",
        "public/privacy.fr.txt",
        "public/privacy.ar.txt",
        "retention_days",
    ]


@pytest.mark.parametrize("line", FORM.splitlines())
def test_what_the_form_must_say_is_missed(tmp_path: Path, line: str) -> None:
    name = line.partition(" ")[0]
    found = missing(tmp_path, {**COMPLETE, "form.toml": FORM.replace(line, "")})
    if name == "languages":
        assert found == ["public/privacy.es.txt", "public/privacy.ar.txt"]
    else:
        assert found == [f"public/form.toml: {name}"]


def test_own_countries_need_records_that_the_operator_checked(tmp_path: Path) -> None:
    form = FORM.replace('["GB"]', '["GB", "FR", "AQ"]')
    settings = write(tmp_path, {**COMPLETE, "form.toml": form})
    found = {one.path: one.message for one in lacks(read_site(settings), settings)}
    assert [*found] == [
        f"public/numbers.toml: {country}.{what}"
        for country in ("FR", "AQ")
        for what in ("emergency", "helplines")
    ]
    assert "112, 15, 17, 18" in found["public/numbers.toml: FR.emergency"]
    assert "119 Allô" in found["public/numbers.toml: FR.helplines"]
    assert "(" not in found["public/numbers.toml: AQ.emergency"]


def test_a_country_without_any_helpline_is_missed_though_it_was_said(tmp_path: Path) -> None:
    emergency = NUMBERS.partition("[[")[0] + "[GB]\nhelplines = []\n"
    numbers = emergency.replace("[GB]\n", "").replace("helplines", "GB.helplines")
    text = numbers.splitlines()[-1] + "\n" + "\n".join(numbers.splitlines()[:-1])
    assert missing(tmp_path, {**COMPLETE, "numbers.toml": text}) == [
        "public/numbers.toml: GB.helplines"
    ]


def test_the_text_of_the_settings_is_taken_for_the_first_language_alone(tmp_path: Path) -> None:
    write(tmp_path, {"form.toml": FORM, "numbers.toml": NUMBERS})
    fallback = tmp_path / "privacy.txt"
    fallback.write_text("Synthetic privacy text 17.")
    settings = Settings(data=tmp_path, privacy_text=fallback, retention_days=365)
    found = lacks(read_site(settings), settings)
    assert [problem.path for problem in found] == ["public/privacy.fr.txt"]


def test_untranslated_texts_are_told(tmp_path: Path) -> None:
    settings = write(tmp_path, COMPLETE)

    def count(_: PublicSite, language: str) -> int:
        return {"fr": 17}.get(language, 0)

    (found,) = lacks(read_site(settings), settings, count)
    assert found.path == "public/translations/fr.po"
    assert "17 texts" in found.message


def test_records_are_looked_at_again_after_a_year(tmp_path: Path) -> None:
    site = read(tmp_path, COMPLETE)
    assert outdated(site, date(2027, 11, 22)) == []
    own = [*outdated(site, date(2027, 11, 23))]
    assert [problem.path for problem in own] == [
        "public/numbers.toml: GB.emergency",
        "public/numbers.toml: GB.helplines",
        "public/numbers.toml: others",
    ]
    assert {problem.code for problem in own} == {OLD}
    assert "2026-11-22" in own[0].message


def test_numbers_of_the_settings_have_no_day_to_grow_old(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, emergency_numbers={"GB": "999"})
    site = msgspec.structs.replace(read_site(settings), helplines={}, support=())
    site = msgspec.structs.replace(site, emergency={"GB": site.emergency["GB"]})
    assert outdated(site, date(2040, 1, 1)) == []


def production(data: Path, **more: object) -> Settings:
    said = {"mode": Mode.PRODUCTION, "name": "hotline.example.net", "retention_days": 365, **more}
    return msgspec.structs.replace(Settings(data=data), **said)


def test_production_takes_numbers_and_privacy_from_the_folder(tmp_path: Path) -> None:
    site = read(tmp_path, COMPLETE)
    check_production(production(tmp_path), ADMINISTRATORS, site=site)
    with pytest.raises(SettingsError) as caught:
        check_production(production(tmp_path), ADMINISTRATORS)
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["emergency_numbers", "privacy_text"]


def test_production_refuses_a_form_that_is_not_ready_and_says_what_to_run(tmp_path: Path) -> None:
    settings = production(tmp_path, retention_days=None)
    with pytest.raises(SettingsError) as caught:
        check_production(settings, ADMINISTRATORS, site=read_site(settings))
    paths = [problem.path for problem in caught.value.problems]
    assert paths.count("retention_days") == 1
    assert "public/form.toml: exit_to" in paths
    assert f"tipline public init --data {tmp_path}" in str(caught.value)


@pytest.mark.parametrize(("files", "lacking"), [(COMPLETE, False), ({"form.toml": "x = 1"}, True)])
def test_beside_wrong_settings_the_folder_still_counts(
    tmp_path: Path, files: dict[str, str], lacking: bool
) -> None:
    write(tmp_path, files)
    (tmp_path / "tipline.toml").write_text('mode = "production"\nport = -1\n')
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {}, to_serve=True)
    paths = {problem.path for problem in caught.value.problems}
    assert {"port", "retention_days"} <= paths
    assert ("emergency_numbers" in paths) is lacking
    assert ("privacy_text" in paths) is lacking


@pytest.mark.parametrize("said", ["report.example.org", "https://a@b.example/", "https://x/?a=b"])
def test_the_address_of_the_form_holds_no_name_and_no_query(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsError, match="public-url: expected the form's address"):
        read_settings(tmp_path, {}, {"public_url": None} | {"public_url": said})
