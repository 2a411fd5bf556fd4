"""A package has every form, says the same in each, and is signed; see the laws for leaks."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import msgspec
import pytest

from tests.unit import reports as made
from tests.unit.services.referrals.cases import (
    SERVICES,
    opened,
    registry,
    release,
)
from tipline.codecs import cybertipline
from tipline.codecs.package import decode_facts, open_bundle
from tipline.domain import report as r
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.groups import FactGroup as G
from tipline.gateways.packages import is_signed, load_referral_signer
from tipline.services.referrals.compose_dossier import Material, compose_dossier
from tipline.services.referrals.write_package import WRITERS, Package, write_package


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


def material(*reports: r.Report) -> Material:
    """Return a case of public and provider reports, each with a supplement."""
    return Material(
        reports=[
            opened(10 * number, one, one, provider=5 if one.public is None else None)
            for number, one in enumerate(reports, 1)
        ],
        services=SERVICES,
        registry=registry,
    )


def public_report() -> r.Report:
    """Return a public report with every fact, whose reporter agreed to be reached."""
    public = made.public_report().public
    return msgspec.structs.replace(made.full_report(), public=public)


def written(dossier: Dossier, keys: Path) -> Package:
    return write_package(dossier, load_referral_signer(keys), WRITERS)


def test_everything_is_in_it_and_signed(keys: Path) -> None:
    dossier = compose_dossier(release(), material(made.full_report(), public_report()))
    package = written(dossier, keys)
    found = open_bundle(package.data)
    assert package.name == "referral-7-v1.zip"
    assert is_signed(found.signed, found.signature, load_referral_signer(keys).public_pem())
    assert [document.name for document in found.documents] == [
        "README.txt",
        "print.pdf",
        "facts.json",
        *(f"cybertipline/{number}.xml" for number in (10, 11, 20, 21)),
        "ip-events.csv",
        "identifiers.csv",
        "facts.xlsx",
        "case-uco.jsonld",
        "stix.json",
        *(f"annex/{number}.txt" for number in range(1, 7)),
    ]
    files = {document.name: document.data for document in found.documents}
    assert decode_facts(files["facts.json"]) == dossier
    assert cybertipline.decode_report(files["cybertipline/10.xml"]) == made.full_report()
    assert repr(package) == "Package(referral-7-v1.zip)"


def test_the_same_dossier_gives_the_same_package(keys: Path) -> None:
    dossier = compose_dossier(release(), material(made.full_report()))
    assert written(dossier, keys) == written(dossier, keys)


def test_what_xml_has_no_room_for_is_named(keys: Path) -> None:
    dossier = compose_dossier(release(), material(made.public_report()))
    files = {one.name: one.data for one in open_bundle(written(dossier, keys).data).documents}
    assert not any(name.endswith(".xml") for name in files)
    assert b"no room for what they say: 10, 11." in files["README.txt"]


def test_hosters_get_notices_and_nobody_else_does(keys: Path) -> None:
    for kind, some in ((AgencyKind.HOSTER, True), (AgencyKind.HOTLINE, False)):
        groups = {G.WEB_ADDRESSES, G.SUMMARY}
        dossier = compose_dossier(release(groups, kind), material(made.full_report()))
        names = [one.name for one in open_bundle(written(dossier, keys).data).documents]
        assert any(name.startswith("xarf/") for name in names) == some


def test_the_commands_of_the_page_work(keys: Path, tmp_path: Path) -> None:
    dossier = compose_dossier(release(), material(made.full_report()))
    data = written(dossier, keys).data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
    page = (tmp_path / "README.txt").read_text("utf-8")
    first, second = re.findall(r"^  (openssl .*|python3 -c .*\n.*)$", page, re.MULTILINE)
    assert shell(first, tmp_path) == "Signature Verified Successfully\n"
    assert shell(second, tmp_path).count(": OK\n") == len(names) - 3


def shell(command: str, folder: Path) -> str:
    """Run what a recipient would type."""
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()
