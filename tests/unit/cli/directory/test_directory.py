"""`tipline directory`, as an operator runs it: check, list and show."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.runs import Run, run_here, run_on_terminal, unstyled
from tipline.config.agencies import read_directory

OURS = read_directory(None)
NEW = """\
[[agency]]
id = "xx-a"
name = "Agency A of Example"
kind = "hoster"
covers = []
page = "https://agency-a.example.org/"
source = "https://www.example.org/list"
checked = 2000-01-01
licence = "Synthetic licence 17"
"""


def directory(data: Path, *words: str) -> Run:
    return run_here("directory", *words, "--data", str(data))


def write(data: Path, text: str) -> None:
    (data / "agencies").mkdir(parents=True)
    (data / "agencies/own.toml").write_text(text)


def test_the_directory_as_it_comes_is_sound(tmp_path: Path) -> None:
    status, out, err = directory(tmp_path, "check")
    assert (status, err) == (0, "")
    unverified = sum(not one.verified for one in OURS)
    assert out.startswith(f"The directory: {len(OURS)} agencies\n")
    assert "No verified body (" in out
    assert f"Not verified ({unverified})" in out
    assert "more (--all names them)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_all_names_every_record(tmp_path: Path) -> None:
    out = directory(tmp_path, "check", "--all").out
    assert "--all" not in out
    for one in OURS:
        assert one.id in out


def test_strict_ends_with_1_for_what_is_not_verified(tmp_path: Path) -> None:
    assert directory(tmp_path, "check", "--strict").status == 1
    assert directory(tmp_path, "check", "--strict", "--country", "de").status == 1


def test_a_country_is_looked_at_alone(tmp_path: Path) -> None:
    gone = "".join(f'[[agency]]\nid = "{one}"\nremove = true\n' for one in ("gb-hotline",))
    write(tmp_path, gone + '[[agency]]\nid = "gb-nca"\nchecked = 9999-01-01\n')
    run = directory(tmp_path, "check", "--strict", "--country", "GB")
    assert run.status == 1  # a day to come is no check
    assert "Stale (1)" in run.out
    assert "The directory: 1 agency\n" in run.out


def test_a_state_without_a_body_is_told_and_ends_with_1(tmp_path: Path) -> None:
    write(tmp_path, '[[agency]]\nid = "us-icac-nv"\nremove = true\n')
    status, out, _ = directory(tmp_path, "check")
    assert status == 1
    assert "Without any body (1)" in out
    assert "US-NV" in out


def test_wrong_records_are_told_all_at_once(tmp_path: Path) -> None:
    write(tmp_path, NEW.replace("https://agency", "http://agency") + 'phone = "secret"\n')
    status, out, err = directory(tmp_path, "check")
    assert (status, err) == (1, "")
    assert "Wrong (2)" in out
    assert "agencies/own.toml" in out
    assert "xx-a.phone" in out
    assert "secret" not in out
    status, _, err = directory(tmp_path, "list")
    assert status == 1
    assert "agencies/own.toml: xx-a.page: expected a web address" in err
    said = json.loads(directory(tmp_path, "check", "--json").out)
    assert [one["path"] for one in said["wrong"]] == [
        "agencies/own.toml: xx-a.phone",
        "agencies/own.toml: xx-a.page",
    ]


def test_routing_rules_are_looked_at_with_the_records(tmp_path: Path) -> None:
    (tmp_path / "routing.toml").write_text('[[rule]]\nid = "a"\nsecret = 17\n')
    status, out, _ = directory(tmp_path, "check")
    assert status == 1
    assert "routing.toml" in out
    write(tmp_path, NEW.replace("https://agency", "http://agency"))
    said = json.loads(directory(tmp_path, "check", "--json").out)["wrong"]
    files = [one["path"].partition(":")[0] for one in said]
    assert files[0] == "agencies/own.toml"
    assert set(files[1:]) == {"routing.toml"}


def test_check_for_programs(tmp_path: Path) -> None:
    write(tmp_path, NEW)
    said = json.loads(directory(tmp_path, "check", "--json").out)
    assert (said["agencies"], said["wrong"]) == (len(OURS) + 1, [])
    stale = [one for one in said["found"] if one["doubt"] == "stale" and one["agency"] == "xx-a"]
    assert stale[0]["message"].startswith("last checked on 2000-01-01")


def test_nothing_to_look_at(tmp_path: Path) -> None:
    run = directory(tmp_path, "check", "--country", "AQ", "--strict")
    assert run.status == 0
    assert run.out == "The directory: 0 agencies\nNothing to look at.\n"


def test_list_is_narrowed_and_counted(tmp_path: Path) -> None:
    status, out, err = directory(tmp_path, "list", "--country", "gb")
    assert (status, err) == (0, "2 agencies\n")
    head, *rows = out.splitlines()
    assert head.split() == ["Id", "Covers", "Verified", "Name"]
    assert [row.split()[0] for row in rows] == ["gb-hotline", "gb-nca"]
    assert directory(tmp_path, "list", "--kind", "federal_office").err == "56 agencies\n"
    said = json.loads(directory(tmp_path, "list", "--kind", "clearing_house", "--json").out)
    assert [one["id"] for one in said] == ["ca-c3p", "us-ncmec"]
    assert said[0]["address"] is None


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    status, out, err = directory(tmp_path, "list", "--kind", "hoster")
    assert (status, out) == (0, "")
    assert "No agency is like this" in err
    assert directory(tmp_path, "list", "--kind", "hoster", "--json").out == "[]\n"
    assert directory(tmp_path, "list", "--country", "england").status == 64


def test_lists_show_what_is_covered_in_short(tmp_path: Path) -> None:
    write(tmp_path, NEW)
    rows = {row.split()[0]: row for row in directory(tmp_path, "list").out.splitlines()}
    assert "everywhere" in rows["xx-a"]
    assert "AT +26" in rows["eu-europol"]
    assert "US-NY US-VT" in rows["us-fbi-albany"]
    assert "US-CA*" in rows["us-icac-ca-fresno"]


def test_show_tells_everything_of_one(tmp_path: Path) -> None:
    write(tmp_path, NEW + '[[agency]]\nid = "us-hsi"\nremove = true\n')
    status, out, _ = directory(tmp_path, "show", "us-icac-ca-fresno")
    assert status == 0
    assert "US-CA: counties 06019" in out
    assert "no: nothing is routed to it by itself" in out
    assert "comes with Tipline" in out
    assert max(map(len, out.splitlines())) <= 80
    out = directory(tmp_path, "show", "xx-a").out
    assert "everywhere" in out
    assert "yours" in out
    said = json.loads(directory(tmp_path, "show", "xx-a", "--json").out)
    assert (said["id"], said["own"], said["checked"]) == ("xx-a", True, "2000-01-01")
    run = directory(tmp_path, "show", "us-hsi")
    assert run.status == 1
    assert "removes this agency" in run.err
    run = directory(tmp_path, "show", "no-such")
    assert run.status == 1
    assert "directory list" in run.err


@pytest.mark.parametrize("no_color", ["", "1"])
def test_on_a_terminal_it_fits_and_is_plain_when_asked(tmp_path: Path, no_color: str) -> None:
    environment = {"NO_COLOR": no_color} if no_color else {}
    shown = run_on_terminal(
        "directory", "check", "--data", str(tmp_path), columns=80, **environment
    )
    assert max(map(len, unstyled(shown).splitlines())) <= 80
    assert ("\x1b[1;33m" in shown) is not bool(no_color)
