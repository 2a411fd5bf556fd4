"""Whatever was reported, a package says it: composed, written, opened, read, it is the same."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.strategies import public_reports, reports
from tests.unit.codecs.spreadsheet.reading import rows_of
from tests.unit.services.referrals.cases import SERVICES, opened, registry, release
from tipline.codecs import cybertipline
from tipline.codecs.package import decode_facts, encode_facts, open_bundle
from tipline.codecs.spreadsheet import decode_csv
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.changes import changes_between
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release import count_groups, keep_groups
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.report import Report
from tipline.gateways.packages import FolderSigner, load_referral_signer
from tipline.services.referrals.compose_dossier import Material, compose_dossier
from tipline.services.referrals.write_package import (
    write_facts,
    write_package,
    write_spreadsheets,
    write_standing_texts,
    write_xml,
)

any_reports = reports() | public_reports()
groups = st.frozensets(st.sampled_from(FactGroup))
OURS = (write_facts, write_xml, write_spreadsheets, write_standing_texts)


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> FolderSigner:
    folder: Path = tmp_path_factory.mktemp("keys")
    return load_referral_signer(folder)


def material(*given_reports: Report) -> Material:
    return Material(
        reports=[
            opened(number, one, provider=5 if one.public is None else None)
            for number, one in enumerate(given_reports, 1)
        ],
        services=SERVICES,
        registry=registry,
    )


@settings(deadline=None)
@given(st.lists(any_reports, max_size=2), groups)
def test_a_package_says_what_was_composed(
    signer: FolderSigner, some: list[Report], released: frozenset[FactGroup]
) -> None:
    dossier = compose_dossier(release(released), material(*some))
    package = write_package(dossier, signer, OURS)
    assert write_package(dossier, signer, OURS) == package
    files = {one.name: one.data for one in open_bundle(package.data).documents}
    assert decode_facts(files["facts.json"]) == dossier
    assert encode_facts(decode_facts(files["facts.json"])) == files["facts.json"]
    ip, identifiers = ip_rows(dossier), identifier_rows(dossier)
    assert decode_csv(IpRow, files["ip-events.csv"]) == ip
    assert decode_csv(IdentifierRow, files["identifiers.csv"]) == identifiers
    assert rows_of(IpRow, files["facts.xlsx"], "ip-events") == ip
    assert rows_of(IdentifierRow, files["facts.xlsx"], "identifiers") == identifiers
    for held in dossier.reports:
        xml = files.get(f"cybertipline/{held.number}.xml")
        summary = held.report.summary
        # Without type and time of the incident there is no such document.
        assert (xml is None) == (summary.incident_type is None or summary.incident_time is None)
        if xml is not None:
            public_left_out = msgspec.structs.replace(held.report, public=None)
            assert cybertipline.decode_report(xml) == public_left_out


@given(any_reports, groups, groups)
def test_withholding_is_idempotent_and_never_adds(
    report: Report, one: frozenset[FactGroup], other: frozenset[FactGroup]
) -> None:
    kept = keep_groups(report, one)
    assert keep_groups(kept, one) == kept
    assert set(count_groups(kept)) <= one
    both = count_groups(keep_groups(report, one & other))
    wide = count_groups(kept)
    for group, fields in both.items():
        for label, count in fields:
            assert count <= dict(wide[group])[label]


@given(any_reports)
def test_with_every_group_nothing_is_lost_but_a_contact_without_consent(report: Report) -> None:
    kept = keep_groups(report, frozenset(FactGroup))
    agreed = report.public is None or report.public.contact_may_go_to_police is True
    lost = set(count_groups(report)) - set(count_groups(kept))
    assert (kept == report) if agreed else lost <= {FactGroup.REPORTER_CONTACT}


@given(any_reports, groups, groups)
def test_changes_lead_from_one_version_to_the_next(
    report: Report, old: frozenset[FactGroup], new: frozenset[FactGroup]
) -> None:
    first = compose_dossier(release(old), material(report))
    second = compose_dossier(release(new), material(report), first)
    assert second.changes == changes_between(first, second)
    assert bool(second.changes) == (first.reports != second.reports)
