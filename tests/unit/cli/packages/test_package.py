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
    assert done.exit_code == 3
    assert "NOT PROVEN" in done.output
    assert "only as good as that key" in done.output


def test_without_a_key_what_is_signed_with_none_is_not_genuine(file: Path) -> None:
    made = bundle((Document("README.txt", "text/plain", b"x"),), full_dossier())
    file.write_bytes(made.zipped(bytes(64), (file.parent / "hotline.pem").read_bytes()))
    assert run(file).exit_code == 1


def test_the_key_inside_has_to_be_the_hotlines_too(file: Path) -> None:
    signer = load_referral_signer(file.parent / "keys")
    made = bundle((Document("README.txt", "text/plain", b"x"),), full_dossier())
    for inside in ((file.parent / "other.pem").read_bytes(), b"no key"):
        file.write_bytes(made.zipped(signer.sign(made.manifest), inside))
        done = run(file, "--key", file.parent / "hotline.pem")
        assert (done.exit_code, "the key inside is another" in done.output) == (1, True)


def test_a_key_with_other_line_breaks_is_the_same(file: Path) -> None:
    key = file.parent / "hotline.pem"
    key.write_bytes(b"Key of Example Hotline\r\n" + key.read_bytes().replace(b"\n", b"\r\n"))
    assert run(file, "--key", key).exit_code == 0


def test_for_programs(file: Path) -> None:
    said = json.loads(run(file, "--json").output)
    assert (said["signed"], said["genuine"], said["key_given"]) == (True, False, False)
    assert said["manifest"]["referral"] == 7
    said = json.loads(run(file, "--json", "--key", file.parent / "hotline.pem").output)
    assert (said["signed"], said["genuine"], said["key_given"]) == (True, True, True)


def test_what_is_no_package_is_refused(file: Path) -> None:
    file.write_bytes(b"no package")
    assert isinstance(run(file).exception, UnreadableDocumentError)
