"""The one sentence of a finding or a conflict, for people; no fact of a report stands in it."""

from typing import Final

from tipline.domain.places import Place
from tipline.domain.routing.finding import EvidenceKind, Ground

OPERATOR: Final = "operator"
"""The source of answers from the operator's own table of addresses."""
_WHOM: Final = {
    Ground.OFFENCE: "what happened",
    Ground.SUSPECT: "the reported person",
    Ground.VICTIM: "the child",
    Ground.HOST: "the page",
    Ground.REPORTER: "the reporter",
}
_BECAUSE: Final = {
    EvidenceKind.DOMAIN: "A domain stated for {whom} ends in the code of {here}.",
    EvidenceKind.LOCALE: "A locale stated for {whom} is that of {here}.",
    EvidenceKind.IP: "An IP address seen for {whom} was given out to {here}.",
    EvidenceKind.ZIP: "A postal code stated for {whom} lies in {here}.",
    EvidenceKind.PHONE: "A phone number stated for {whom} is of {here}.",
    EvidenceKind.ADDRESS: "An address or verified place stated for {whom} is in {here}.",
    EvidenceKind.STATED: "The report names {here} for {whom}.",
}
_OWN_TABLE: Final = "The hotline's own table has an IP address seen for {whom} in {here}."


def because(kind: EvidenceKind, ground: Ground, place: Place, source: str | None = None) -> str:
    """Return why a place is a candidate, by the strongest evidence and the table it is from."""
    here = "this country" if place.subdivision is None else "this part of the country"
    sentence = _OWN_TABLE if source == OPERATOR else _BECAUSE[kind]
    return sentence.format(whom=_WHOM[ground], here=here)


def several_countries(ground: Ground) -> str:
    """Return why places in several countries contradict each other."""
    return f"The facts speak for more than one country as to {_WHOM[ground]}."


def several_parts(ground: Ground) -> str:
    """Return why places in one country contradict each other."""
    return f"The facts speak for more than one part of one country as to {_WHOM[ground]}."
