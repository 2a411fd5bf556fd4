"""Makes a report ready to be stored: what may be read without a key apart, all else sealed.

Runs in the doors' processes, which have the public key and the index key and nothing to open with.
"""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from tipline.codecs import report_json
from tipline.domain.completeness import State as FactState
from tipline.domain.completeness import group_states
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.lifecycle import State
from tipline.domain.linking.grades import KIND_CODES, ROLE_CODES
from tipline.domain.linking.keys import Key, link_keys
from tipline.domain.moments import to_microseconds
from tipline.domain.public.marks import marks_of
from tipline.domain.report import Report
from tipline.domain.sightings import Sighting, find_sightings
from tipline.domain.vocabulary import Answer
from tipline.ports.operations import StoredKey, StoredReport, StoredSighting
from tipline.ports.sealing import Blinder, BlindIndex, Sealer

_LONGEST_NUMBER = 18
"""Digits of the longest number a report can have."""

_FACT_BITS = {FactState.ABSENT: 0, FactState.PARTLY: 1, FactState.PRESENT: 2}


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """How a report came in: its number, the door, who brought it, and in which state it begins."""

    number: int
    door: str
    provider: int | None
    is_test: bool
    state: State


def prepare_report(
    report: Report, arrival: Arrival, sealer: Sealer, index: BlindIndex
) -> StoredReport:
    """Return the report as it is stored; takes time linear in its size, and no key to open it."""
    blinders, sightings = index.blinders(), find_sightings(report)
    body = report_json.encode_report(report)
    displays = [sighting.display.encode() for sighting in sightings]
    sealed = sealer.seal(arrival.number, body, displays)
    return StoredReport(
        number=arrival.number,
        door=arrival.door,
        provider=arrival.provider,
        is_test=arrival.is_test,
        state=arrival.state,
        urgent=is_urgent(report),
        facts=pack_facts(group_states(report)),
        sealed_key=sealed.key,
        sealed_body=sealed.body,
        digest=hashlib.sha256(sealed.body).digest(),
        sightings=tuple(
            StoredSighting(
                kind=sighting.identifier.kind,
                role=sighting.role,
                display=display,
                at=None if sighting.at is None else to_microseconds(sighting.at.instant),
            )
            for sighting, display in zip(sightings, sealed.parts, strict=True)
        ),
        marks=int(marks_of(report.public)),
        keys=blind_keys(link_keys(sightings), blinders, is_test=arrival.is_test),
        names=reports_named(sightings),
        keyed=tuple(one.fingerprint for one in blinders),
    )


def blind_keys(
    keys: Iterable[Key], blinders: Sequence[Blinder], *, is_test: bool
) -> tuple[StoredKey, ...]:
    """Return keys as they are stored: blind under the present key, and the coming one if any."""
    return tuple(_key(key, blinders, is_test=is_test) for key in keys)


def is_urgent(report: Report) -> bool:
    """Tell whether the reporter said it cannot wait; nothing else makes a report urgent."""
    if report.public is not None and report.public.danger_now is Answer.YES:
        return True
    return bool(report.summary.urgency_reason and report.summary.urgency_reason.strip())


def pack_facts(states: Iterable[FactState]) -> int:
    """Return the states of the groups of facts as one number, two bits a group, first lowest."""
    return sum(_FACT_BITS[state] << 2 * place for place, state in enumerate(states))


def _key(key: Key, blinders: Sequence[Blinder], *, is_test: bool) -> StoredKey:
    identifier = key.identifier
    named = (str(identifier.kind), identifier.scope, identifier.value)
    present, *coming = blinders
    port = b""
    if key.port is not None:
        port = b"".join(one.blind_port(*named, key.port) for one in blinders)
    return StoredKey(
        blind=present.blind(*named, is_test=is_test),
        side=int(key.side),
        kind=KIND_CODES[identifier.kind],
        grade=int(key.grade),
        role=ROLE_CODES[key.role],
        place=key.place,
        at=0 if key.at is None else to_microseconds(key.at.instant),
        port=port,
        also=coming[0].blind(*named, is_test=is_test) if coming else b"",
    )


def reports_named(sightings: Iterable[Sighting]) -> tuple[int, ...]:
    """Return the numbers of earlier reports that a report says it belongs to."""
    numbers = {
        int(sighting.identifier.value)
        for sighting in sightings
        if sighting.identifier.kind is IdentifierKind.PRIOR_REPORT
        and len(sighting.identifier.value) <= _LONGEST_NUMBER
    }
    return tuple(sorted(numbers))
