"""Encodes a dossier as pages to print: one page to decide by, then everything else."""

from collections.abc import Sequence

from tipline.codecs.printable import inside, wording
from tipline.codecs.printable.front import change_words, contact, fronts
from tipline.codecs.printable.parts import divide, weight
from tipline.codecs.printable.showable import NARROW, characters, prepare, replacements
from tipline.codecs.printable.typeset import missing, typeset
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.rows import IdentifierRow, IpRow


def encode_print(
    dossier: Dossier, ip: Sequence[IpRow], identifiers: Sequence[IdentifierRow]
) -> tuple[bytes, ...]:
    """Return the package as PDFs: A4, tagged, without links, files or scripts; one is usual.

    Page one of the first is all that is needed to decide, and always one page. Some fifty reports
    fill a part; more go into further parts, because one document of them all would take gigabytes
    to set. The same dossier gives the same bytes as long as the machine has the same fonts. An IP
    event of the reports that `ip` does not have is printed where it stands.

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
    shown = replacements(characters([opening, parts]), missing)
    return tuple(
        typeset(
            {
                "title": f"Referral {dossier.referral}, version {dossier.version}",
                "made": wording.moment(dossier.made_at),
                "is_test": dossier.is_test,
                "part": number,
                "parts": len(parts),
                "opening": prepare(opening, shown) if number == 1 else None,
                **prepare(part, shown),
                "ip": prepare(part["ip"], shown, NARROW),
            },
            dossier.made_at,
        )
        for number, part in enumerate(parts, 1)
    )
