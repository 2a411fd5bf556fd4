"""The desk's key file: made once, for its owner alone."""

from pathlib import Path

import pytest

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.desk_key import FILE_NAME, derived_key, load_desk_key


def test_it_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = load_desk_key(tmp_path)
    assert load_desk_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    key = load_desk_key(tmp_path)
    assert len({key, derived_key(key, "pages"), derived_key(key, "second factors")}) == 3


@pytest.mark.parametrize("text", ["", "not hexadecimal", "ab" * 31])
def test_a_damaged_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeysUnusableError):
        load_desk_key(tmp_path)


def test_a_file_that_is_open_to_others_is_refused(tmp_path: Path) -> None:
    load_desk_key(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o640)
    with pytest.raises(KeysUnusableError, match="chmod 600"):
        load_desk_key(tmp_path)


def test_no_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusableError):
        load_desk_key(tmp_path / "none")
