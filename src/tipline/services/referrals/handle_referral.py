"""What somebody at the desk does with a referral: open, release, download, withdraw, resolve.

Composing a package is `compose_dossier` and `write_package`; delivering it `deliver_referrals`.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256

import msgspec

from tipline.domain.directory.agency import Agency, Channel
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.naming import package_seal
from tipline.domain.referrals.states import OverrideReason, StopReason
from tipline.ports.desk import UserRow
from tipline.ports.operations import (
    MOST_PIECES,
    PIECE_BYTES,
    AnyOperation,
    AnyResult,
    Done,
    KeepPiece,
    LeaveOut,
    OpenReferral,
    PickUp,
    PieceKind,
    ReadPackage,
    Refused,
    ReleaseReferral,
    Request,
    Resolution,
    ResolveDelivery,
    RevokeLink,
    WithdrawReferral,
)
from tipline.ports.referrals.readers import ReferralReader
from tipline.ports.sealing import Opener, Sealed, Sealer
from tipline.ports.stores import Writer

MOST_BYTES = MOST_PIECES * PIECE_BYTES * 7 // 8
"""Bytes of a package; sealed it is up to an eighth longer (`gateways/padding.py`)."""


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to work with referrals."""

    reader: ReferralReader
    writer: Writer
    sealer: Sealer


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A version that is ready to go: the package as a ZIP, and encrypted to its agency.

    `ciphertext` is None with an agency whose channel is download. The link to answer is good until
    `link_expires_at`, in microseconds since 1970.
    """

    referral: int
    version: int
    package: bytes
    ciphertext: bytes | None
    reports: tuple[int, ...]
    groups: tuple[FactGroup, ...]
    agency: Agency
    urgent: bool
    link_expires_at: int

    def __repr__(self) -> str:
        return f"Release({self.referral}, {self.version})"


def open_referral(
    case: int,
    agency: str,
    user: UserRow,
    writer: Writer,
    *,
    override: OverrideReason | None = None,
    redirected_from: int | None = None,
) -> AnyResult:
    """Choose an agency for a case; `Done` has the referral's number.

    `Refused`: the case is closed, or has a referral to this agency already: release a new version.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed, here and below.
    """
    operation = OpenReferral(
        case=case,
        agency=agency,
        user=user.id,
        override=override,
        redirected_from=redirected_from,
    )
    return _do(operation, user, writer)


def leave_out(
    case: int, reasons: Mapping[str, OverrideReason], user: UserRow, writer: Writer
) -> AnyResult:
    """Record why recommended agencies get nothing, all of them or none; reasons by agency."""
    return _do(LeaveOut(case=case, user=user.id, reasons=dict(reasons)), user, writer)


def release_referral(release: Release, user: UserRow, ports: Dispatch) -> AnyResult:
    """Release a version to its agency: stored with its delivery, from here on it is on its way.

    May be called again with the same package if nobody knows how it ended. `Stale`: this is not
    the next version. `Refused`: another package was released as this version, the package is too
    long, channel and address do not fit, a report is not in the case, or the case is closed.
    """
    longest = max(len(release.package), len(release.ciphertext or b""))
    if longest > MOST_BYTES:
        return Refused()
    sealed = ports.sealer.seal(package_seal(release.referral, release.version), release.package)
    forms = {PieceKind.SEALED: sealed.body}
    if release.ciphertext is not None:
        forms[PieceKind.CIPHERTEXT] = release.ciphertext
    for kind, data in forms.items():
        for place, piece in _pieces(data):
            kept = _keep(release, kind, place, piece)
            if not isinstance(_do(kept, user, ports.writer), Done):
                break  # it was released before, perhaps; what follows tells
    return _do(_operation(release, sealed, user), user, ports.writer)


def pick_up(
    number: int, version: int, user: UserRow, ports: Dispatch, opener: Opener
) -> bytes | AnyResult:
    """Return the ZIP of a version that waits to be downloaded; that it is taken is recorded first.

    Raises:
        SealBrokenError: it was sealed to another key, or bytes have changed; here and below.
    """
    result = _do(PickUp(referral=number, version=version, user=user.id), user, ports.writer)
    return _opened(number, version, ports, opener) if isinstance(result, Done) else result


def read_package(
    number: int, version: int, user: UserRow, ports: Dispatch, opener: Opener
) -> bytes | AnyResult:
    """Return the ZIP of a version as it was released; that it is looked at is recorded first."""
    result = _do(ReadPackage(referral=number, version=version, user=user.id), user, ports.writer)
    return _opened(number, version, ports, opener) if isinstance(result, Done) else result


def withdraw_referral(number: int, reason: StopReason, user: UserRow, writer: Writer) -> AnyResult:
    """Send nothing more of a referral and end its links; what has left stays where it is."""
    return _do(WithdrawReferral(referral=number, reason=reason, user=user.id), user, writer)


def revoke_link(number: int, version: int, user: UserRow, writer: Writer) -> AnyResult:
    """Let the link of one version answer nothing more."""
    return _do(RevokeLink(referral=number, version=version, user=user.id), user, writer)


def resolve_delivery(
    number: int, version: int, resolution: Resolution, user: UserRow, writer: Writer
) -> AnyResult:
    """Say what a person knows or wants of a delivery that failed or is unknown.

    It arrived, it is sent again, or it is downloaded here instead.
    """
    operation = ResolveDelivery(
        referral=number, version=version, resolution=resolution, user=user.id
    )
    return _do(operation, user, writer)


def _pieces(data: bytes) -> Iterator[tuple[int, bytes]]:
    for place, start in enumerate(range(0, len(data), PIECE_BYTES)):
        yield place, data[start : start + PIECE_BYTES]


def _keep(release: Release, kind: PieceKind, place: int, data: bytes) -> KeepPiece:
    return KeepPiece(
        referral=release.referral, version=release.version, kind=kind, place=place, data=data
    )


def _operation(release: Release, sealed: Sealed, user: UserRow) -> ReleaseReferral:
    agency, ciphertext = release.agency, release.ciphertext
    is_sent = agency.channel is not Channel.DOWNLOAD
    return ReleaseReferral(
        referral=release.referral,
        version=release.version,
        user=user.id,
        digest=sha256(release.package).digest(),
        size=len(release.package),
        sealed_key=sealed.key,
        sealed_digest=sha256(sealed.body).digest(),
        reports=release.reports,
        groups=release.groups,
        channel=agency.channel,
        urgent=release.urgent,
        link_expires_at=release.link_expires_at,
        ciphertext_digest=None if ciphertext is None else sha256(ciphertext).digest(),
        address=agency.address if is_sent else None,
        recipient=agency.age_recipient if is_sent else None,
        credential=agency.credential if is_sent else None,
    )


def _opened(number: int, version: int, ports: Dispatch, opener: Opener) -> bytes | AnyResult:
    found = ports.reader.package(number, version)
    if found is None:
        return Refused()
    sealed = Sealed(key=found.key, body=found.body)
    return opener.open(package_seal(number, version), sealed).body


def _do(operation: AnyOperation, user: UserRow, writer: Writer) -> AnyResult:
    return writer.write(Request(operation=operation, actor=f"user:{user.id}"))
