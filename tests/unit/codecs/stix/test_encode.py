"""What a STIX reader finds in the bundle of a referral."""

import json
from typing import Any

import msgspec
import pytest

from tests.golden.full_referral import FULL_REFERRAL
from tipline.codecs.stix import encode_stix
from tipline.codecs.stix.objects import Objects
from tipline.codecs.stix.terms import EXTENSION, TLP
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role
from tipline.domain.timestamp import Timestamp

Object = dict[str, Any]

ROW = IpRow(report=17, role=Role.REPORTED, subject="/reported/0", path="/a", address="192.0.2.17")
DEVICE = IdentifierRow(
    report=17,
    role=Role.VICTIM,
    subject="/victims/0",
    path="/victims/0/devices/0/value",
    kind=IdentifierKind.DEVICE,
    scope="imei",
    value="17",
    stated="1-7",
)


def objects_of(dossier: Dossier, *rows: IpRow | IdentifierRow) -> list[Object]:
    ip = [row for row in rows if isinstance(row, IpRow)]
    identifiers = [row for row in rows if isinstance(row, IdentifierRow)]
    objects: list[Object] = json.loads(encode_stix(dossier, ip, identifiers))["objects"]
    return objects


def of_type(objects: list[Object], kind: str) -> list[Object]:
    return [held for held in objects if held["type"] == kind]


def full() -> list[Object]:
    rows: list[IpRow | IdentifierRow] = [*ip_rows(FULL_REFERRAL)]
    rows += identifier_rows(FULL_REFERRAL)
    return objects_of(FULL_REFERRAL, *rows)


def test_everything_is_marked_for_the_agency_alone() -> None:
    for held in full():
        assert held["id"] == TLP or held["object_marking_refs"] == [TLP]


def test_everything_of_ours_is_by_the_hotline() -> None:
    objects = full()
    (hotline,) = [held for held in objects if held.get("name") == "Hotline of Example"]
    ours = [
        held for held in objects if "created" in held and held["id"] not in {TLP, hotline["id"]}
    ]
    assert {held["created_by_ref"] for held in ours} == {hotline["id"]}


def test_a_referral_is_a_report_of_groupings() -> None:
    objects = full()
    (whole,) = of_type(objects, "report")
    groups = of_type(objects, "grouping")
    assert whole["name"] == "Referral 17, version 2"
    assert whole["published"] == "2026-02-01T09:00:00.500Z"
    assert whole["description"] == "Synthetic urgency 17.\nSynthetic reason 17."
    assert [held["name"] for held in groups] == ["Report 17", "Report 18"]
    assert {held["id"] for held in groups} < set(whole["object_refs"])


def test_a_connection_with_a_time_is_observed_data() -> None:
    row = msgspec.structs.replace(
        ROW,
        utc=Timestamp("2026-01-31T11:45:00.5Z"),
        stated_at=Timestamp("2026-01-31T13:45:00.5+02:00"),
        port=49_152,
        account="account-17",
        service="Example Service",
    )
    objects = objects_of(FULL_REFERRAL, row)
    (seen,) = of_type(objects, "observed-data")
    (traffic,) = of_type(objects, "network-traffic")
    (account,) = of_type(objects, "user-account")
    assert seen["first_observed"] == seen["last_observed"] == "2026-01-31T11:45:00.500Z"
    assert (traffic["src_port"], traffic["protocols"]) == (49_152, ["ipv4"])
    assert (account["user_id"], account["account_type"]) == ("account-17", "Example Service")
    assert {traffic["id"], traffic["src_ref"], account["id"]} == set(seen["object_refs"])


def test_a_connection_without_time_port_and_service_says_no_more_than_is_known() -> None:
    row = msgspec.structs.replace(ROW, address="2001:db8::17", account="account-17")
    objects = objects_of(FULL_REFERRAL, row)
    (traffic,) = of_type(objects, "network-traffic")
    (account,) = of_type(objects, "user-account")
    (related,) = of_type(objects, "relationship")
    assert of_type(objects, "observed-data") == []
    assert traffic["protocols"] == ["ipv6"]
    assert "src_port" not in traffic
    assert "account_type" not in account
    assert "start_time" not in related


def test_what_is_no_address_is_a_note() -> None:
    row = msgspec.structs.replace(ROW, address="no address")
    objects = objects_of(FULL_REFERRAL, row)
    assert of_type(objects, "ipv4-addr") == []
    assert "ip: no address" in [held["content"] for held in of_type(objects, "note")]


@pytest.mark.parametrize(("scope", "content"), [("imei", "device (imei): 17"), ("", "device: 17")])
def test_a_kind_that_stix_does_not_know_is_a_note(scope: str, content: str) -> None:
    objects = objects_of(FULL_REFERRAL, msgspec.structs.replace(DEVICE, scope=scope))
    assert content in [held["content"] for held in of_type(objects, "note")]


@pytest.mark.parametrize(
    ("kind", "scope", "expected"),
    [
        (IdentifierKind.PHONE, "", {"user_id": "17", "account_type": "phone"}),
        (IdentifierKind.ACCOUNT, "example", {"user_id": "17", "account_type": "example"}),
        (IdentifierKind.SCREEN_NAME, "", {"account_login": "17"}),
    ],
)
def test_numbers_and_names_are_accounts(
    kind: IdentifierKind, scope: str, expected: dict[str, str]
) -> None:
    row = msgspec.structs.replace(DEVICE, kind=kind, scope=scope)
    (account,) = of_type(objects_of(FULL_REFERRAL, row), "user-account")
    stated = {"user_id", "account_login", "account_type"}
    assert {name: value for name, value in account.items() if name in stated} == expected


def test_an_incident_is_no_identity() -> None:
    objects = full()
    assert {held["identity_class"] for held in of_type(objects, "identity")} == {
        "organization",
        "unknown",
    }
    assert "incident /incidents/0 of report 18" in [
        held["name"] for held in of_type(objects, "incident")
    ]


def test_a_finding_is_a_place_with_its_reason() -> None:
    objects = full()
    (place,) = of_type(objects, "location")
    assert (place["country"], place["administrative_area"]) == ("US", "US-NV")
    assert place["extensions"][EXTENSION]["county"] == "32003"
    (said,) = [held for held in of_type(objects, "note") if place["id"] in held["object_refs"]]
    assert (said["abstract"], said["content"]) == (
        "suspect, low confidence",
        "Synthetic reason 18.",
    )


def test_a_place_may_be_a_country_alone() -> None:
    (found,) = FULL_REFERRAL.findings
    found = msgspec.structs.replace(found, place=type(found.place)(country="CA"))
    (place,) = of_type(
        objects_of(msgspec.structs.replace(FULL_REFERRAL, findings=(found,))), "location"
    )
    assert "administrative_area" not in place
    assert "extensions" not in place


def test_nothing_is_said_where_nothing_is_known() -> None:
    made_at = Timestamp("0001-01-01T00:00:00+14:00")
    dossier = msgspec.structs.replace(FULL_REFERRAL, urgency=(), reasons=(), made_at=made_at)
    (whole,) = of_type(objects_of(dossier), "report")
    assert "description" not in whole
    assert whole["published"] == "0001-01-01T00:00:00.000Z"


def test_a_type_that_is_not_allowed_cannot_be_written() -> None:
    objects = Objects(("Hotline of Example", 1, 1), "2026-01-31T11:45:00.000Z")
    with pytest.raises(KeyError, match="artifact"):
        objects.observe("artifact", {})
