"""Referrals as they stand in the store, for tests of the pages that show them."""

import io
import json
import zipfile
from datetime import timedelta

import msgspec

from tests.doors.desk.wiring import Desk, Person
from tipline.domain.directory.agency import Agency, Channel
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.naming import note_seal
from tipline.domain.referrals.states import AnswerKind, DeclineReason, DeliveryStep, OutcomeCode
from tipline.ports.operations import (
    AnswerReferral,
    DeliveryTaking,
    Done,
    OpenCase,
    Request,
    SealedNote,
    SettleDelivery,
    TakeDeliveries,
    TakenDeliveries,
)
from tipline.services.referrals.handle_referral import (
    Dispatch,
    Release,
    open_referral,
    release_referral,
)

CHANGES = [{"kind": "changed", "report": 17, "path": "/reported/0/person/emails/1/address"}]


def package(marker: str = "", *, parts: int = 1) -> bytes:
    """Return a ZIP with just what the desk looks at."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as bundle:
        for part in range(2, parts + 1):
            bundle.writestr(f"print-{part}.pdf", b"%PDF-1.7 synthetic")
        bundle.writestr("print.pdf", b"%PDF-1.7 synthetic" + marker.encode())
        bundle.writestr("manifest.json", json.dumps({"changes": CHANGES}))
    return kept.getvalue()


def case_of(desk: Desk, person: Person, *reports: int) -> int:
    """Open a case; return its number."""
    operation = OpenCase(reports=reports, user=person.number)
    result = desk.writer.write(Request(operation=operation, actor="service:test"))
    assert isinstance(result, Done)
    return result.number


def chosen(desk: Desk, person: Person, case: int, agency: Agency) -> int:
    """Choose an agency for a case; return the referral's number."""
    user = desk.desk.user(person.name)
    assert user is not None
    result = open_referral(case, agency.id, user, desk.writer)
    assert isinstance(result, Done)
    return result.number


def released(
    desk: Desk,
    person: Person,
    case: int,
    agency: Agency,
    *,
    referral: int | None = None,
    urgent: bool = False,
    parts: int = 1,
) -> int:
    """Release the next version of a case to an agency; return the referral's number."""
    number = chosen(desk, person, case, agency) if referral is None else referral
    row, user = desk.referrals.referral(number), desk.desk.user(person.name)
    assert row is not None
    assert user is not None
    data = package(f"{row.version + 1}", parts=parts)
    release = Release(
        referral=number,
        version=row.version + 1,
        package=data,
        ciphertext=None if agency.channel is Channel.DOWNLOAD else b"age" + data,
        reports=tuple(reports_in(desk, case)),
        groups=(FactGroup.SUMMARY, FactGroup.REPORTED),
        agency=agency,
        urgent=urgent,
        link_expires_at=to_microseconds(desk.clock.now() + timedelta(days=180)),
    )
    ports = Dispatch(reader=desk.referrals, writer=desk.writer, sealer=desk.sealer)
    assert isinstance(release_referral(release, user, ports), Done)
    return number


def reports_in(desk: Desk, case: int) -> list[int]:
    """Return the reports of a case."""
    return [one.report for one in desk.cases.filed(case, 1_000) if one.removed_at is None]


def ended(desk: Desk, step: DeliveryStep, trouble: str = "") -> DeliveryTaking:
    """Let the delivery that is due end in some way."""
    taking = TakeDeliveries(channels=(Channel.HTTPS,))
    taken = desk.writer.write(Request(operation=taking, actor="service:post"))
    assert isinstance(taken, TakenDeliveries)
    one = taken.items[0]
    settled = SettleDelivery(
        referral=one.referral,
        version=one.version,
        attempt=one.attempt,
        step=step,
        trouble=trouble,
    )
    result = desk.writer.write(Request(operation=settled, actor="service:post"))
    assert isinstance(result, Done)
    return one


def answered(
    desk: Desk,
    referral: int,
    kind: AnswerKind,
    *,
    outcome: OutcomeCode | None = None,
    to: str | None = None,
    note: str = "",
) -> None:
    """Let the agency answer."""
    declines = kind in {AnswerKind.DECLINED, AnswerKind.REDIRECTED}
    row = desk.referrals.referral(referral)
    assert row is not None
    sealed = desk.sealer.seal(note_seal(referral, row.version), note.encode())
    operation = AnswerReferral(
        referral=referral,
        version=row.version,
        kind=kind,
        same=msgspec.msgpack.encode((kind.value, to))[:16].ljust(16, b"-"),
        reason=DeclineReason.NOT_OUR_JURISDICTION if declines else None,
        outcome=outcome,
        redirected_to=to,
        note=SealedNote(key=sealed.key, body=sealed.body) if note else None,
    )
    result = desk.writer.write(Request(operation=operation, actor=f"agency:{row.agency}"))
    assert isinstance(result, Done)
