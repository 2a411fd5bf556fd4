"""A slip in the operator's records of agencies does not close the desk."""

from pathlib import Path

from tipline.bootstrap.hotline import Hotline
from tipline.bootstrap.referring import Referrals
from tipline.config import Settings

RECORD = """\
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


def written(folder: Path, text: str) -> None:
    (folder / "agencies").mkdir(exist_ok=True)
    (folder / "agencies" / "own.toml").write_text(text)


def test_records_that_became_wrong_are_those_that_were_good_last(tmp_path: Path) -> None:
    written(tmp_path, RECORD)
    referrals = Referrals(Hotline(Settings(data=tmp_path)))
    assert referrals.directory().find("xx-a") is not None
    assert not referrals.is_directory_old()
    written(tmp_path, RECORD + "nonsense = 17 17")
    assert referrals.directory().find("xx-a") is not None
    assert referrals.is_directory_old()
    written(tmp_path, RECORD.replace("Agency A", "Mended agency"))
    found = referrals.directory().find("xx-a")
    assert found is not None
    assert found.name.startswith("Mended")
    assert not referrals.is_directory_old()


def test_records_that_are_wrong_from_the_start_leave_ours(tmp_path: Path) -> None:
    written(tmp_path, RECORD + "nonsense = 17 17")
    referrals = Referrals(Hotline(Settings(data=tmp_path)))
    assert referrals.directory().find("xx-a") is None
    assert len(referrals.directory()) > 100
    assert referrals.is_directory_old()
