"""A key file that is missing, damaged, open to others or of another pair is refused."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tests.unit.gateways.key_files.keys import secrets_of, told_by
from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files import (
    create_keys,
    fingerprint,
    load_audit_private,
    load_audit_public,
    load_hotline_private,
    load_hotline_public,
    load_ledger_index,
    needs_passphrase,
)
from tipline.gateways.key_files.armour import armour
from tipline.gateways.key_files.folder import ALL, SECRETS

LOADERS: dict[str, Callable[[Path], object]] = {
    "index.key": load_ledger_index,
    "audit.private": load_audit_private,
    "hotline.private": load_hotline_private,
    "audit.public": load_audit_public,
    "hotline.public": load_hotline_public,
}
PASSPHRASE = "a passphrase of seventeen"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    create_keys(folder)
    return folder


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locked")
    create_keys(folder, PASSPHRASE)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return copytree(made, tmp_path / "keys")


def refusal(load: Callable[[], object], folder: Path) -> str:
    """Return why loading was refused, after looking for secrets in all the error carries."""
    with pytest.raises(KeysUnusableError) as caught:
        load()
    told = told_by(caught.value)
    secrets = secrets_of(folder) if all((folder / name).is_file() for name in SECRETS) else set()
    assert not [secret for secret in secrets if secret in told]
    assert PASSPHRASE not in told
    return str(caught.value)


@pytest.mark.parametrize("name", ALL)
def test_every_file_is_loaded_by_name(made: Path, name: str) -> None:
    text = (made / name).read_text()
    lines = [line for line in text.splitlines() if not line.startswith("-----")]
    loaded = LOADERS[name](made)
    assert not [line for line in lines if line in repr(loaded)]


@pytest.mark.parametrize("name", ALL)
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    told = refusal(lambda: LOADERS[name](folder), folder)
    assert told == f"{folder / name} is missing. Put it back with `tipline keys import`."


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o602, 0o777])
def test_a_secret_open_to_others_is_refused(folder: Path, name: str, mode: int) -> None:
    (folder / name).chmod(mode)
    told = refusal(lambda: LOADERS[name](folder), folder)
    assert told == f"{folder / name} is open to others. Run: chmod 600 {folder / name}"


@pytest.mark.parametrize("name", ["audit.public", "hotline.public"])
def test_a_public_key_may_be_read_and_not_changed_by_others(folder: Path, name: str) -> None:
    (folder / name).chmod(0o644)
    LOADERS[name](folder)
    (folder / name).chmod(0o664)
    assert "can be changed by others" in refusal(lambda: LOADERS[name](folder), folder)


@pytest.mark.parametrize("name", ALL)
def test_a_folder_that_others_can_change_is_refused(folder: Path, name: str) -> None:
    folder.chmod(0o777)
    told = refusal(lambda: LOADERS[name](folder), folder)
    assert told == f"{folder} can be changed by others. Run: chmod go-w {folder}"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"\xff\xfe\x00",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b"M", b"!").replace(b"BEGIN TIPLINE", b"BEGIN OTHER"),
        lambda text: text.replace(b"\n-----END", b"A\n-----END"),
    ],
    ids=["empty", "binary", "half", "letters", "longer"],
)
def test_a_damaged_file_is_told(folder: Path, name: str, damage: Callable[[bytes], bytes]) -> None:
    before = secrets_of(folder)
    path = folder / name
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(KeysUnusableError, match=f"{re.escape(str(path))} is damaged") as caught:
        LOADERS[name](folder)
    assert not [secret for secret in before if secret in told_by(caught.value)]


@pytest.mark.parametrize("name", ALL)
def test_another_kind_of_key_is_told(folder: Path, name: str) -> None:
    other = {
        "audit.private": "hotline.private",
        "hotline.private": "audit.private",
        "audit.public": "hotline.public",
        "hotline.public": "audit.public",
        "index.key": "hotline.private",
    }[name]
    (folder / name).write_bytes((folder / other).read_bytes())
    told = refusal(lambda: LOADERS[name](folder), folder)
    assert told.startswith(f"{folder / name} is damaged, or is another key.")


def test_an_index_key_of_another_length_is_told(folder: Path) -> None:
    (folder / "index.key").write_bytes(armour("TIPLINE INDEX KEY", bytes(31)))
    assert "index.key is damaged" in refusal(lambda: load_ledger_index(folder), folder)


@pytest.mark.parametrize("name", ["audit", "hotline"])
def test_a_private_key_of_another_pair_is_told(folder: Path, tmp_path: Path, name: str) -> None:
    create_keys(tmp_path / "other")
    (folder / f"{name}.public").write_bytes((tmp_path / f"other/{name}.public").read_bytes())
    told = refusal(lambda: LOADERS[f"{name}.private"](folder), folder)
    assert f"{name}.private does not belong to the public key beside it" in told


def test_what_is_no_file_is_told(folder: Path) -> None:
    (folder / "index.key").unlink()
    (folder / "index.key").mkdir(0o700)
    assert "index.key is no file" in refusal(lambda: load_ledger_index(folder), folder)
    (folder / "index.key").rmdir()
    os.mkfifo(folder / "index.key", 0o600)
    assert "index.key is no file" in refusal(lambda: load_ledger_index(folder), folder)


def test_a_file_too_long_for_a_key_is_told(folder: Path) -> None:
    (folder / "index.key").write_bytes(bytes(65_537))
    assert "index.key is too long" in refusal(lambda: load_ledger_index(folder), folder)


def test_what_the_system_refuses_is_told(folder: Path) -> None:
    below = folder / "index.key" / "keys"
    told = refusal(lambda: load_ledger_index(below), folder)
    assert "Not a directory" in told
    assert "Check its owner" in told


def test_doors_need_two_files_only(folder: Path) -> None:
    for name in ("audit.private", "hotline.private", "audit.public"):
        (folder / name).unlink()
    load_hotline_public(folder)
    load_ledger_index(folder)


def test_a_passphrase_opens_and_nothing_else_does(locked: Path) -> None:
    assert needs_passphrase(locked)
    load_hotline_private(locked, PASSPHRASE)
    assert "Give its passphrase" in refusal(lambda: load_hotline_private(locked), locked)
    wrong = refusal(lambda: load_hotline_private(locked, PASSPHRASE[:-1]), locked)
    assert "hotline.private does not open. Check the passphrase" in wrong


def test_a_passphrase_for_an_open_key_is_told(made: Path) -> None:
    told = refusal(lambda: load_hotline_private(made, PASSPHRASE), made)
    assert "hotline.private has no passphrase, yet one was given" in told


def test_a_key_protected_by_something_else_is_told(folder: Path) -> None:
    text = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAAwAA==\n-----END ENCRYPTED PRIVATE KEY-----\n"
    (folder / "hotline.private").write_text(text)
    assert "is damaged" in refusal(lambda: load_hotline_private(folder), folder)


def test_a_fingerprint_tells_public_keys_apart(made: Path, locked: Path) -> None:
    one, two = (fingerprint(load_hotline_public(folder)) for folder in (made, locked))
    assert re.fullmatch(r"[0-9a-f]{32}", one)
    assert one != two
