"""What follows page one: everything it shortens, subject sheets, IP events, reports, the annex."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from tipline.codecs.printable import wording
from tipline.codecs.printable.bounds import MOST_VALUES, told
from tipline.codecs.printable.facts import STANDING, Block, RowNumbers, Walk
from tipline.codecs.printable.showable import phrase
from tipline.domain import report as r
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.dossier import Connection, Dossier, ReferredReport
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.routing.finding import Finding
from tipline.domain.sightings import Role

_SUBJECTS: Final = (
    (Role.REPORTED, "reported"),
    (Role.RECIPIENT, "recipients"),
    (Role.VICTIM, "victims"),
)

_SUBJECT_ROLES: Final = frozenset(role for role, _ in _SUBJECTS)


class Unit(NamedTuple):
    """What one report is in print: a sheet for each subject, and a page for the rest."""

    sheets: list[dict[str, Any]]
    page: dict[str, Any]


Annex = dict[tuple[str, str], tuple[int, list[int]]]
"""Number of a standing text and the reports that have it, by field and text."""


def details(dossier: Dossier) -> dict[str, Any]:
    """Return in full what page one may shorten, and what it leaves out."""
    released = [wording.group_name(group) for group in FactGroup if group in dossier.groups]
    withheld = [wording.group_name(group) for group in FactGroup if group not in dossier.groups]
    return {
        "findings": [_finding(one) for one in dossier.findings],
        "connections": [_connection(one) for one in dossier.connections],
        "released": released,
        "withheld": withheld,
    }


def _finding(one: Finding) -> dict[str, Any]:
    evidence = []
    for fact in one.evidence:
        words = (
            f"{wording.EVIDENCE[fact.kind]}: report {fact.report}, {wording.pointed(fact.path)}"
        )
        if fact.at is not None:
            words += f", at {wording.moment(fact.at)}"
        if fact.source is not None:
            words += f", by {fact.source}"
        if fact.as_of is not None:
            words += f", table of {fact.as_of.isoformat()}"
        evidence.append(words)
    return {
        "row": [one.ground.value, wording.place_name(one.place), one.confidence.value],
        "reason": one.reason,
        "evidence": evidence,
    }


def _connection(one: Connection) -> list[str]:
    return [f"report {one.one}", f"report {one.other}", one.reason]


def ip_table(ip: Sequence[IpRow]) -> list[list[str]]:
    """Return the table of IP events: one row each, counted from one, never shortened."""
    return [
        [
            str(number),
            f"{row.report}: {wording.pointed(row.subject)}",
            row.address,
            _time(row),
            "" if row.port is None else str(row.port),
            _event(row),
            ", ".join(words for words in (row.account, row.service) if words),
            _registry(row),
        ]
        for number, row in enumerate(ip, 1)
    ]


def _time(row: IpRow) -> str:
    """Return the moment in UTC, and as stated if that says more: a fraction, another zone."""
    words, stated = wording.moment(row.utc), row.stated_at
    if stated is None or stated.replace("T", " ").replace("Z", " UTC") == words:
        return words
    return f"{words} stated as {stated}".strip()


def _event(row: IpRow) -> str:
    words = [] if row.event is None else [row.event.value]
    if row.maybe_proxy is not None:
        words.append("may be a proxy" if row.maybe_proxy else "no proxy")
    return ", ".join(words)


def _registry(row: IpRow) -> str:
    country = "" if row.registry_country is None else row.registry_country
    return country if row.as_of is None else f"{country} as of {row.as_of.instant:%Y-%m-%d}"


def row_numbers(ip: Sequence[IpRow]) -> RowNumbers:
    """Return in which row of the table each event stands."""
    return {
        (row.report, row.path.removesuffix("/address")): number for number, row in enumerate(ip, 1)
    }


def report_units(
    dossier: Dossier, rows: RowNumbers, identifiers: Sequence[IdentifierRow], annex: Annex
) -> Iterator[Unit]:
    """Yield each report with its subjects; its standing texts are put into the annex."""
    by_subject: dict[tuple[int, str], list[list[Any]]] = defaultdict(list)
    for row in identifiers:
        if row.kind is not IdentifierKind.IP:
            on_subject = row.role in _SUBJECT_ROLES
            by_subject[row.report, row.subject if on_subject else ""].append(_identifier(row))
    for referred in dossier.reports:
        page = {
            "title": f"Report {referred.number}",
            "about": _about(referred),
            "blocks": list(_blocks(referred, rows, annex)),
            "identifiers": _some(by_subject[referred.number, ""]),
        }
        walk = Walk(referred.number, rows)
        sheets = [
            {
                "title": f"{wording.ROLES[role]} {index + 1}, report {referred.number}",
                "blocks": list(walk.blocks("As stated", subject, f"/{field}/{index}")),
                "identifiers": _some(by_subject[referred.number, f"/{field}/{index}"]),
            }
            for role, field in _SUBJECTS
            for index, subject in enumerate(getattr(referred.report, field))
        ]
        yield Unit(sheets, page)


def _some(identifiers: list[list[Any]]) -> list[list[Any]]:
    """Return the identifiers that are printed, and where the others are."""
    if len(identifiers) <= MOST_VALUES:
        return identifiers
    return [*identifiers[:MOST_VALUES], ["More", ["see identifiers.csv"]]]


def _identifier(row: IdentifierRow) -> list[Any]:
    """Return the kind, then the normal form with its scope; as stated only if that differs."""
    kind = wording.kind_name(row.kind).capitalize()
    words = f"{row.value}, {row.scope}" if row.scope else row.value
    if row.stated != row.value:
        words += f"; stated as {row.stated}"
    if row.event is not None:
        words += f"; {row.event.value}"
    if row.at is not None:
        words += f"; {wording.moment(row.at)}"
    return [f"{kind}, other account" if row.associated else kind, [phrase(words)]]


def _about(referred: ReferredReport) -> str:
    words = f"Received {wording.moment(referred.received_at)}, from {referred.source}."
    if referred.supplement_to is not None:
        words += f" Adds to report {referred.supplement_to}."
    return words


def _blocks(referred: ReferredReport, rows: RowNumbers, annex: Annex) -> Iterator[Block]:
    report, walk = referred.report, Walk(referred.number, rows)
    if report.additional_info is not None and report.additional_info.strip():
        words = [["", told(report.additional_info)]]
        yield {"heading": "In the reporter's words", "facts": [], "texts": words}
    yield from walk.blocks("What was reported", report.summary, "/summary")
    yield from walk.blocks("What a public reporter answered", report.public, "/public")
    for index, incident in enumerate(report.incidents):
        technology = wording.TECHNOLOGIES[type(incident).__name__]
        heading = f"Incident {index + 1}: {technology}"
        yield from walk.blocks(heading, incident, f"/incidents/{index}")
    yield from walk.blocks("Law enforcement", report.law_enforcement, "/law_enforcement")
    yield from walk.blocks("Reporter", report.reporter, "/reporter")
    yield from _standing(referred.number, report.reporter, annex)


def _standing(number: int, reporter: r.Reporter, annex: Annex) -> Iterator[Block]:
    """Put a service's standing texts into the annex, and say where each of them is."""
    facts = []
    for field in STANDING:
        text = getattr(reporter, field)
        if text is not None and text.strip():
            place, reports = annex.setdefault((field, text), (len(annex) + 1, []))
            reports.append(number)
            facts.append([wording.label(field), [f"see text {place} of the annex"]])
    if facts:
        yield {"heading": "Standing texts of the service", "facts": facts, "texts": []}


def annex_texts(annex: Annex) -> list[dict[str, Any]]:
    """Return each standing text once, with how many reports have it."""
    return [
        {
            "title": f"Text {number}: {wording.label(field)}",
            "reports": (
                f"Of report {reports[0]}." if len(reports) == 1 else f"Of {len(reports)} reports."
            ),
            **told(text),
        }
        for (field, text), (number, reports) in annex.items()
    ]
