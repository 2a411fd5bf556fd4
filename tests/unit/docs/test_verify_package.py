"""The recipient's script believes a package of ours, and nothing that was done to it."""

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.unit.domain.referrals.dossiers import full_dossier
from tipline.codecs.package import Document, bundle
from tipline.gateways.packages import load_referral_signer

SCRIPT = ROOT / "docs" / "verify_package.py"
DOCUMENTS = (Document("README.txt", "text/plain", b"Synthetic narrative 17."),)
Files = dict[str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a package and the hotline's key."""
    signer = load_referral_signer(tmp_path / "keys")
    made = bundle(DOCUMENTS, full_dossier())
    data = made.zipped(signer.sign(made.manifest), signer.public_pem())
    (tmp_path / "package.zip").write_bytes(data)
    (tmp_path / "hotline.pem").write_bytes(signer.public_pem())
    return tmp_path


def run(folder: Path, *words: str, blocked: bool = False) -> tuple[int, str]:
    """Run the script as a recipient would; `blocked` is without `cryptography`."""
    if blocked:
        (folder / "cryptography").mkdir()
        (folder / "cryptography" / "__init__.py").write_text("raise ImportError\n")
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, SCRIPT, *(words or ("package.zip", "hotline.pem"))],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def change(folder: Path, how: Callable[[Files], object]) -> None:
    """Pack the package again with other files in it."""
    path = folder / "package.zip"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    how(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("blocked", [False, True])
def test_a_package_of_ours_is_genuine(folder: Path, blocked: bool) -> None:
    answer = (0, "Genuine: TEST, referral 7, version 2, 1 documents.\n")
    assert run(folder, blocked=blocked) == answer


@pytest.mark.parametrize("blocked", [False, True])
def test_another_key_did_not_sign_it(folder: Path, blocked: bool) -> None:
    other = load_referral_signer(folder / "other").public_pem()
    (folder / "hotline.pem").write_bytes(other)
    status, said = run(folder, blocked=blocked)
    assert (status, said[:11]) == (1, "NOT GENUINE")


def another_version(files: Files) -> None:
    said = json.loads(files["manifest.json"])
    files["manifest.json"] = json.dumps(said | {"version": 3}).encode()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda files: files.update({"README.txt": b"other"}), "CHANGED: README.txt"),
        (lambda files: files.pop("README.txt"), "MISSING: README.txt"),
        (lambda files: files.update({"more.txt": b""}), "NOT IN THE MANIFEST: more.txt"),
        (another_version, "NOT GENUINE"),
        (lambda files: files.pop("manifest.sig"), "No package"),
    ],
)
def test_a_changed_package_is_not_believed(
    folder: Path, how: Callable[[Files], object], said: str
) -> None:
    change(folder, how)
    status, answer = run(folder)
    assert status == 1
    assert said in answer


@pytest.mark.parametrize("inside", [b"no key", None])
def test_the_key_inside_has_to_be_the_same(folder: Path, inside: bytes | None) -> None:
    other = inside or load_referral_signer(folder / "other").public_pem()
    change(folder, lambda files: files.update({"hotline.pem": other}))
    status, said = run(folder)
    assert (status, "the key inside is another" in said) == (1, True)


def test_a_directory_that_is_too_long_is_not_read(folder: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 5_000_000, 0, 0)
    (folder / "package.zip").write_bytes(bytes(5_000_000) + end)
    assert run(folder) == (1, "The file holds more than a package can.\n")


def test_what_cannot_be_checked_is_told_apart(folder: Path) -> None:
    assert run(folder, "package.zip")[0] == 2
    assert run(folder, "package.zip", "nothing.pem")[0] == 2
    assert run(folder, "nothing.zip", "hotline.pem")[0] == 1
    (folder / "hotline.pem").write_bytes(b"no key")
    assert run(folder)[0] == 2
