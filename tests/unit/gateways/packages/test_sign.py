"""The referral key is made once, kept from others, and signs what anybody can check."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tipline.domain.errors import KeysUnusableError
from tipline.gateways.key_files.folder import REFERRAL_PRIVATE
from tipline.gateways.packages import is_signed, load_referral_signer
from tipline.gateways.packages.sign import REFERRAL_PUBLIC
from tipline.ports.packages import PackageSigner

MANIFEST = b'{"schema": "tipline-package/1"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_signature_is_checked_with_the_public_key(folder: Path) -> None:
    signer: PackageSigner = load_referral_signer(folder)
    signature = signer.sign(MANIFEST)
    assert len(signature) == 64
    assert is_signed(MANIFEST, signature, signer.public_pem())
    assert not is_signed(MANIFEST + b" ", signature, signer.public_pem())
    assert not is_signed(MANIFEST, b"\x00" * 64, signer.public_pem())


def test_openssl_agrees(folder: Path, tmp_path: Path) -> None:
    signer = load_referral_signer(folder)
    files = {
        "manifest.json": MANIFEST,
        "manifest.sig": signer.sign(MANIFEST),
        "hotline.pem": signer.public_pem(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    words = "openssl pkeyutl -verify -pubin -inkey hotline.pem -rawin -in manifest.json"
    command = [*words.split(), "-sigfile", "manifest.sig"]
    assert subprocess.run(command, cwd=tmp_path, check=False, timeout=30).returncode == 0
    (tmp_path / "manifest.json").write_bytes(MANIFEST + b" ")
    assert subprocess.run(command, cwd=tmp_path, check=False, timeout=30).returncode == 1


def test_the_key_is_made_once_and_for_its_owner(folder: Path) -> None:
    first = load_referral_signer(folder)
    assert load_referral_signer(folder).public_pem() == first.public_pem()
    assert (folder / REFERRAL_PRIVATE).stat().st_mode & 0o777 == 0o600
    assert (folder / REFERRAL_PUBLIC).read_bytes() == first.public_pem()


def test_a_start_that_was_cut_short_is_completed(folder: Path) -> None:
    first = load_referral_signer(folder)
    (folder / REFERRAL_PUBLIC).unlink()
    (folder / f".{REFERRAL_PUBLIC}.unfinished").write_bytes(b"half")
    assert load_referral_signer(folder).public_pem() == first.public_pem()


def test_a_lost_private_key_is_not_replaced(folder: Path) -> None:
    load_referral_signer(folder)
    (folder / REFERRAL_PRIVATE).unlink()
    with pytest.raises(KeysUnusableError, match="missing"):
        load_referral_signer(folder)
    assert not (folder / REFERRAL_PRIVATE).exists()


def test_a_private_key_that_others_read_is_not_used(folder: Path) -> None:
    load_referral_signer(folder)
    (folder / REFERRAL_PRIVATE).chmod(0o640)
    with pytest.raises(KeysUnusableError, match="chmod 600"):
        load_referral_signer(folder)


def test_keys_of_two_pairs_are_not_used(folder: Path, tmp_path: Path) -> None:
    load_referral_signer(folder)
    other = load_referral_signer(tmp_path / "other").public_pem()
    (folder / REFERRAL_PUBLIC).write_bytes(other)
    with pytest.raises(KeysUnusableError, match="does not belong"):
        load_referral_signer(folder)


def test_what_is_no_key_checks_nothing() -> None:
    with pytest.raises(KeysUnusableError, match="The public key is damaged"):
        is_signed(MANIFEST, b"\x00" * 64, b"no key")


def test_many_who_come_first_get_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_referral_signer(folder).public_pem(), range(16)))
    assert len(keys) == 1
