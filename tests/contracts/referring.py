"""Cases with reports and referrals for the store's tests; opaque bytes where packages would be."""

import hashlib
from datetime import timedelta

from tests.contracts.making import NOON, apply
from tests.contracts.test_desk import add_user, finished
from tipline.domain.directory.agency import Channel
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import AnswerKind, DeclineReason, DeliveryStep, OutcomeCode
from tipline.ports import operations as ops
from tipline.ports.referrals.links import AnswerLinks
from tipline.services.referrals.answer_referral import answer_token
from tipline.stores.referrals.reading import (
    DatabaseDeliveryReader,
    DatabaseReferralReader,
    DatabaseReferredReader,
)

REFERRALS = DatabaseReferralReader()
DELIVERIES = DatabaseDeliveryReader()
REFERRED = DatabaseReferredReader()
NOW = to_microseconds(NOON)
ZERO = timedelta(0)
LASTS = timedelta(days=180)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
ALL = (Channel.EMAIL, Channel.HTTPS, Channel.SFTP)
ADDRESS = "intake@agency-a.example.org"
GROUPS = (FactGroup.SUMMARY, FactGroup.REPORTED)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def a_case(*reports: int, is_test: bool = False) -> tuple[int, int]:
    """Return the numbers of an open case with these reports, and of its owner."""
    user = add_user("ada")
    apply(*(finished(number, is_test=is_test) for number in reports))
    (case,) = apply(ops.OpenCase(reports=reports, user=user))
    assert isinstance(case, ops.Done)
    return case.number, user


def chosen(case: int, user: int, agency: str = "agency-a") -> int:
    (result,) = apply(ops.OpenReferral(case=case, agency=agency, user=user))
    assert isinstance(result, ops.Done)
    return result.number


def package(referral: int, version: int, text: str = "") -> bytes:
    return f"zip {referral} {version} {text}".encode()


def keep(referral: int, version: int, kind: ops.PieceKind, *pieces: bytes) -> None:
    kept = (
        ops.KeepPiece(referral=referral, version=version, kind=kind, place=place, data=piece)
        for place, piece in enumerate(pieces)
    )
    assert all(isinstance(result, ops.Done) for result in apply(*kept))


def release(
    referral: int,
    version: int = 1,
    reports: tuple[int, ...] = (11,),
    channel: Channel = Channel.EMAIL,
    *,
    user: int,
    urgent: bool = False,
    text: str = "",
) -> ops.ReleaseReferral:
    """Return the release of a version whose forms are `sealed ...` and `age ...`."""
    plain = package(referral, version, text)
    is_sent = channel is not Channel.DOWNLOAD
    return ops.ReleaseReferral(
        referral=referral,
        version=version,
        user=user,
        digest=sha(plain),
        size=len(plain),
        sealed_key=b"key",
        sealed_digest=sha(b"sealed " + plain),
        reports=reports,
        groups=GROUPS,
        channel=channel,
        urgent=urgent,
        link_expires_at=to_microseconds(NOON + LASTS),
        ciphertext_digest=sha(b"age " + plain) if is_sent else None,
        address=ADDRESS if is_sent else None,
        recipient="age1example" if is_sent else None,
    )


def released(
    referral: int,
    version: int = 1,
    reports: tuple[int, ...] = (11,),
    channel: Channel = Channel.EMAIL,
    *,
    user: int,
    urgent: bool = False,
    after: timedelta = ZERO,
) -> None:
    """Release a version as the service does: first the pieces, then that they are all there."""
    plain = package(referral, version)
    keep(referral, version, ops.PieceKind.SEALED, b"sealed ", plain)
    if channel is not Channel.DOWNLOAD:
        keep(referral, version, ops.PieceKind.CIPHERTEXT, b"age " + plain)
    operation = release(referral, version, reports, channel, user=user, urgent=urgent)
    assert apply(operation, after=after) == [ops.Done(number=referral)]


def a_released(channel: Channel = Channel.EMAIL, *, urgent: bool = False) -> tuple[int, int]:
    """Return a referral of a case with report 11 whose first version was released; and a user."""
    case, user = a_case(11)
    referral = chosen(case, user)
    released(referral, user=user, channel=channel, urgent=urgent)
    return referral, user


def take(
    after: timedelta = ZERO, channels: tuple[Channel, ...] = ALL, limit: int = 4
) -> tuple[ops.DeliveryTaking, ...]:
    (result,) = apply(ops.TakeDeliveries(channels=channels, limit=limit), after=after)
    assert isinstance(result, ops.TakenDeliveries)
    return result.items


def settle(
    taking: ops.DeliveryTaking,
    step: DeliveryStep,
    *,
    after: timedelta = ZERO,
    due: timedelta | None = None,
) -> object:
    operation = ops.SettleDelivery(
        referral=taking.referral,
        version=taking.version,
        attempt=taking.attempt,
        step=step,
        trouble="not_now" if due is not None else "",
        due_at=None if due is None else to_microseconds(NOON + due),
    )
    (result,) = apply(operation, after=after)
    return result


def token(referral: int, version: int, links: AnswerLinks) -> str:
    """Return the token in the package of a version."""
    row, found = REFERRALS.referral(referral), REFERRALS.version(referral, version)
    assert row is not None
    assert found is not None
    return answer_token(row, version, found.link_expires_at, links)


def resolve(referral: int, resolution: ops.Resolution, user: int, version: int = 1) -> object:
    operation = ops.ResolveDelivery(
        referral=referral, version=version, resolution=resolution, user=user
    )
    (result,) = apply(operation)
    return result


def answer(
    referral: int,
    kind: AnswerKind = AnswerKind.ACKNOWLEDGED,
    version: int = 1,
    *,
    same: str = "a",
    reason: DeclineReason | None = None,
    outcome: OutcomeCode | None = None,
    redirected_to: str | None = None,
    note: ops.SealedNote | None = None,
) -> ops.AnswerReferral:
    return ops.AnswerReferral(
        referral=referral,
        version=version,
        kind=kind,
        same=sha(same.encode())[:16],
        reason=reason,
        outcome=outcome,
        redirected_to=redirected_to,
        note=note,
    )


def redirected(referral: int) -> ops.AnswerReferral:
    """Return the answer that another agency should have it."""
    elsewhere = DeclineReason.NOT_OUR_JURISDICTION
    kind, other = AnswerKind.REDIRECTED, "agency-b"
    return answer(referral, kind, same="redirected", reason=elsewhere, redirected_to=other)


def said(referral: int) -> list[tuple[str, str | None]]:
    """Return what the audit log says of a referral, the oldest first."""
    found = REFERRALS.history(referral, 99)
    return [(entry.action, entry.detail) for entry in reversed(found)]
