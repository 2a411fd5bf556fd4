"""From a referral to STIX 2.1: a report for the referral, a grouping for each of its reports."""

from collections.abc import Sequence

from tipline.codecs.exchange import (
    Chapter,
    chapters,
    context_of,
    utc_milliseconds,
    writing,
)
from tipline.codecs.stix.objects import Objects, extended
from tipline.codecs.stix.rows import add_connection, add_identifier, add_subject
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.routing.finding import Finding

_UNKNOWN_TIME = "0001-01-01T00:00:00.000Z"


def encode_stix(
    dossier: Dossier,
    ip: Sequence[IpRow],
    identifiers: Sequence[IdentifierRow],
    *,
    indent: bool = False,
) -> bytes:
    """Return a referral as a STIX 2.1 bundle in UTF-8; the same referral gives the same bytes.

    `ip` and `identifiers` are its flat rows, each of another place in its report. The address by
    which the agency answers is left out.

    Raises:
        UnwritableReportError: a text holds a lone surrogate.
    """
    with writing():
        made = utc_milliseconds(dossier.made_at) or _UNKNOWN_TIME
        objects = Objects((dossier.sender.name, dossier.referral, dossier.version), made)
        sides = _sides(objects, dossier)
        of: dict[int, dict[str, None]] = {held.number: {} for held in dossier.reports}
        for row in ip:
            of.setdefault(row.report, {}).update(dict.fromkeys(add_connection(objects, row)))
        for sighting in identifiers:
            found = add_identifier(objects, sighting)
            of.setdefault(sighting.report, {}).update(dict.fromkeys(found))
        whole: list[str] = []
        for chapter in chapters(dossier):
            if chapter.report is None:
                whole.append(_note(objects, chapter, sides[-1]))
            else:
                about = _about(objects, chapter, sides[0])
                note = _note(objects, chapter, about)
                of[chapter.report] |= {about: None, note: None}
        groups = [_grouping(objects, number, list(refs)) for number, refs in of.items()]
        places = [_finding(objects, *one) for one in enumerate(dossier.findings)]
        name = f"Referral {dossier.referral}, version {dossier.version}"
        refs = dict.fromkeys([*sides, *whole, *groups, *places])
        stated = {"name": name, "published": made, "object_refs": list(refs)}
        objects.put("report", "referral", stated | _said(dossier))
        return objects.document(indent=indent)


def _sides(objects: Objects, dossier: Dossier) -> tuple[str, str]:
    """Return the identities of hotline and agency."""
    organization = {"identity_class": "organization"}
    hotline = objects.put("identity", "sender", {"name": dossier.sender.name, **organization})
    objects.sign(hotline)
    agency = {"name": dossier.addressee.name, **organization}
    return hotline, objects.put("identity", "addressee", agency)


def _said(dossier: Dossier) -> dict[str, str]:
    """Return why it cannot wait and why it goes to this agency; a report needs no description."""
    sentences = [*dossier.urgency, *dossier.reasons]
    return {"description": "\n".join(sentences)} if sentences else {}


def _about(objects: Objects, chapter: Chapter, hotline: str) -> str:
    """Return whom a chapter is about; the hotline stands for a report as a whole."""
    if chapter.report is None or chapter.role is None:
        return hotline
    return add_subject(objects, chapter.report, chapter.role, chapter.subject)


def _note(objects: Objects, chapter: Chapter, about: str) -> str:
    """Return the note with all facts of a chapter, a line each."""
    place = {"of": context_of(chapter.report), "path": chapter.subject}
    stated = {
        "abstract": f"Facts of {context_of(chapter.report)}",
        "content": "\n".join(chapter.lines),
        "object_refs": [about],
    }
    return objects.put(
        "note", ("facts", chapter.report, chapter.subject), stated | extended(place)
    )


def _grouping(objects: Objects, number: int, refs: list[str]) -> str:
    stated = {"name": f"Report {number}", "context": "unspecified", "object_refs": refs}
    return objects.put("grouping", number, stated)


def _finding(objects: Objects, index: int, found: Finding) -> str:
    """Return the place of a finding as a note that says why; a county is its FIPS code."""
    place = found.place
    area = {} if place.subdivision is None else {"administrative_area": place.subdivision}
    county = {} if place.county is None else extended({"county": place.county})
    key = (place.country, place.subdivision, place.county)
    where = objects.put("location", key, {"country": place.country, **area, **county})
    stated = {
        "abstract": f"{found.ground.value}, {found.confidence.value} confidence",
        "content": found.reason,
        "object_refs": [where],
    }
    return objects.put("note", ("finding", index), stated)
