"""What drops ask for is read from the key folder, and nothing else is ever given away."""

from pathlib import Path

import pytest

from tests.delivery.parcels import put
from tipline.domain.errors import KeysUnusableError
from tipline.gateways.delivery.credentials import Credentials
from tipline.gateways.key_files.folder import ALL, OPTIONAL


def test_secret_hosts_and_authority_stand_beside_each_other(tmp_path: Path) -> None:
    keys = Credentials(tmp_path)
    put(tmp_path, "agency-a", "token")
    put(tmp_path, "agency-a.hosts", "line", 0o644)
    assert keys.secret("agency-a") == b"token"
    assert keys.hosts("agency-a") == b"line"
    assert keys.authority("agency-a") is None
    put(tmp_path, "agency-a.ca", "pem", 0o644)
    assert keys.authority("agency-a") == "pem"


@pytest.mark.parametrize(
    "name", [*ALL, *OPTIONAL, "another.key", "../secret", "a/b", "", "A", "a..b", ".hidden"]
)
def test_the_hotlines_own_keys_and_other_folders_are_never_read(tmp_path: Path, name: str) -> None:
    if name and "/" not in name:
        put(tmp_path, name, "text")
    with pytest.raises(KeysUnusableError, match="no file for a drop"):
        Credentials(tmp_path).secret(name)


def test_what_is_open_to_others_is_not_used(tmp_path: Path) -> None:
    keys = Credentials(tmp_path)
    put(tmp_path, "agency-a", "token", 0o644)
    put(tmp_path, "agency-a.hosts", "line", 0o666)
    for ask in (keys.secret, keys.hosts):
        with pytest.raises(KeysUnusableError, match="chmod 600"):
            ask("agency-a")


def test_what_is_missing_no_file_or_too_long_is_told(tmp_path: Path) -> None:
    keys = Credentials(tmp_path)
    with pytest.raises(KeysUnusableError, match="is missing"):
        keys.secret("agency-a")
    put(tmp_path, "agency-a", bytes(70_000))
    with pytest.raises(KeysUnusableError, match="right one"):
        keys.secret("agency-a")
    (tmp_path / "agency-b").mkdir(mode=0o700)
    with pytest.raises(KeysUnusableError):
        keys.secret("agency-b")


@pytest.mark.parametrize("text", ["t\u00f6ken", "two\nlines", "two words", "  \n", "a\x00b", ""])
def test_what_no_header_can_carry_is_no_token(tmp_path: Path, text: str) -> None:
    keys = Credentials(tmp_path)
    put(tmp_path, "agency-a", text)
    with pytest.raises(KeysUnusableError, match="no token"):
        keys.token("agency-a")
    put(tmp_path, "agency-a", " synthetic-token\r\n")
    assert keys.token("agency-a") == "synthetic-token"


def test_an_empty_file_of_certificates_does_not_mean_the_systems(tmp_path: Path) -> None:
    put(tmp_path, "agency-a.ca", " \n", 0o644)
    with pytest.raises(KeysUnusableError, match="is empty"):
        Credentials(tmp_path).authority("agency-a")
