"""Applies what is done with referrals at the desk: chosen, released, read, withdrawn."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tipline.domain.cases import MOST_IN_CASE, CaseState
from tipline.domain.directory.agency import Channel
from tipline.domain.moments import in_microseconds
from tipline.domain.referrals.naming import MOST_VERSIONS
from tipline.domain.referrals.states import (
    NEXT,
    AnswerKind,
    DeliveryState,
    ReferralState,
    ReferralStep,
    StopReason,
    age_limit,
)
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change

_MOST_REPORTS: Final = 4 * MOST_IN_CASE
"""Reports of one version, what was added to them counted apart."""


class Found(NamedTuple):
    """A referral as it stands before a change."""

    state: ReferralState
    version: int
    case: int
    agency: str
    is_test: bool


def find(number: int) -> Found | None:
    """Return a referral that is about to change."""
    row = queries.one("referral_to_change", number)
    return (
        None
        if row is None
        else Found(ReferralState(row[0]), int(row[1]), int(row[2]), row[3], bool(row[4]))
    )


def subject(number: int) -> str:
    """Return how the audit log calls a referral."""
    return f"referral:{number}"


def _open_referral(operation: ops.OpenReferral, change: Change) -> ops.AnyResult:
    case = queries.one("case_to_change", operation.case)
    former = operation.redirected_from
    if case is None or (former is not None and find(former) is None):
        return ops.Unknown()
    there = queries.one("referrals_to_agency", operation.case, operation.agency)
    follows = former is None or _named_another(former, operation.case)
    if CaseState(case[0]) is not CaseState.OPEN or there is not None or not follows:
        return ops.Refused()
    last = queries.one("last_referral")
    number = 1 + (int(last[0] or 0) if last else 0)
    override = operation.override
    queries.run(
        "insert_referral",
        number,
        operation.case,
        operation.agency,
        bool(case[1]),
        override.value if override else "",
        former,
        operation.user,
        change.now,
        change.now,
    )
    change.record("referral.opened", subject(number), detail=f"agency:{operation.agency}")
    if override is not None:
        change.record("referral.overridden", subject(number), detail=override.value)
    if former is not None:
        change.record("referral.followed", subject(former), detail=subject(number))
    change.record("case.referred", f"case:{operation.case}", detail=subject(number))
    return ops.Done(number=number)


def _leave_out(operation: ops.LeaveOut, change: Change) -> ops.AnyResult:
    case = queries.one("case_to_change", operation.case)
    if case is None:
        return ops.Unknown()
    if CaseState(case[0]) is not CaseState.OPEN:
        return ops.Refused()
    for agency, reason in sorted(operation.reasons.items()):
        opened = _open_referral(
            ops.OpenReferral(
                case=operation.case, agency=agency, user=operation.user, override=reason
            ),
            change,
        )
        if isinstance(opened, ops.Done):
            why = StopReason.NOT_NEEDED
            withdraw = ops.WithdrawReferral(
                referral=opened.number, reason=why, user=operation.user
            )
            _withdraw_referral(withdraw, change)
    return ops.Done(number=operation.case)


def _named_another(former: int, case: int) -> bool:
    """Tell whether the agency of a referral of the same case named another one."""
    found = find(former)
    named = queries.one("last_answer_of_kind", former, AnswerKind.REDIRECTED.value)
    return found is not None and found.case == case and named is not None


def _keep_piece(operation: ops.KeepPiece, _change: Change) -> ops.AnyResult:
    found = find(operation.referral)
    if found is None:
        return ops.Unknown()
    if (
        operation.version != found.version + 1
        or (found.state, ReferralStep.RELEASED) not in NEXT
        or not 0 <= operation.place < ops.MOST_PIECES
        or not 0 < len(operation.data) <= ops.PIECE_BYTES
    ):
        return ops.Refused()
    place = (operation.referral, operation.version, int(operation.kind), operation.place)
    if operation.place == 0:  # what an unfinished release left behind
        queries.run("drop_pieces_from", *place)
    queries.run("keep_piece", *place, operation.data)
    return ops.Done(number=operation.place)


def _release_referral(operation: ops.ReleaseReferral, change: Change) -> ops.AnyResult:
    number, found = operation.referral, find(operation.referral)
    if found is None:
        return ops.Unknown()
    if operation.version <= found.version:
        return _released_before(operation)
    if operation.version != found.version + 1 or operation.version > MOST_VERSIONS:
        return ops.Stale()
    state = NEXT.get((found.state, ReferralStep.RELEASED))
    case = queries.one("case_to_change", found.case)
    is_open = case is not None and CaseState(case[0]) is CaseState.OPEN
    if state is None or not is_open or not _is_whole(operation) or not _may_go(operation, found):
        return ops.Refused()
    queries.run("stop_deliveries", change.now, number, found.version)
    if operation.ciphertext_digest is None:
        kind = int(ops.PieceKind.CIPHERTEXT)
        queries.run("drop_pieces_from", number, operation.version, kind, 0)
    queries.run("next_version", int(state), operation.version, change.now, number)
    _insert_version(operation, change)
    _insert_delivery(operation, change)
    detail = f"version:{operation.version}"
    change.record("referral.released", subject(number), operation.digest, detail)
    for report in sorted(set(operation.reports)):
        change.record("report.referred", f"report:{report}", detail=subject(number))
    return ops.Done(number=number)


def _released_before(operation: ops.ReleaseReferral) -> ops.AnyResult:
    """Tell whether this very package was released as this version."""
    known = queries.one("version_digest", operation.referral, operation.version)
    same = known is not None and bytes(known[0]) == operation.digest
    return ops.Done(number=operation.referral) if same else ops.Refused()


def _is_whole(operation: ops.ReleaseReferral) -> bool:
    """Tell whether the pieces of both forms are there, and nothing of another package."""
    wanted = {ops.PieceKind.SEALED: operation.sealed_digest}
    if operation.ciphertext_digest is not None:
        wanted[ops.PieceKind.CIPHERTEXT] = operation.ciphertext_digest
    return all(
        _digest_of_pieces(operation.referral, operation.version, kind) == digest
        for kind, digest in wanted.items()
    )


def _digest_of_pieces(referral: int, version: int, kind: ops.PieceKind) -> bytes:
    found = hashlib.sha256()
    for (data,) in queries.rows("pieces_of", referral, version, int(kind)):
        found.update(data)
    return found.digest()


def _may_go(operation: ops.ReleaseReferral, found: Found) -> bool:
    """Tell whether channel and address fit, and all reports are in the case.

    What is a test never leaves by itself, whoever asks for it.
    """
    fits = (
        not operation.address and operation.ciphertext_digest is None
        if operation.channel is Channel.DOWNLOAD
        else bool(operation.address) and operation.ciphertext_digest is not None
    )
    may_leave = operation.channel is Channel.DOWNLOAD or not found.is_test
    return fits and may_leave and _are_in_case(operation.reports, found.case)


def _are_in_case(reports: Sequence[int], case: int) -> bool:
    """Tell whether reports are in a case, or were added to one that is."""
    filed: set[int | None] = {
        int(one) for one, removed_at in queries.rows("filed_in", case) if removed_at is None
    }
    others = sorted(one for one in set(reports) if one not in filed)
    if not reports or len(reports) > _MOST_REPORTS:
        return False
    added: dict[int, int | None] = (
        dict(queries.rows_in("supplemented_in", others)) if others else {}
    )
    return all(added.get(one) in filed for one in others)


def _insert_version(operation: ops.ReleaseReferral, change: Change) -> None:
    number, version = operation.referral, operation.version
    queries.run(
        "insert_version",
        number,
        version,
        operation.user,
        change.now,
        operation.digest,
        operation.size,
        operation.sealed_key,
        " ".join(operation.groups),
        operation.link_expires_at,
    )
    reports: Iterable[int] = sorted(set(operation.reports))
    queries.run_many("insert_referral_report", ((number, version, one) for one in reports))


def _insert_delivery(operation: ops.ReleaseReferral, change: Change) -> None:
    by_hand = operation.channel is Channel.DOWNLOAD
    state = DeliveryState.FOR_PICKUP if by_hand else DeliveryState.WAITING
    limit = in_microseconds(age_limit(urgent=operation.urgent))
    queries.run(
        "insert_delivery",
        operation.referral,
        operation.version,
        operation.channel.value,
        operation.address or "",
        operation.recipient or "",
        operation.credential or "",
        int(state),
        operation.urgent,
        change.now,
        change.now,
        change.now,
        change.now + limit,
    )


def _read_package(operation: ops.ReadPackage, change: Change) -> ops.AnyResult:
    known = queries.one("version_digest", operation.referral, operation.version)
    if known is None:
        return ops.Unknown()
    digest = bytes(known[0])
    change.record(
        "referral.read", subject(operation.referral), digest, f"version:{operation.version}"
    )
    return ops.Done(number=operation.referral)


def _withdraw_referral(operation: ops.WithdrawReferral, change: Change) -> ops.AnyResult:
    number, found = operation.referral, find(operation.referral)
    if found is None:
        return ops.Unknown()
    if (found.state, ReferralStep.WITHDRAWN) not in NEXT:
        return ops.Refused()
    queries.run("stop_unsent", change.now, number)
    queries.run("park_unsure", change.now, change.now, number)
    queries.run("drop_pieces_beyond", number, found.version)
    queries.run("withdraw_referral", change.now, operation.reason.value, number)
    change.record("referral.withdrawn", subject(number), detail=operation.reason.value)
    return ops.Done(number=number)


def _revoke_link(operation: ops.RevokeLink, change: Change) -> ops.AnyResult:
    number, version = operation.referral, operation.version
    if queries.one("link_of_version", number, version) is None:
        return ops.Unknown()
    if not queries.run("revoke_link", change.now, number, version):
        return ops.Refused()
    change.record("referral.link_revoked", subject(number), detail=f"version:{version}")
    return ops.Done(number=number)


REFERRAL_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.OpenReferral: _open_referral,
    ops.LeaveOut: _leave_out,
    ops.KeepPiece: _keep_piece,
    ops.ReleaseReferral: _release_referral,
    ops.ReadPackage: _read_package,
    ops.WithdrawReferral: _withdraw_referral,
    ops.RevokeLink: _revoke_link,
}
"""How each operation on referrals is applied."""
