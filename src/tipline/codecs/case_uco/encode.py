"""From a referral to CASE/UCO: who sends it to whom, its reports, their subjects and facts."""

from collections.abc import Sequence
from typing import Final

from tipline.codecs.case_uco.nodes import Node, Nodes, moment, ref, tags
from tipline.codecs.case_uco.rows import add_connection, add_identifier, add_subject
from tipline.codecs.case_uco.terms import CONTEXT
from tipline.codecs.exchange import Chapter, chapters, list_bytes, writing
from tipline.domain.referrals.dossier import Dossier, ReferredReport
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.routing.finding import Finding

_RECORD: Final = "investigation:ProvenanceRecord"


def encode_case(
    dossier: Dossier,
    ip: Sequence[IpRow],
    identifiers: Sequence[IdentifierRow],
    *,
    indent: bool = False,
) -> bytes:
    """Return a referral as JSON-LD in UTF-8; the same referral gives the same bytes.

    `ip` and `identifiers` are its flat rows, each of another place in its report. The address by
    which the agency answers is left out.

    Raises:
        UnwritableReportError: a text holds a lone surrogate.
    """
    with writing():
        nodes = Nodes(dossier.sender.name, dossier.referral, dossier.version)
        records = {held.number: nodes.id_of(_RECORD, held.number) for held in dossier.reports}
        of: dict[int | None, list[str]] = {number: [] for number in records}
        for row in ip:
            of.setdefault(row.report, []).append(add_connection(nodes, row))
        for sighting in identifiers:
            of.setdefault(sighting.report, []).append(add_identifier(nodes, sighting))
        found = [_finding(nodes, *one, records) for one in enumerate(dossier.findings)]
        whole = _investigation(nodes, dossier, [*records.values(), *found])
        for chapter in chapters(dossier):
            about = _about(nodes, chapter, records, whole)
            of.setdefault(chapter.report, []).append(_annotation(nodes, chapter, about))
        for held in dossier.reports:
            _add_record(nodes, held, of[held.number])
        for one in dossier.connections:
            if one.one in records and one.other in records:
                reason = {"core:description": one.reason}
                nodes.relate(records[one.one], "Related_To", records[one.other], reason)
        return list_bytes({"@context": CONTEXT}, "@graph", nodes.graph, indent=indent)


def _add_record(nodes: Nodes, held: ReferredReport, objects: list[str]) -> None:
    """Add the record of where facts come from: one report as the hotline took it in."""
    stated = {
        "core:name": f"Report {held.number}",
        "core:description": held.source,
        "core:objectCreatedTime": moment(held.received_at),
        "investigation:exhibitNumber": str(held.number),
        "core:object": [ref(one) for one in objects],
    }
    nodes.add(_RECORD, (held.number,), stated)


def _investigation(nodes: Nodes, dossier: Dossier, about: list[str]) -> str:
    """Return the id of the referral itself, with who made it, for whom, and by which law."""
    hotline = nodes.add("identity:Organization", ("sender",), {"core:name": dossier.sender.name})
    agency = nodes.add(
        "identity:Organization", ("addressee",), {"core:name": dossier.addressee.name}
    )
    allowed = nodes.add(
        "investigation:Authorization",
        ("legal gate",),
        {"investigation:authorizationIdentifier": dossier.legal_gate},
    )
    act = nodes.add(
        "investigation:InvestigativeAction",
        ("referral",),
        {
            "core:name": "Referral",
            "action:startTime": moment(dossier.made_at),
            "action:performer": ref(hotline),
            "action:participant": ref(agency),
        },
    )
    stated: Node = {
        "core:name": f"Referral {dossier.referral}, version {dossier.version}",
        "core:objectCreatedTime": moment(dossier.made_at),
        "core:createdBy": ref(hotline),
        "core:object": [ref(node) for node in (hotline, agency, act, *about)],
        "investigation:relevantAuthorization": ref(allowed),
    }
    sentences = [*dossier.urgency, *dossier.reasons]
    if sentences:
        stated["core:description"] = list(dict.fromkeys(sentences))
    test = {"test": True if dossier.is_test else None}
    return nodes.add("investigation:Investigation", ("referral",), stated | tags(test))


def _finding(nodes: Nodes, index: int, found: Finding, records: dict[int, str]) -> str:
    """Return the place of a finding, and say what it rests on; a county is its FIPS code."""
    place = found.place
    parts = {
        "location:country": place.country,
        "location:region": place.subdivision,
        "location:locality": place.county,
    }
    known = {name: value for name, value in parts.items() if value is not None}
    key = (place.country, place.subdivision, place.county)
    facet = nodes.part("location:SimpleAddressFacet", key, known)
    where = nodes.add("location:Location", key, {"core:hasFacet": [facet]})
    numbers = dict.fromkeys(one.report for one in found.evidence if one.report in records)
    stated = {
        "core:statement": [found.reason],
        "core:object": [ref(node) for node in (where, *(records[one] for one in numbers))],
    }
    named = tags({"ground": found.ground.value, "confidence": found.confidence.value})
    nodes.add("core:Annotation", ("finding", index), stated | named)
    return where


def _about(nodes: Nodes, chapter: Chapter, records: dict[int, str], whole: str) -> str:
    if chapter.report is None:
        return whole
    if chapter.role is None:
        return records[chapter.report]
    return add_subject(nodes, chapter.report, chapter.role, chapter.subject)


def _annotation(nodes: Nodes, chapter: Chapter, about: str) -> str:
    """Return the id of all facts of a chapter, a line each."""
    stated = {
        "core:statement": chapter.lines,
        "core:object": [ref(about)],
        "core:externalReference": nodes.place(chapter.report, chapter.subject),
    }
    return nodes.add("core:Annotation", ("facts", chapter.report, chapter.subject), stated)
