"""`tipline public`, as an operator runs it: templates, what is missing, and the link."""

import json
import stat
import tomllib
from pathlib import Path

import pytest

from tests.unit.cli.runs import run_here, run_on_terminal, unstyled
from tests.unit.config.public.folders import COMPLETE, write
from tipline.config import Settings
from tipline.config.public import PublicSite, read_site

READY = 'retention_days = 365\npublic_url = "https://report.example.org/"\n'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def complete(data: Path, **files: str) -> None:
    write(data, {**COMPLETE, **files})
    (data / "tipline.toml").write_text(READY)


def public(data: Path, *words: str) -> tuple[int, str, str]:
    return run_here("public", *words, "--data", str(data))


def test_templates_are_written_once_and_never_over_what_is_there(data: Path) -> None:
    status, out, err = public(data, "init")
    assert status == 0
    names = {"README.txt", "messages.pot", *(f"{name}.toml" for name in TEMPLATES)}
    assert {line.split()[0] for line in out.splitlines()} == {"wrote"}
    assert {Path(line.split()[1]).name for line in out.splitlines()} == names
    assert "public check" in err
    (data / "public/form.toml").write_text("# mine\n")
    (data / "public/colours.toml").unlink()
    status, out, _ = public(data, "init")
    assert status == 0
    wrote = [line.split()[1] for line in out.splitlines() if line.startswith("wrote")]
    # The list of texts is of this version and nobody's to edit, so it is written anew.
    assert wrote == [
        str(data / "public/colours.toml"),
        str(data / "public/translations/messages.pot"),
    ]
    assert b"msgid" in (data / "public/translations/messages.pot").read_bytes()
    assert (data / "public/form.toml").read_text() == "# mine\n"


TEMPLATES = ("form", "categories", "numbers", "texts", "colours")


def test_only_the_owner_can_look_into_the_folder(data: Path) -> None:
    public(data, "init")
    for file in (data / "public").rglob("*"):
        assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600)
    assert stat.S_IMODE((data / "public").stat().st_mode) == 0o700


def test_a_template_says_nothing_until_somebody_does(data: Path) -> None:
    public(data, "init")
    for name in TEMPLATES:
        assert tomllib.loads((data / f"public/{name}.toml").read_text("utf-8")) == {}
    assert read_site(Settings(data=data)) == read_site(Settings(data=data / "nowhere"))


def test_a_template_with_its_marks_taken_away_is_read(data: Path) -> None:
    public(data, "init")
    for name in ("form", "numbers", "colours"):
        file = data / f"public/{name}.toml"
        file.write_text(stated(file.read_text("utf-8")), "utf-8")
    site = read_site(Settings(data=data))
    assert isinstance(site, PublicSite)
    assert site.countries == ("GB",)
    assert site.helplines["GB"][0].web == "helpline.example.org"
    assert "phone_hours" in site.said
    assert [one.name for one in site.support] == ["A service"]


def stated(template: str) -> str:
    """Return a template with its examples said: lines of TOML lose their mark."""
    lines = [line.removeprefix("# ") for line in template.splitlines()]
    return "\n".join(
        line for line in lines if line.startswith("[") or line.partition(" = ")[0].isidentifier()
    )


def test_a_folder_that_is_ready_ends_with_0(data: Path) -> None:
    complete(data)
    status, out, _ = public(data, "check")
    assert (status, "Ready: nothing is wrong, nothing is missing." in out) == (0, True)
    status, out, _ = public(data, "check", "--json")
    assert status == 0
    found = json.loads(out)
    assert (found["ready"], found["wrong"], found["missing"]) == (True, [], [])


def test_what_is_missing_is_told_with_what_to_do_and_ends_with_1(data: Path) -> None:
    status, out, _ = public(data, "check")
    assert status == 1
    assert "Missing before it may go live (9)" in out
    assert "where the leave button goes" in out
    status, out, _ = public(data, "check", "--json")
    assert status == 1
    found = json.loads(out)
    assert found["ready"] is False
    assert len(found["missing"]) == 9
    assert {*found["missing"][0]} == {"path", "code", "message"}


def test_what_is_wrong_is_told_first(data: Path) -> None:
    complete(data)
    write(data, {"colours.toml": 'brand = "#ffcc00"'})
    status, out, _ = public(data, "check")
    assert status == 1
    assert "Wrong (1)" in out
    assert "its contrast is 1." in out
    assert "told once nothing is wrong" in out
    (wrong,) = json.loads(public(data, "check", "--json")[1])["wrong"]
    assert wrong["path"] == "public/colours.toml: brand"


def test_records_that_nobody_checked_for_long_are_a_reminder(data: Path) -> None:
    complete(data)
    numbers = COMPLETE["numbers.toml"].replace("2026-11-22", "2001-01-01")
    write(data, {"numbers.toml": numbers})
    status, out, _ = public(data, "check")
    assert status == 0
    assert "To look at again (" in out
    assert out.count("last checked on 2001-01-01") == 2
    assert "Missing" not in out


@pytest.mark.parametrize("columns", [80, 40])
def test_it_fits_a_terminal(data: Path, columns: int) -> None:
    shown = run_on_terminal("public", "check", "--data", str(data), columns=columns)
    lines = [line.rstrip() for line in unstyled(shown).splitlines()]
    assert max(map(len, lines)) <= columns
    assert any("form.toml" in line for line in lines)


def test_what_an_operator_wrote_cannot_steer_the_terminal(data: Path) -> None:
    complete(data)
    write(data, {"form.toml": '"\\u001b[31mred" = 1'})
    _, out, _ = public(data, "check")
    assert "\x1b" not in out


def test_the_link_is_plain_and_the_reason_is_beside_it(data: Path) -> None:
    complete(data)
    write(data, {"form.toml": COMPLETE["form.toml"].replace("Hotline 17", "A <b> & 17")})
    status, out, err = public(data, "link")
    assert status == 0
    assert out == (
        '<a href="https://report.example.org/" rel="noreferrer">A &lt;b&gt; &amp; 17</a>\n'
    )
    assert "never an iframe" in err
    status, out, err = public(data, "link", "--language", "fr", "--json")
    found = json.loads(out)
    assert found["address"] == "https://report.example.org/fr/"
    assert ' hreflang="fr" rel="noreferrer">' in found["html"]
    assert err == ""


def test_a_link_needs_an_address_and_a_language_of_the_form(data: Path) -> None:
    complete(data)
    status, _, err = public(data, "link", "--language", "de")
    assert status == 64
    assert "en, fr" in err
    (data / "tipline.toml").write_text("")
    status, out, err = public(data, "link")
    assert (status, out) == (64, "")
    assert "public_url" in err
