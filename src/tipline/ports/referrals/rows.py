"""Referrals as the store has them. Times in microseconds since 1970."""

import msgspec

from tipline.domain.directory.agency import Channel
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import (
    AnswerKind,
    DeclineReason,
    DeliveryState,
    OutcomeCode,
    OverrideReason,
    ReferralState,
    StopReason,
)
from tipline.ports.operations import SealedNote


class ReferralRow(msgspec.Struct, frozen=True, kw_only=True):
    """A referral of a case to an agency; `version` is the newest that was released, 0 if none.

    `changed_at` is when its state last changed; `reason` why it was withdrawn.
    """

    number: int
    case: int
    agency: str
    is_test: bool
    state: ReferralState
    version: int
    override: OverrideReason | None
    redirected_from: int | None
    opened_by: int
    opened_at: int
    changed_at: int
    reason: StopReason | None


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """The delivery of one version. What is still open after `overdue_at` alerts.

    `trouble` is a word of `Trouble` about the last attempt, or empty; `settled_at` is when it came
    to stand as it does.
    """

    referral: int
    version: int
    agency: str
    case: int
    channel: Channel
    address: str | None
    recipient: str | None
    state: DeliveryState
    urgent: bool
    attempts: int
    trouble: str
    created_at: int
    due_at: int
    overdue_at: int
    settled_at: int | None


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a referral: what was released, by whom, and how its delivery stands.

    `digest` is the SHA-256 of the plain ZIP, `size` its bytes; the link to answer is good until
    `link_expires_at`, unless it was revoked.
    """

    referral: int
    version: int
    released_by: int
    released_at: int
    digest: bytes
    size: int
    groups: tuple[FactGroup, ...]
    link_expires_at: int
    link_revoked_at: int | None
    delivery: DeliveryRow


class SealedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A version's ZIP as it is stored for the desk: sealed under `package_seal`."""

    key: bytes
    body: bytes


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency answered by the link of a version; a note is sealed under `note_seal`."""

    number: int
    referral: int
    version: int
    agency: str
    kind: AnswerKind
    reason: DeclineReason | None
    outcome: OutcomeCode | None
    redirected_to: str | None
    note: SealedNote | None
    at: int
