"""Encodes a dossier as pages to print: one page to decide by, then everything else."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tipline.codecs.printable import inside, wording
from tipline.codecs.printable.front import change_words, contact, fronts
from tipline.codecs.printable.parts import divide, weight
from tipline.codecs.printable.showable import (
    NARROW,
    Shown,
    characters,
    plainer,
    prepare,
    replacements,
)
from tipline.codecs.printable.typeset import PrintFailedError, missing, typeset
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.timestamp import Timestamp

Press = Callable[[Mapping[str, object], Timestamp], bytes]
"""Sets the template with some data and a date; raises `PrintFailedError`."""


def encode_print(
    dossier: Dossier,
    ip: Sequence[IpRow],
    identifiers: Sequence[IdentifierRow],
    press: Press = typeset,
) -> tuple[bytes, ...]:
    """Return the package as PDFs: A4, tagged, without links, files or scripts; one is usual.

    Page one of the first is all that is needed to decide, and always one page. Some fifty reports
    fill a part; more go into further parts, because one document of them all would take gigabytes
    to set. The same dossier gives the same bytes as long as the machine has the same fonts. An IP
    event of the reports that `ip` does not have is printed where it stands. A part that the
    compiler fails at is set again with more characters written as code points.

    Raises:
        PrintFailedError: the pages could not be set.
    """
    numbers = inside.row_numbers(ip)
    annex: inside.Annex = {}
    units = list(inside.report_units(dossier, numbers, identifiers, annex))
    opening = {
        "agency": dossier.addressee.name,
        "hotline": dossier.sender.name,
        "gate": dossier.legal_gate,
        "urgency": dossier.urgency,
        "reasons": dossier.reasons,
        "changes": change_words(dossier),
        "answer": dossier.answer_at,
        "contact": contact(dossier),
        "fronts": fronts(dossier, ip, identifiers),
        "details": inside.details(dossier),
    }
    parts = divide(weight(opening), units, inside.ip_table(ip), inside.annex_texts(annex))
    found = characters([opening, parts])
    shown = replacements(found, missing)
    tries = (shown, *plainer(found, shown))
    head = {
        "title": f"Referral {dossier.referral}, version {dossier.version}",
        "made": wording.moment(dossier.made_at),
        "is_test": dossier.is_test,
        "parts": len(parts),
    }
    return tuple(
        _set(
            {**head, "part": number},
            {**part, "opening": opening if number == 1 else None},
            tries,
            lambda data: press(data, dossier.made_at),
        )
        for number, part in enumerate(parts, 1)
    )


def _set(
    head: Mapping[str, object],
    part: Mapping[str, Any],
    tries: Sequence[Shown],
    press: Callable[[Mapping[str, object]], bytes],
) -> bytes:
    """Return a part, set with the first of `tries` with which the compiler does not fail."""

    def pressed(shown: Shown) -> bytes:
        ip = prepare(part["ip"], shown, NARROW)
        return press({**head, **prepare(part, shown), "ip": ip})

    for shown in tries[:-1]:
        try:
            return pressed(shown)
        except PrintFailedError:
            continue
    return pressed(tries[-1])
