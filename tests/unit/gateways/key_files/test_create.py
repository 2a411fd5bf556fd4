"""Keys are made once, whole, and for their owner only, whatever interrupts it."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.unit.gateways.key_files.keys import modes_of, secrets_of, texts_of, told_by
from tipline.domain.errors import KeysUnusableError
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.gateways.key_files import (
    create_keys,
    load_audit_private,
    load_audit_public,
    load_hotline_private,
    load_hotline_public,
    load_ledger_index,
    needs_passphrase,
)
from tipline.gateways.key_files.folder import ALL, HOTLINE_PUBLIC, SECRETS
from tipline.gateways.sealing import HpkeOpener, HpkeSealer


class PowerCutError(BaseException):
    """Ends everything at once; nothing of ours catches it."""


def cut_power_at(monkeypatch: pytest.MonkeyPatch, step: int, error: BaseException) -> list[int]:
    """Raise at the so-manieth call that puts something on disk; return the steps taken."""
    taken = [0]
    real = {name: getattr(os, name) for name in ("fsync", "link", "unlink")}

    def patched(name: str) -> object:
        def call(*args: object, **options: object) -> object:
            taken[0] += 1
            if taken[0] == step:
                raise error
            return real[name](*args, **options)

        return call

    for name in real:
        monkeypatch.setattr(os, name, patched(name))
    return taken


def works(folder: Path, passphrase: str | None = None) -> bool:
    private = load_hotline_private(folder, passphrase)
    sealed = HpkeSealer(load_hotline_public(folder)).seal(17, b"Synthetic narrative 17.")
    signature = load_audit_private(folder).sign(b"checkpoint")
    load_audit_public(folder).verify(signature, b"checkpoint")
    assert isinstance(load_ledger_index(folder), HmacBlindIndex)
    return HpkeOpener(private).open(17, sealed).body == b"Synthetic narrative 17."


def test_the_first_start_makes_five_files_for_the_owner(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "keys"
    assert create_keys(folder)
    assert {*texts_of(folder)} == {*ALL}
    assert modes_of(folder) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert works(folder)
    assert not needs_passphrase(folder)


def test_the_second_start_changes_nothing(tmp_path: Path) -> None:
    create_keys(tmp_path)
    before = texts_of(tmp_path)
    assert not create_keys(tmp_path)
    assert texts_of(tmp_path) == before


def test_two_hotlines_share_no_key(tmp_path: Path) -> None:
    create_keys(tmp_path / "one")
    create_keys(tmp_path / "two")
    assert not {*texts_of(tmp_path / "one").values()} & {*texts_of(tmp_path / "two").values()}


def test_a_folder_that_others_can_enter_is_shut(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    create_keys(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_the_umask_does_not_matter(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        create_keys(tmp_path / "keys")
    finally:
        os.umask(before)
    assert modes_of(tmp_path / "keys") == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_passphrase_protects_the_key_that_opens(tmp_path: Path) -> None:
    create_keys(tmp_path, "a passphrase")
    assert needs_passphrase(tmp_path)
    assert works(tmp_path, "a passphrase")
    assert b"PRIVATE KEY" not in (tmp_path / "hotline.private").read_bytes()


def test_a_start_cut_short_at_any_step_is_completed(tmp_path: Path) -> None:
    step, cut = 1, True
    while cut:
        folder = tmp_path / f"{step}"
        with pytest.MonkeyPatch.context() as patched:
            taken = cut_power_at(patched, step, PowerCutError())
            try:
                create_keys(folder)
            except PowerCutError:
                pass
            else:
                cut = False
        kept = {name: text for name, text in texts_of(folder).items() if name in ALL}
        assert [*ALL][: len(kept)] == [name for name in ALL if name in kept]
        create_keys(folder)
        after = texts_of(folder)
        assert {*after} - {f".{ALL[-1]}.unfinished"} == {*ALL}
        assert {name: after[name] for name in kept} == kept
        assert modes_of(folder) == {0o600}
        assert works(folder)
        step += 1
    assert step > taken[0] > 15


def test_a_full_disk_is_told_and_got_over(tmp_path: Path) -> None:
    for step in (1, 2, 4, 7, 11):
        folder = tmp_path / f"{step}"
        with pytest.MonkeyPatch.context() as patched:
            cut_power_at(patched, step, OSError(28, "No space left on device"))
            with pytest.raises(KeysUnusableError, match="No space left on device"):
                create_keys(folder)
        assert create_keys(folder)
        assert works(folder)


def test_many_at_once_make_one_set(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [*pool.map(lambda _: create_keys(tmp_path), range(8))]
    assert made.count(True) == 1
    assert {*texts_of(tmp_path)} == {*ALL}
    assert works(tmp_path)


@pytest.mark.parametrize("name", [name for name in ALL if name != HOTLINE_PUBLIC])
def test_a_lost_file_is_not_made_anew(tmp_path: Path, name: str) -> None:
    create_keys(tmp_path)
    (tmp_path / name).unlink()
    before = texts_of(tmp_path)
    with pytest.raises(KeysUnusableError, match=rf"{name} was lost.*keys import"):
        create_keys(tmp_path)
    assert texts_of(tmp_path) == before


def test_a_lost_public_key_follows_from_the_private_one(tmp_path: Path) -> None:
    create_keys(tmp_path)
    before = texts_of(tmp_path)
    (tmp_path / HOTLINE_PUBLIC).unlink()
    assert create_keys(tmp_path)
    assert texts_of(tmp_path) == before


def test_completing_never_drops_a_passphrase_asked_for(tmp_path: Path) -> None:
    create_keys(tmp_path)
    (tmp_path / HOTLINE_PUBLIC).unlink()
    with pytest.raises(KeysUnusableError, match="has no passphrase"):
        create_keys(tmp_path, "a passphrase")


def test_a_damaged_private_key_is_not_built_upon(tmp_path: Path) -> None:
    create_keys(tmp_path)
    secrets = secrets_of(tmp_path)
    for name in ALL[3:]:
        (tmp_path / name).unlink()
    for name in SECRETS:
        path = tmp_path / name
        path.write_bytes(path.read_bytes().replace(b"E", b"\xff"))
    with pytest.raises(KeysUnusableError, match=r"audit\.private is damaged") as caught:
        create_keys(tmp_path)
    assert not [secret for secret in secrets if secret in told_by(caught.value)]


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file")
    with pytest.raises(KeysUnusableError, match="keys is in the way"):
        create_keys(tmp_path / "keys")
