"""A report made ready to be stored: what stays readable, and what does not."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from tipline.codecs import report_json
from tipline.domain.completeness import State as FactState
from tipline.domain.completeness.groups import GROUPS
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.domain.public.marks import Mark
from tipline.domain.report import (
    Email,
    IpEvent,
    Person,
    PublicAnswers,
    Report,
    Reported,
    Summary,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import Answer
from tipline.gateways.blind_index import HmacBlindIndex
from tipline.ports.sealing import Blinder, Sealed
from tipline.services.prepare_report import Arrival, is_urgent, pack_facts, prepare_report


class GlassSealer:
    """Seals so that the test can see through."""

    def seal(self, number: int, body: bytes, parts: Sequence[bytes] = ()) -> Sealed:
        return Sealed(key=b"%d" % number, body=b"sealed " + body, parts=tuple(parts))


class GlassIndex:
    """Blinds so that the test can see through."""

    def blind(self, kind: str, scope: str, value: str, *, is_test: bool = False) -> bytes:
        return f"{kind}|{'test' if is_test else 'real'}|{scope}|{value}".encode()

    def blind_port(self, kind: str, scope: str, value: str, port: int) -> bytes:
        return f"{kind}|{scope}|{value}|{port}".encode()

    @property
    def fingerprint(self) -> bytes:
        return b"glass"

    def blinders(self) -> tuple[Blinder, ...]:
        return (self,)


ARRIVAL = Arrival(number=17, door="xml", provider=3, is_test=True, state=State.OPEN)
AT = Timestamp("2026-10-02T09:30:00+02:00")
REPORT = Report(
    summary=Summary(incident_time=AT),
    reported=(
        Reported(
            person=Person(emails=(Email(address="User17@example.net"),)),
            ip_events=(IpEvent(address="192.0.2.17", at=AT, port=51_234),),
        ),
    ),
)


def test_what_arrived_is_sealed_whole_and_named_by_its_digest() -> None:
    stored = prepare_report(REPORT, ARRIVAL, GlassSealer(), GlassIndex())
    body = stored.sealed_body.removeprefix(b"sealed ")
    assert report_json.decode_report(body) == REPORT
    assert stored.digest == hashlib.sha256(stored.sealed_body).digest()
    assert stored.sealed_key == b"17"
    kept = (stored.number, stored.door, stored.provider, stored.is_test, stored.state)
    assert kept == (17, "xml", 3, True, State.OPEN)


def test_identifiers_are_stored_blind_with_their_time_and_blind_port() -> None:
    stored = prepare_report(REPORT, ARRIVAL, GlassSealer(), GlassIndex())
    found = {one.kind: one for one in stored.sightings}
    assert set(found) == {"email", "ip"}
    assert found["email"].display == b"User17@example.net"
    assert found["ip"].at == to_microseconds(datetime(2026, 10, 2, 7, 30, tzinfo=UTC))
    assert {one.role for one in stored.sightings} == {"reported"}
    by_kind = {key.kind: key for key in stored.keys}
    mail, address = by_kind[1], by_kind[7]
    assert mail.blind.startswith(b"email|test|")
    assert mail.blind.endswith(b"user17@example.net")
    assert (mail.at, mail.port, mail.role, mail.side, mail.grade) == (0, b"", 1, 0, 5)
    assert address.at == found["ip"].at
    assert address.port.endswith(b"192.0.2.17|51234")
    assert [stored.sightings[key.place].kind for key in (mail, address)] == ["email", "ip"]
    real = msgspec.structs.replace(ARRIVAL, is_test=False)
    for key in prepare_report(REPORT, real, GlassSealer(), GlassIndex()).keys:
        assert b"|real|" in key.blind


def test_only_the_reporters_own_word_makes_a_report_urgent() -> None:
    assert not is_urgent(REPORT)
    urgent = msgspec.structs.replace(REPORT, summary=Summary(urgency_reason="Synthetic reason."))
    assert is_urgent(urgent)
    blank = msgspec.structs.replace(REPORT, summary=Summary(urgency_reason="  "))
    assert not is_urgent(blank)
    for answer in Answer:
        public = msgspec.structs.replace(REPORT, public=PublicAnswers(danger_now=answer))
        assert is_urgent(public) is (answer is Answer.YES)


def test_facts_take_two_bits_a_group_the_first_lowest() -> None:
    states = [FactState.PRESENT, FactState.ABSENT, FactState.PARTLY]
    assert pack_facts(states) == 0b01_00_10
    assert pack_facts([FactState.PRESENT] * len(GROUPS)) < 2**31


def test_marks_say_how_a_public_report_came_in() -> None:
    answers = PublicAnswers(incomplete=True, unconfirmed=True)
    public = msgspec.structs.replace(REPORT, public=answers)
    both = prepare_report(public, ARRIVAL, GlassSealer(), GlassIndex())
    assert both.marks == Mark.INCOMPLETE | Mark.UNCONFIRMED
    assert prepare_report(REPORT, ARRIVAL, GlassSealer(), GlassIndex()).marks == 0


class ChangingIndex:
    """Has two keys, one of which is coming."""

    def blinders(self) -> tuple[Blinder, ...]:
        return HmacBlindIndex(b"1" * 32), HmacBlindIndex(b"2" * 32)


def test_while_keys_change_all_is_blind_under_both() -> None:
    index = ChangingIndex()
    stored = prepare_report(REPORT, ARRIVAL, GlassSealer(), index)
    old, new = (
        prepare_report(REPORT, ARRIVAL, GlassSealer(), one)
        for one in (HmacBlindIndex(b"1" * 32), HmacBlindIndex(b"2" * 32))
    )
    assert stored.keyed == tuple(one.fingerprint for one in index.blinders())
    assert (old.keyed, new.keyed) == (stored.keyed[:1], stored.keyed[1:])
    for both, first, second in zip(stored.keys, old.keys, new.keys, strict=True):
        assert (both.blind, both.also) == (first.blind, second.blind)
        assert both.port == first.port + second.port
        assert (first.also, second.also) == (b"", b"")
