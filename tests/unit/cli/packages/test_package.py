"""`tipline package verify`, as a recipient runs it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.domain.referrals.dossiers import full_dossier
from tipline.cli.packages.package import package
from tipline.codecs.documents import UnreadableDocumentError
from tipline.codecs.package import Document, bundle
from tipline.gateways.packages import load_referral_signer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    signer = load_referral_signer(tmp_path / "keys")
    made = bundle((Document("README.txt", "text/plain", b"x"),), full_dossier())
    path = tmp_path / "package.zip"
    path.write_bytes(made.zipped(signer.sign(made.manifest), signer.public_pem()))
    (tmp_path / "hotline.pem").write_bytes(signer.public_pem())
    other = load_referral_signer(tmp_path / "other").public_pem()
    (tmp_path / "other.pem").write_bytes(other)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(package, ["verify", *map(str, words)])


def test_with_the_hotlines_key_it_is_genuine(file: Path) -> None:
    done = run(file, "--key", file.parent / "hotline.pem")
    assert done.exit_code == 0
    assert done.output == (
        "Referral 7, version 2, a test\n"
        "1 documents, each as the manifest says.\n"
        "Genuine: signed with this key.\n"
    )


def test_with_another_key_it_is_not(file: Path) -> None:
    done = run(file, "--key", file.parent / "other.pem")
    assert (done.exit_code, "NOT GENUINE" in done.output) == (1, True)


def test_without_a_key_it_says_how_little_that_proves(file: Path) -> None:
    done = run(file)
    assert (done.exit_code, "only a key from elsewhere tells" in done.output) == (0, True)


def test_for_programs(file: Path) -> None:
    said = json.loads(run(file, "--json").output)
    assert (said["signed"], said["key_given"], said["manifest"]["referral"]) == (True, False, 7)


def test_what_is_no_package_is_refused(file: Path) -> None:
    file.write_bytes(b"no package")
    assert isinstance(run(file).exception, UnreadableDocumentError)
