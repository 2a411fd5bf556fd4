"""What a police system finds in the CASE/UCO document of a referral."""

import json
from typing import Any

import msgspec
import pytest

from tests.golden.full_referral import FULL_REFERRAL
from tipline.codecs.case_uco import encode_case
from tipline.codecs.case_uco.nodes import Nodes
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.build_rows import identifier_rows, ip_rows
from tipline.domain.referrals.dossier import Connection, Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role

Node = dict[str, Any]

ROW = IpRow(report=17, role=Role.REPORTED, subject="/reported/0", path="/a", address="192.0.2.17")


def graph_of(dossier: Dossier, *rows: IpRow | IdentifierRow) -> list[Node]:
    ip = [row for row in rows if isinstance(row, IpRow)]
    identifiers = [row for row in rows if isinstance(row, IdentifierRow)]
    graph: list[Node] = json.loads(encode_case(dossier, ip, identifiers))["@graph"]
    return graph


def of_type(graph: list[Node], kind: str) -> list[Node]:
    return [node for node in graph if node["@type"] == kind]


def full() -> list[Node]:
    rows: list[IpRow | IdentifierRow] = [*ip_rows(FULL_REFERRAL)]
    rows += identifier_rows(FULL_REFERRAL)
    return graph_of(FULL_REFERRAL, *rows)


def test_a_referral_says_who_sent_it_to_whom_and_by_which_law() -> None:
    graph = full()
    (whole,) = of_type(graph, "investigation:Investigation")
    (act,) = of_type(graph, "investigation:InvestigativeAction")
    (law,) = of_type(graph, "investigation:Authorization")
    names = {node["@id"]: node["core:name"] for node in of_type(graph, "identity:Organization")}
    assert whole["core:name"] == "Referral 17, version 2"
    assert whole["core:description"] == ["Synthetic urgency 17.", "Synthetic reason 17."]
    assert whole["core:tag"] == ["test=true"]
    assert names[act["action:performer"]["@id"]] == "Hotline of Example"
    assert names[act["action:participant"]["@id"]] == "Hoster A of Example"
    assert law["investigation:authorizationIdentifier"] == "Synthetic law 17."


def test_a_connection_has_address_port_and_time_and_where_it_is_stated() -> None:
    graph = full()
    by_id = {node["@id"]: node for node in graph}
    found = [
        node
        for node in of_type(graph, "observable:NetworkConnection")
        if node["core:externalReference"][0]["core:externalIdentifier"]
        == "/reported/0/ip_events/0/address"
    ]
    facet = found[0]["core:hasFacet"][0]
    address = by_id[facet["observable:src"]["@id"]]
    assert address["core:hasFacet"][0]["observable:addressValue"] == "192.0.2.17"
    assert facet["observable:sourcePort"] == 49_152
    assert facet["observable:startTime"]["@value"] == "2026-01-31T11:45:00.5Z"
    assert "stated_at=2026-01-31T13:45:00.5+02:00" in found[0]["core:tag"]
    assert "registry_country=US" in found[0]["core:tag"]


def test_no_subject_is_given_a_name() -> None:
    names = {node["core:name"] for node in of_type(full(), "identity:Identity")}
    assert "reported /reported/0 of report 17" in names
    assert all(" of report " in name for name in names)


def test_an_incident_is_an_event_and_has_no_role() -> None:
    graph = full()
    events = {node["@id"] for node in of_type(graph, "core:Event")}
    roles = [
        node
        for node in of_type(graph, "core:Relationship")
        if node["core:kindOfRelationship"] == "Has_Role"
    ]
    assert events
    assert roles
    assert not [node for node in roles if node["core:source"]["@id"] in events]


def test_a_finding_is_a_place_with_its_reason() -> None:
    graph = full()
    (place,) = of_type(graph, "location:Location")
    (said,) = [
        node
        for node in of_type(graph, "core:Annotation")
        if node["core:statement"] == ["Synthetic reason 18."]
    ]
    assert place["core:hasFacet"][0]["location:region"] == "US-NV"
    assert said["core:tag"] == ["ground=suspect", "confidence=low"]
    assert place["@id"] in [held["@id"] for held in said["core:object"]]


def test_what_is_no_address_is_not_called_one() -> None:
    graph = graph_of(FULL_REFERRAL, msgspec.structs.replace(ROW, address="no address"))
    (node,) = of_type(graph, "observable:ObservableObject")
    assert node["core:externalReference"][0]["core:externalIdentifier"] == "no address"
    assert not of_type(graph, "observable:IPv4Address")


@pytest.mark.parametrize(
    ("account", "service", "facets"), [("a", None, 1), ("a", "Example Service", 2)]
)
def test_an_account_of_a_connection_is_as_it_was_stated(
    account: str, service: str | None, facets: int
) -> None:
    row = msgspec.structs.replace(ROW, account=account, service=service)
    (node,) = of_type(graph_of(FULL_REFERRAL, row), "observable:DigitalAccount")
    assert node["core:hasFacet"][0]["observable:accountIdentifier"] == "a"
    assert len(node["core:hasFacet"]) == facets


def test_one_identifier_of_two_subjects_is_one_object() -> None:
    rows = [
        IdentifierRow(
            report=17,
            role=Role.REPORTED,
            subject=f"/reported/{index}",
            path=f"/reported/{index}/account_id",
            kind=IdentifierKind.ACCOUNT,
            scope="example",
            value="account-17",
            stated="Account-17",
        )
        for index in range(2)
    ]
    graph = graph_of(FULL_REFERRAL, *rows)
    (account,) = of_type(graph, "observable:DigitalAccount")
    held = [
        node
        for node in of_type(graph, "core:Relationship")
        if node["core:target"]["@id"] == account["@id"]
    ]
    assert [node["core:name"] for node in held] == ["Account-17", "Account-17"]
    assert len({node["core:source"]["@id"] for node in held}) == 2


@pytest.mark.parametrize(("one", "other"), [(17, 404), (404, 17)])
def test_a_connection_to_a_report_that_does_not_go_along_is_no_relationship(
    one: int, other: int
) -> None:
    linked = (Connection(one=one, other=other, reason="Synthetic reason 20."),)
    graph = graph_of(msgspec.structs.replace(FULL_REFERRAL, connections=linked))
    related = [node for node in graph if node.get("core:kindOfRelationship") == "Related_To"]
    assert related == []


def test_nothing_is_said_where_nothing_is_known() -> None:
    dossier = msgspec.structs.replace(FULL_REFERRAL, urgency=(), reasons=(), is_test=False)
    (whole,) = of_type(graph_of(dossier), "investigation:Investigation")
    assert "core:description" not in whole
    assert "core:tag" not in whole


def test_another_hotline_with_the_same_number_has_other_ids() -> None:
    sender = msgspec.structs.replace(FULL_REFERRAL.sender, name="Other Hotline of Example")
    other = msgspec.structs.replace(FULL_REFERRAL, sender=sender)
    ids = [{node["@id"] for node in graph_of(one)} for one in (FULL_REFERRAL, other)]
    assert not ids[0] & ids[1]


def test_a_class_that_is_not_allowed_cannot_be_written() -> None:
    with pytest.raises(KeyError, match="observable:File"):
        Nodes("Hotline of Example", 1, 1).add("observable:File", (1,), {})
