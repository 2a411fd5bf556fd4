"""The folder of the public form: defaults without it, each file, and all problems together."""

import random
from pathlib import Path

import pytest

from tests.unit.config.public.folders import COMPLETE, FORM, read, write, wrong
from tipline.config import Settings, SettingsError
from tipline.config.public import BUILT_IN, BUILT_IN_LANGUAGES, Colours, read_site


def test_without_a_folder_everything_is_as_it_comes(tmp_path: Path) -> None:
    site = read_site(Settings(data=tmp_path / "nowhere"))
    assert (site.name, site.languages, site.countries) == ("Hotline", BUILT_IN_LANGUAGES, ())
    assert site.exit_to.startswith("https://")
    assert (site.read_within_days, site.receipt_days, site.proof_of_work) == (2, 180, True)
    assert site.categories == BUILT_IN
    assert site.colours == Colours()
    assert not (site.said | site.own_emergency | site.own_helplines | site.own_privacy)
    assert (site.privacy, site.texts, site.translations) == ({}, {}, {})


def test_a_complete_folder_is_read(tmp_path: Path) -> None:
    more = 'phone = "+1 202 555 0117"\nphone_hours = { en = "9 to 17", fr = "de 9 à 17" }\n'
    more += "receipt_days = 90\nproof_of_work = false\n"
    files = {**COMPLETE, "form.toml": FORM + more, "colours.toml": 'brand = "#AA0000"\n'}
    files["texts.toml"] = '[fr]\n"Step %(n)s" = "Pas %(n)s"\n'
    site = read(tmp_path, files)
    assert (site.name, site.languages, site.countries) == ("Hotline 17", ("en", "fr"), ("GB",))
    assert (site.phone, site.phone_hours["fr"]) == ("+1 202 555 0117", "de 9 à 17")
    assert (site.read_within_days, site.receipt_days, site.proof_of_work) == (3, 90, False)
    assert site.exit_to == "https://www.example.org/"
    assert site.colours == Colours(brand="#aa0000")
    assert site.texts == {"fr": {"Step %(n)s": "Pas %(n)s"}}
    assert site.privacy["fr"] == "Synthetic privacy text 18."
    assert {"name", "exit_to", "countries"} <= site.said


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('name = ""', "name"),
        ('name = "two\\nlines"', "name"),
        (f'name = "{"x" * 301}"', "name"),
        ("name = 17", "name"),
        ('exit_to = "http://www.example.org/"', "exit_to"),
        ('exit_to = "https://user@www.example.org/"', "exit_to"),
        ("exit_to = \"https://www.example.org/'quoted'\"", "exit_to"),
        (f'exit_to = "https://www.example.org/{"x" * 500}"', "exit_to"),
        ("exit_to = 17", "exit_to"),
        ("languages = []", "languages"),
        ('languages = "en"', "languages"),
        ('languages = ["English"]', "languages"),
        ("languages = [17]", "languages"),
        ('languages = ["zz"]', "languages"),
        ('languages = ["en", "en"]', "languages"),
        ('countries = ["UK"]', "countries"),
        ('countries = [""]', "countries"),
        ('countries = ["EU"]', "countries"),
        ("countries = [17]", "countries"),
        ('countries = [["GB"]]', "countries"),
        ('phone = "call us"', "phone"),
        ("phone = 17", "phone"),
        ("phone_hours = 17", "phone_hours"),
        ("phone_hours = {}", "phone_hours"),
        ('phone_hours = { en = "9 to 17" }', "phone_hours"),
        ('phone_hours = { en = "a", es = "a", fr = "a", ar = "a", de = "a" }', "phone_hours"),
        ("phone_hours = { en = 1, es = 1, fr = 1, ar = 1 }", "phone_hours"),
        ("read_within_days = 0", "read_within_days"),
        ("read_within_days = 61", "read_within_days"),
        ("read_within_days = true", "read_within_days"),
        ("receipt_days = 3651", "receipt_days"),
        ('proof_of_work = "yes"', "proof_of_work"),
        ("colour = 17", "colour"),
    ],
)
def test_what_cannot_be_in_the_form_is_told_with_its_place(
    tmp_path: Path, line: str, place: str
) -> None:
    found = wrong(tmp_path, {"form.toml": line})
    assert [*found] == [f"public/form.toml: {place}"]
    assert (
        "expected" in found[f"public/form.toml: {place}"]
        or place in {"colour", "languages"}
        or ("languages of the form" in found[f"public/form.toml: {place}"])
    )


def test_everything_that_is_wrong_is_told_together_and_nothing_is_echoed(tmp_path: Path) -> None:
    files = {
        "form.toml": 'name = 17\nexit_to = "canary17"\nlanguages = ["canary17"]\n',
        "colours.toml": 'brand = "canary17"\nlink = "#canary"',
        "numbers.toml": '[GB.emergency]\nnumbers = ["canary17"]\nsource = "x"\nchecked = "canary"',
        "categories.toml": '[[category]]\nkey = "Canary 17"\nname = { canary17 = "x" }',
        "texts.toml": 'en = "canary17"\n[canary]',
    }
    found = wrong(tmp_path, files)
    assert len(found) > 8
    assert {path.partition(":")[0] for path in found} == {f"public/{name}" for name in files}
    assert "canary" not in " ".join(found.values()).lower()


