"""What is done with referrals and their deliveries. Reasons are words of closed lists.

A package is some megabytes, more than the writer takes in one message. So it comes in pieces
(`KeepPiece`), which mean nothing until `ReleaseReferral` says that all are there: that one
transaction makes the version, its delivery and its audit entries. Other writes go in between.
"""

from enum import IntEnum, StrEnum
from typing import Final

import msgspec

from tipline.domain.directory.agency import Channel
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import (
    AnswerKind,
    DeclineReason,
    DeliveryStep,
    OutcomeCode,
    OverrideReason,
    StopReason,
)
from tipline.ports.operations.public import SealedNote
from tipline.ports.operations.roots import Operation, Result

PIECE_BYTES: Final = 512 * 1024
"""Bytes of a piece; all but the last of a package are as long as this."""

MOST_PIECES: Final = 64
"""Pieces of one package in one form: up to 32 MiB, more than mail servers take."""


class PieceKind(IntEnum):
    """Which form of a package a piece is of."""

    SEALED = 1
    """The ZIP sealed to the hotline itself, for the desk."""
    CIPHERTEXT = 2
    """The ZIP encrypted to the agency, as it travels."""


class Resolution(StrEnum):
    """What a person found out about a delivery, or decided."""

    ARRIVED = "arrived"
    AGAIN = "again"
    BY_HAND = "by_hand"
    """It is downloaded at the desk instead."""


class OpenReferral(Operation, frozen=True, kw_only=True, tag=True):
    """Choose an agency for an open case; `Done` has the new referral's number.

    `override` says why, if the agency was not recommended; `redirected_from` is the referral whose
    agency named this one. `Unknown`: no such case or referral. `Refused`: the case is closed, it
    has a referral to this agency that was not withdrawn, or nobody redirected the other one.
    """

    case: int
    agency: str
    user: int
    override: OverrideReason | None = None
    redirected_from: int | None = None


class LeaveOut(Operation, frozen=True, kw_only=True, tag=True):
    """Say why recommended agencies get nothing of an open case, all of them or none.

    `reasons` are by agency. Each becomes a referral that is withdrawn at once, so that its history
    tells; one that has a referral already is left as it is. `Unknown`: no such case. `Refused`: it
    is closed.
    """

    case: int
    user: int
    reasons: dict[str, OverrideReason]


class KeepPiece(Operation, frozen=True, kw_only=True, tag=True):
    """Keep a piece of a version that is about to be released; sent again, it replaces itself.

    `Refused`: this version was released already, or the piece is too long or too many.
    """

    referral: int
    version: int
    kind: PieceKind
    place: int
    data: bytes


class ReleaseReferral(Operation, frozen=True, kw_only=True, tag=True):
    """Release a version to its agency: from here on it is delivered, or waits to be downloaded.

    `digest` is the SHA-256 of the plain ZIP and `size` its bytes. `sealed_key` opens the sealed
    pieces; `sealed_digest` and `ciphertext_digest` are the SHA-256 of each form whole.
    `ciphertext_digest` and `address` are left out with `DOWNLOAD`, and with nothing else.
    `address` and `recipient` (the age key) are kept with the delivery: what was intended is what
    is done, whatever the directory says later. `groups` is what was released of each report.

    Done twice with the same digest it is `Done` again. `Stale`: this is not the next version.
    `Refused`: another package was released as this version, pieces are missing, or the referral
    was withdrawn. `Unknown`: no such referral.
    """

    referral: int
    version: int
    user: int
    digest: bytes
    size: int
    sealed_key: bytes
    sealed_digest: bytes
    reports: tuple[int, ...]
    groups: tuple[FactGroup, ...]
    channel: Channel
    urgent: bool
    link_expires_at: int
    ciphertext_digest: bytes | None = None
    address: str | None = None
    recipient: str | None = None
    credential: str | None = None


class TakeDeliveries(Operation, frozen=True, kw_only=True, tag=True):
    """Take deliveries that are due, so that nobody else does for a while; urgent ones first.

    Only those of `channels`: what this process has no way to send waits for one that has. Result:
    `TakenDeliveries`.
    """

    channels: tuple[Channel, ...]
    limit: int = 4


class SettleDelivery(Operation, frozen=True, kw_only=True, tag=True):
    """Write down how an attempt ended: `SENT`, `LATER`, `UNSURE`, `UNKNOWN` or `FAILED`.

    `attempt` is the one that was taken. If somebody else has taken it since, or an answer came,
    only `SENT` counts (`Stale` otherwise). `due_at`, in microseconds since 1970, goes with
    `LATER` and `UNSURE`; `trouble` is a word of `Trouble`.
    """

    referral: int
    version: int
    attempt: int
    step: DeliveryStep
    trouble: str = ""
    due_at: int | None = None


class ResolveDelivery(Operation, frozen=True, kw_only=True, tag=True):
    """Say what a person knows or wants of a delivery that failed or is unknown.

    `BY_HAND` goes for one that waits, too. `Refused`: it does not stand so that this can happen.
    """

    referral: int
    version: int
    resolution: Resolution
    user: int


class PickUp(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody is about to download a version that waits for it, or did before.

    `Refused`: it does not wait for that, or a newer version took its place.
    """

    referral: int
    version: int
    user: int


class ReadPackage(Operation, frozen=True, kw_only=True, tag=True):
    """Record that somebody is about to look at a version as it was released."""

    referral: int
    version: int
    user: int


class WithdrawReferral(Operation, frozen=True, kw_only=True, tag=True):
    """Send nothing more of a referral, and let its links answer nothing more.

    What has left stays where it is. `Refused`: it was withdrawn already, or it is over.
    """

    referral: int
    reason: StopReason
    user: int


class RevokeLink(Operation, frozen=True, kw_only=True, tag=True):
    """Let the link of one version answer nothing more; `Refused` if it was revoked already."""

    referral: int
    version: int
    user: int


class AnswerReferral(Operation, frozen=True, kw_only=True, tag=True):
    """Keep what an agency answered by the link of a version; the actor is `agency:<id>`.

    `reason` goes with `DECLINED` and `REDIRECTED`, `outcome` with `OUTCOME`, `redirected_to` is an
    agency of the directory; `note` is sealed to the hotline. `same` is a fingerprint of the whole
    answer, 16 bytes: what has the same is there already, and gives `Done` with its number again.
    `Unknown`: no such version, or its link is over or revoked. `Refused`: withdrawn, answered
    so that this cannot follow, or too often.
    """

    referral: int
    version: int
    kind: AnswerKind
    same: bytes
    reason: DeclineReason | None = None
    outcome: OutcomeCode | None = None
    redirected_to: str | None = None
    note: SealedNote | None = None


class DeliveryTaking(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that was taken; `attempt` counts this one, `looks` those that found out nothing.

    `unsure` if it may have left before: look before sending. `since` is when it began to be tried,
    in microseconds since 1970.
    """

    referral: int
    version: int
    attempt: int
    tries: int
    looks: int
    unsure: bool
    channel: Channel
    address: str
    credential: str | None
    is_test: bool
    since: int


class TakenDeliveries(Result, frozen=True, kw_only=True, tag=True):
    """The deliveries that were taken."""

    items: tuple[DeliveryTaking, ...]
