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
from tipline.codecs.xarf import MOST_NOTICES
from tipline.domain import report as r
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.dossier import Connection, Dossier, RegistryCountry
from tipline.domain.referrals.groups import FactGroup as G
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType
from tipline.gateways.packages import is_signed, load_referral_signer
from tipline.services.referrals.compose_dossier import Material, compose_dossier
from tipline.services.referrals.connect_reports import MOST_CONNECTIONS, MOST_LOOKED_AT
from tipline.services.referrals.write_package import WRITERS, Package, write_notices, write_package


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


def test_a_table_without_a_date_is_told_as_one_in_every_form(keys: Path) -> None:
    def undated(address: str) -> RegistryCountry | None:
        source = "registry (a table without a date, asked on 2026-06-01)"
        return RegistryCountry(address=address, country="US", source=source)

    case = msgspec.structs.replace(material(made.full_report()), registry=undated)
    dossier = compose_dossier(release(), case)
    files = {one.name: one.data for one in open_bundle(written(dossier, keys).data).documents}
    assert decode_facts(files["facts.json"]) == dossier
    assert b"asked on 2026-06-01" in files["facts.json"]
    assert b"as_of" not in files["facts.json"]
    assert b"US" in files["ip-events.csv"]


def test_hosters_get_notices_and_nobody_else_does(keys: Path) -> None:
    for kind, some in ((AgencyKind.HOSTER, True), (AgencyKind.HOTLINE, False)):
        groups = {G.WEB_ADDRESSES, G.SUMMARY}
        dossier = compose_dossier(release(groups, kind), material(made.full_report()))
        names = [one.name for one in open_bundle(written(dossier, keys).data).documents]
        assert any(name.startswith("xarf/") for name in names) == some


def test_the_page_says_where_notices_end(keys: Path) -> None:
    urls = tuple(f"https://example.org/{number}" for number in range(MOST_NOTICES + 1))
    report = r.Report(
        summary=r.Summary(
            incident_type=IncidentType.ONLINE_ENTICEMENT,
            incident_time=Timestamp("2026-01-31T12:00:00Z"),
        ),
        incidents=(r.WebPageIncident(urls=urls),),
    )
    groups = {G.WEB_ADDRESSES, G.SUMMARY}
    dossier = compose_dossier(release(groups, AgencyKind.HOSTER), material(report))
    package = write_package(dossier, load_referral_signer(keys), (write_notices,))
    files = {one.name: one.data for one in open_bundle(package.data).documents}
    assert sum(name.startswith("xarf/") for name in files) == MOST_NOTICES
    assert b"first 5,000 web addresses. All others are in facts.json" in files["README.txt"]


@pytest.mark.parametrize(
    ("groups", "reports", "said"),
    [
        ({G.REPORTED}, MOST_LOOKED_AT + 1, True),
        ({G.REPORTED}, MOST_LOOKED_AT, False),
        ({G.SUMMARY}, MOST_LOOKED_AT + 1, False),
    ],
)
def test_the_page_says_where_connections_end(
    keys: Path, groups: set[G], reports: int, said: bool
) -> None:
    case = Material(
        reports=[opened(2 * number, r.Report(), r.Report()) for number in range(1, reports + 1)],
        services=SERVICES,
        registry=registry,
    )
    package = write_package(compose_dossier(release(groups), case), load_referral_signer(keys), ())
    (page,) = open_bundle(package.data).documents
    assert (b"looked for in the first 100 only" in page.data) == said


def test_the_page_says_that_there_may_be_more_connections(keys: Path) -> None:
    whole = compose_dossier(release(), material(made.full_report()))
    many = (Connection(one=10, other=20, reason="They share an account."),) * MOST_CONNECTIONS
    dossier = msgspec.structs.replace(whole, connections=many)
    package = write_package(dossier, load_referral_signer(keys), ())
    (page,) = open_bundle(package.data).documents
    assert b"More than the first 500 connections may be there." in page.data


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
