"""Page one: what an officer must know at once, in as many lengths as it takes to fit one page."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from tipline.codecs.printable import wording
from tipline.codecs.printable.bounds import shortened
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role

NOTHING_URGENT: Final = "The reporter declared nothing urgent."
_LONGEST_ADDRESS: Final = 600
"""Characters of the address for answers that page one still has room for, at any length."""


class Length(NamedTuple):
    """How much of everything page one shows: lines of a list, characters of a sentence."""

    items: int
    characters: int


LENGTHS: Final = (
    Length(12, 500),
    Length(8, 300),
    Length(6, 220),
    Length(4, 160),
    Length(3, 120),
    Length(2, 80),
    Length(1, 50),
)
"""From the fullest to the one that always fits."""

_ROLE_ORDER: Final = (Role.REPORTED, Role.VICTIM, Role.RECIPIENT, Role.INCIDENT, Role.REPORTER)
_KIND_ORDER: Final = (
    IdentifierKind.ACCOUNT,
    IdentifierKind.EMAIL,
    IdentifierKind.PHONE,
    IdentifierKind.SCREEN_NAME,
    IdentifierKind.PROFILE_URL,
    IdentifierKind.DEVICE,
    IdentifierKind.GROUP,
    IdentifierKind.URL,
    IdentifierKind.IP,
)


def fronts(
    dossier: Dossier, ip: Sequence[IpRow], identifiers: Sequence[IdentifierRow]
) -> list[dict[str, Any]]:
    """Return page one in every length; the template takes the first that fits."""
    counts = _counts(dossier, ip, identifiers)
    keys = _key_facts(identifiers)
    return [_front(dossier, counts, keys, length) for length in LENGTHS]


def contact(dossier: Dossier) -> list[list[str]]:
    """Return how the hotline can be reached, with labels."""
    sender = dossier.sender
    ways = (("E-mail", sender.email), ("Phone", sender.phone), ("Page", sender.page))
    return [[name, way] for name, way in ways if way is not None]


def change_words(dossier: Dossier) -> list[list[str]]:
    """Return every change as kind, report and place; no values."""
    return [
        [one.kind, f"report {one.report}", wording.pointed(one.path)] for one in dossier.changes
    ]


def _front(
    dossier: Dossier, counts: list[list[str]], keys: list[list[str]], length: Length
) -> dict[str, Any]:
    def short(text: str) -> str:
        return shortened(text, length.characters)

    def some(rows: Sequence[Sequence[str]]) -> dict[str, Any]:
        shown = [[short(cell) for cell in row] for row in rows[: length.items]]
        return {"rows": shown, "more": max(0, len(rows) - length.items)}

    answer = dossier.answer_at
    return {
        "agency": short(dossier.addressee.name),
        "kind": dossier.addressee.kind.value.replace("_", " "),
        "hotline": short(dossier.sender.name),
        "urgency": some([[one] for one in dossier.urgency]),
        "reasons": some([[one] for one in dossier.reasons]),
        "gate": short(dossier.legal_gate),
        "counts": counts,
        "findings": some(
            [
                [
                    one.ground.value,
                    wording.place_name(one.place),
                    one.confidence.value,
                    one.reason,
                ]
                for one in dossier.findings
            ]
        ),
        "keys": some(keys),
        "changes": some([[", ".join(row)] for row in change_words(dossier)]),
        "change_count": len(dossier.changes),
        "answer": answer,
        "answer_fits": answer is None or len(answer) <= _LONGEST_ADDRESS,
        "contact": [[name, short(way)] for name, way in contact(dossier)],
    }


def _counts(
    dossier: Dossier, ip: Sequence[IpRow], identifiers: Sequence[IdentifierRow]
) -> list[list[str]]:
    reports = [one.report for one in dossier.reports]
    subjects = sum(len(one.reported) + len(one.recipients) + len(one.victims) for one in reports)
    different = {(row.kind, row.scope, row.value) for row in identifiers}
    return [
        [str(len(reports)), "report" if len(reports) == 1 else "reports"],
        [str(subjects), "subject" if subjects == 1 else "subjects"],
        [str(len(different)), "identifier" if len(different) == 1 else "identifiers"],
        [str(len(ip)), "IP event" if len(ip) == 1 else "IP events"],
    ]


def _key_facts(identifiers: Sequence[IdentifierRow]) -> list[list[str]]:
    """Return identifiers by role, then by how many reports have them, then by kind."""
    seen: dict[tuple[Role, IdentifierKind, str, str], tuple[IdentifierRow, set[int]]] = {}
    for row in identifiers:
        if row.kind in _KIND_ORDER:
            key = (row.role, row.kind, row.scope, row.value)
            seen.setdefault(key, (row, set()))[1].add(row.report)
    ordered = sorted(
        seen.values(),
        key=lambda found: (
            _ROLE_ORDER.index(found[0].role),
            -len(found[1]),
            _KIND_ORDER.index(found[0].kind),
        ),
    )
    return [
        [
            wording.ROLES[row.role],
            wording.kind_name(row.kind),
            row.stated,
            f"report {row.report}" if len(reports) == 1 else f"{len(reports)} reports",
        ]
        for row, reports in ordered
    ]
