"""Looks at referrals. Every question raises StoreUnavailableError while the store cannot be read.

The outbox, the answer page and the reporter's page see little; the desk sees all.
"""

from typing import Protocol

from tipline.domain.audit.entry import Entry
from tipline.domain.directory.agency import Channel
from tipline.domain.referrals.told import Came
from tipline.ports.referrals.rows import (
    AnswerRow,
    DeliveryRow,
    ReferralRow,
    SealedPackage,
    VersionRow,
)


class ReferralReader(Protocol):
    """Looks at referrals for the desk; sees what is committed."""

    def referral(self, number: int) -> ReferralRow | None:
        """Return a referral; None if there is none with this number."""
        ...

    def referrals_of(self, case: int, limit: int) -> list[ReferralRow]:
        """Return the referrals of a case, newest first."""
        ...

    def referrals(self, before: int, limit: int) -> list[ReferralRow]:
        """Return referrals with smaller numbers than one, newest first."""
        ...

    def versions(self, number: int) -> list[VersionRow]:
        """Return the released versions of a referral, newest first."""
        ...

    def version(self, number: int, version: int) -> VersionRow | None:
        """Return one released version; None if there is none."""
        ...

    def reports_of(self, number: int, version: int) -> list[int]:
        """Return the reports that a version has, by number."""
        ...

    def package(self, number: int, version: int) -> SealedPackage | None:
        """Return a version's sealed ZIP; the audit log has to say first that it is read."""
        ...

    def deliveries(self, after: tuple[int, int], limit: int) -> list[DeliveryRow]:
        """Return what is still to be done, after a place (`overdue_at`, referral), in that order.

        What is overdue stands first; `created_at` tells the age.
        """
        ...

    def stuck(self, after: tuple[int, int], limit: int) -> list[DeliveryRow]:
        """Return the deliveries that need a person, after a place as in `deliveries`."""
        ...

    def overdue(self, now: int) -> int:
        """Return how many deliveries are older than their limit, or need a person; cheap."""
        ...

    def answers(self, number: int) -> list[AnswerRow]:
        """Return what the agency answered to a referral, the oldest first."""
        ...

    def latest_answers(self, before: int, limit: int) -> list[AnswerRow]:
        """Return answers of all agencies with smaller numbers than one, newest first."""
        ...

    def history(self, number: int, limit: int) -> list[Entry]:
        """Return what the audit log says of a referral, newest first."""
        ...


class DeliveryReader(Protocol):
    """What a process that delivers needs to see; it can open nothing."""

    def ciphertext(self, number: int, version: int) -> bytes | None:
        """Return a version as it travels, encrypted to its agency; None if there is none."""
        ...

    def waiting(self) -> dict[Channel, int]:
        """Return how many deliveries of each channel a worker still has to make."""
        ...


class AnswerReader(Protocol):
    """What the page behind a link needs to see: one referral, and nothing of what it says."""

    def referral(self, number: int) -> ReferralRow | None:
        """Return a referral; None if there is none with this number."""
        ...

    def version(self, number: int, version: int) -> VersionRow | None:
        """Return one released version; None if there is none."""
        ...

    def answers(self, number: int) -> list[AnswerRow]:
        """Return what the agency answered to a referral, the oldest first."""
        ...


class ReferredReader(Protocol):
    """What the reporter's page needs to see."""

    def came(self, report: int) -> list[Came]:
        """Return how far each referral of a report came, without those that were withdrawn."""
        ...