@pytest.mark.parametrize("name", ["form.toml", "numbers.toml", "colours.toml", "texts.toml"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, name: str) -> None:
    found = wrong(tmp_path, {name: f'x = "{"canary" * 50}'})
    assert [*found] == [f"public/{name}"]
    assert "this is no TOML" in found[f"public/{name}"]
    assert "canary" not in found[f"public/{name}"]


def test_the_place_of_broken_toml_is_told(tmp_path: Path) -> None:
    found = wrong(tmp_path, {"form.toml": "\n\nname = = 17"})
    assert "line 3" in found["public/form.toml"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    settings = write(tmp_path, {})
    (tmp_path / "public").mkdir()
    (tmp_path / "public/form.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "public/privacy.en.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "public/privacy.fr.txt").mkdir()
    assert settings.data == tmp_path
    found = wrong(tmp_path, {})
    assert [*found] == [
        "public/form.toml",
        "public/privacy.en.txt",
        "public/privacy.fr.txt",
    ]


def test_a_long_name_is_cut_in_a_message(tmp_path: Path) -> None:
    (path,) = wrong(tmp_path, {"form.toml": f'"{"x" * 500}\\u001b" = 17'})
    assert len(path) < 100


def test_a_language_beyond_those_built_in_needs_its_file(tmp_path: Path) -> None:
    files = {"form.toml": 'languages = ["en", "pt-br"]'}
    assert [*wrong(tmp_path, files)] == ["public/translations/pt-br.po"]
    site = read(tmp_path, {**files, "translations/pt-br.po": "", "translations/en.po": ""})
    assert site.translations == {
        language: tmp_path / f"public/translations/{language}.po" for language in ("en", "pt-br")
    }


@pytest.mark.parametrize(
    "text",
    [
        "this is no catalogue",
        '#, python-format\nmsgid "Step %(n)s"\nmsgstr "Schritt %(m)s"\n',
    ],
)
def test_a_translation_that_would_break_a_page_is_refused(tmp_path: Path, text: str) -> None:
    files = {"form.toml": 'languages = ["en", "de"]', "translations/de.po": text}
    assert [*wrong(tmp_path, files)] == ["public/translations/de.po"]


def test_other_words_may_have_percent_signs(tmp_path: Path) -> None:
    text = '[en]\n"All" = "100 %"\n"Step %(n)s" = "%(n)s: 100 %%"\n'
    assert len(read(tmp_path, {"texts.toml": text}).texts["en"]) == 2


def test_the_privacy_text_of_the_settings_is_the_fallback(tmp_path: Path) -> None:
    write(tmp_path, {"form.toml": FORM, "privacy.fr.txt": "Synthetic privacy text 18."})
    fallback = tmp_path / "privacy.txt"
    settings = Settings(data=tmp_path, privacy_text=fallback)
    fallback.write_text("Synthetic privacy text 17.\n")
    site = read_site(settings)
    assert site.privacy == {
        "en": "Synthetic privacy text 17.",
        "fr": "Synthetic privacy text 18.",
    }
    assert site.own_privacy == {"fr"}


def test_a_privacy_text_of_the_settings_that_went_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="privacy_text"):
        read_site(Settings(data=tmp_path, privacy_text=tmp_path / "gone.txt"))


@pytest.mark.parametrize("text", [" \n", "x" * 50_001])
def test_a_privacy_text_says_something(tmp_path: Path, text: str) -> None:
    assert [*wrong(tmp_path, {"privacy.en.txt": text})] == ["public/privacy.en.txt"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("en = 17", "en"),
        ('[de]\n"x" = "y"', "de"),
        ('[en]\n"Step %(n)s" = "Step"', "en.Step %(n)s"),
        ('[en]\n"Step" = "Step {}"', "en.Step"),
        ('[en]\n"Step %(n)s" = "%(n)s: 100 %"', "en.Step %(n)s"),
        ('[en]\n"x" = 17', "en.x"),
        ('[en]\n"x" = "\\u0007"', "en.x"),
    ],
)
def test_other_words_keep_what_the_form_fills_in(tmp_path: Path, text: str, place: str) -> None:
    assert [*wrong(tmp_path, {"texts.toml": text})] == [f"public/texts.toml: {place}"]


def test_random_pieces_are_read_or_refused_with_problems(tmp_path: Path) -> None:
    chance = random.Random(17)  # noqa: S311 - repeatable, no secret
    pieces = ["name", "=", '"', "[", "]", "{", "}", "\n", "17", "category", "GB", ".", ",", "é"]
    ends = {"read": 0, "refused": 0}
    for _ in range(300):
        text = "".join(chance.choices(pieces, k=6))
        for name in ("form.toml", "numbers.toml", "categories.toml", "texts.toml"):
            write(tmp_path, {name: text})
        ends[end_of(tmp_path)] += 1
    assert ends["refused"] > 200
    assert ends["read"] + ends["refused"] == 300


def end_of(data: Path) -> str:
    """Return how reading a folder ends; any other error goes on to the test."""
    try:
        read_site(Settings(data=data))
    except SettingsError as error:
        return "refused" if error.problems else "refused without a word"
    return "read"
