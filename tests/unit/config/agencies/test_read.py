"""The operator's records over ours: field by field, new ones, removals, all problems at once."""

from pathlib import Path

import pytest

from tipline.config import SettingsError
from tipline.config.agencies import read_directory, read_records
from tipline.domain.directory.agency import Agency, AgencyKind, Channel, Coverage

KEY = "age1p70csyrfvdhnzg0r5f48twjkmnefmq2h8ky38vdc08x86fkq03rsukhrat"
NEW = """\
[[agency]]
id = "xx-agency-a"
name = "Agency A of Example"
kind = "local_police"
covers = [{ country = "GB", subdivisions = ["GB-KEN"] }]
page = "https://agency-a.example.org/"
source = "https://www.example.org/list"
checked = 2026-11-22
licence = "Synthetic licence 17"
"""


def write(data: Path, **files: str | bytes) -> Path:
    folder = data / "agencies"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return data


def read(data: Path, **files: str | bytes) -> dict[str, Agency]:
    return {one.id: one for one in read_directory(write(data, **files))}


def wrong(data: Path, **files: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as caught:
        read_directory(write(data, **files))
    assert {problem.code for problem in caught.value.problems} == {"agency_wrong"}
    return [(problem.path, problem.message) for problem in caught.value.problems]


def test_without_a_folder_there_are_ours(tmp_path: Path) -> None:
    assert read_directory(tmp_path) == read_directory(None)
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies/README.txt").write_text("mine")
    assert read_directory(tmp_path) == read_directory(None)


def test_a_new_record_is_added_with_everything_it_says(tmp_path: Path) -> None:
    more = f"""\
languages = ["en", "cy"]
channel = "sftp"
address = "sftp://hotline@drop.example.org:2222/in"
age_recipient = "{KEY}"
credential = "agency-a.token"
verified = true
note = "Synthetic note 17."
"""
    found = read(tmp_path, own=NEW + more)["xx-agency-a"]
    assert found.covers == (Coverage(country="GB", subdivisions=("GB-KEN",)),)
    assert (found.kind, found.channel) == (AgencyKind.LOCAL_POLICE, Channel.SFTP)
    assert (found.address, found.age_recipient) == ("sftp://hotline@drop.example.org:2222/in", KEY)
    assert (found.credential, found.note) == ("agency-a.token", "Synthetic note 17.")
    assert (found.languages, found.verified) == (("en", "cy"), True)
    assert len(read_directory(tmp_path)) == len(read_directory(None)) + 1


def test_a_record_of_ours_is_replaced_field_by_field_in_its_place(tmp_path: Path) -> None:
    own = f"""\
[[agency]]
id = "gb-nca"
channel = "https"
address = "https://drop.example.org/in"
age_recipient = "{KEY}"
"""
    ours = {one.id: one for one in read_directory(None)}
    found = read(tmp_path, own=own)
    assert [*found] == [*ours]
    assert found["gb-nca"].name == ours["gb-nca"].name
    assert (found["gb-nca"].channel, found["gb-nca"].verified) == (Channel.HTTPS, True)
    reading = read_records(tmp_path)
    assert reading.own == {"gb-nca"}
    assert not reading.removed
    assert not reading.shadows
    assert read_directory(None) == (*ours.values(),)  # ours stay what they are


def test_what_hides_a_fact_of_ours_is_kept_with_both_days(tmp_path: Path) -> None:
    one = '[[agency]]\nid = "gb-nca"\nname = "Agency B of Example"\nverified = false\n'
    two = '[[agency]]\nid = "ca-c3p"\nlanguages = ["en"]\nchecked = 2026-10-01\n'
    write(tmp_path, one=one, two=two)
    shadows = {shadow.agency: shadow for shadow in read_records(tmp_path).shadows}
    assert shadows["gb-nca"].fields == ("name",)
    assert shadows["gb-nca"].file == "agencies/one.toml"
    assert shadows["gb-nca"].own_checked is None
    assert shadows["ca-c3p"].fields == ("languages",)
    assert str(shadows["ca-c3p"].own_checked) == "2026-10-01"


def test_a_record_of_ours_is_removed(tmp_path: Path) -> None:
    found = read(tmp_path, own='[[agency]]\nid = "us-hsi"\nremove = true\n')
    assert "us-hsi" not in found
    assert read_records(tmp_path).removed == ("us-hsi",)


def test_every_holds_for_all_records_of_its_file_but_removals(tmp_path: Path) -> None:
    shared, _, one = NEW.partition("name")
    every = f"""\
[every]
kind = "hoster"
checked = 2026-11-20
source = "https://www.example.org/list"
licence = "Synthetic licence 18"
[[agency]]
id = "xx-b"
name = "Agency B of Example"
covers = []
page = "https://agency-b.example.org/"
{shared}name{one}
[[agency]]
id = "us-hsi"
remove = true
"""
    found = read(tmp_path, own=every)
    assert (found["xx-b"].kind, str(found["xx-b"].checked)) == (AgencyKind.HOSTER, "2026-11-20")
    assert found["xx-b"].covers == ()
    assert found["xx-agency-a"].kind is AgencyKind.LOCAL_POLICE
    assert "us-hsi" not in found


def test_all_problems_are_said_at_once_with_file_record_and_field(tmp_path: Path) -> None:
    own = NEW.replace('"GB-KEN"', '"US-NV"').replace("https://agency-a", "http://agency-a")
    more = '[[agency]]\nid = "gb-nca"\nverified = "yes"\n[[agency]]\nname = "Agency C"\n'
    told = wrong(tmp_path, own=own + more, two="[every]\nofficer = 17\n[other]\n" + NEW)
    assert [path for path, _ in told] == [
        "agencies/own.toml: xx-agency-a.covers",
        "agencies/own.toml: xx-agency-a.page",
        "agencies/own.toml: gb-nca.verified",
        "agencies/own.toml: agency[3].id",
        "agencies/two.toml: other",
        "agencies/two.toml: xx-agency-a.id",
    ]
    assert told[-1][1] == "agencies/own.toml has a record with this id already"


def test_unknown_fields_are_refused_also_by_every(tmp_path: Path) -> None:
    for field in ("officer", "phone", "email", "contact_name"):
        told = wrong(tmp_path, own=NEW + f'{field} = "Synthetic 17"\n')
        assert [path for path, _ in told] == [f"agencies/own.toml: xx-agency-a.{field}"]
    told = wrong(tmp_path, own='[every]\nofficer = "Synthetic 17"\n' + NEW)
    assert [path for path, _ in told] == ["agencies/own.toml: xx-agency-a.officer"]


def test_files_that_cannot_be_read_are_told_without_their_words(tmp_path: Path) -> None:
    told = wrong(tmp_path, a="id = secret-17", b=b"\xff", c='agency = "x"', d="every = 17")
    assert [path for path, _ in told] == [
        "agencies/a.toml",
        "agencies/b.toml",
        "agencies/c.toml: agency",
        "agencies/d.toml: every",
    ]
    assert told[0][1] == "this is no TOML: at line 1, column 6"
    assert "secret" not in str(told)
    (tmp_path / "agencies/a.toml").write_text("x")
    assert wrong(tmp_path)[0][1].startswith("this is no TOML: at ")


@pytest.mark.parametrize("line", ["remove = false", "remove = 17", 'remove = true\nname = "x"'])
def test_a_removal_says_nothing_else(tmp_path: Path, line: str) -> None:
    told = wrong(tmp_path, own=f'[[agency]]\nid = "us-hsi"\n{line}\n')
    assert len(told) == 1
    assert told[0][0].startswith("agencies/own.toml: us-hsi.")


def test_what_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    told = wrong(tmp_path, own='[[agency]]\nid = "xx-none"\nremove = true\n')
    assert told == [
        ("agencies/own.toml: xx-none.remove", "there is no record of ours with this id")
    ]


def test_a_new_record_says_everything_it_must(tmp_path: Path) -> None:
    told = wrong(tmp_path, own='[[agency]]\nid = "xx-a"\n')
    fields = ["kind", "name", "covers", "page", "source", "checked", "licence"]
    assert [path for path, _ in told] == [f"agencies/own.toml: xx-a.{name}" for name in fields]


def test_a_channel_needs_an_address_that_fits_and_a_key(tmp_path: Path) -> None:
    told = wrong(tmp_path, own=NEW + 'channel = "email"\n')
    assert [path for path, _ in told] == [
        f"agencies/own.toml: xx-agency-a.{name}" for name in ("address", "age_recipient")
    ]
    told = wrong(tmp_path, own=NEW + 'address = "in@agency-a.example.org"\n')
    assert "the channel is download" in told[0][1]
