"""Looks at referrals; each question is one named statement."""

from typing import Any

import msgspec

from tipline.domain.audit.entry import Entry
from tipline.domain.directory.agency import Channel
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.naming import MOST_VERSIONS
from tipline.domain.referrals.states import (
    AnswerKind,
    DeclineReason,
    DeliveryState,
    OutcomeCode,
    OverrideReason,
    ReferralState,
    StopReason,
)
from tipline.domain.referrals.told import Came
from tipline.ports.operations import PieceKind, SealedNote
from tipline.ports.referrals.rows import (
    AnswerRow,
    DeliveryRow,
    ReferralRow,
    SealedPackage,
    VersionRow,
)
from tipline.stores import queries

_ENTRIES = msgspec.json.Decoder(Entry)


class DatabaseReferralReader:
    """Answers the desk and the answer page from the database of this process."""

    def referral(self, number: int) -> ReferralRow | None:
        """Return a referral; None if there is none with this number."""
        row = queries.one("referral_row", number)
        return None if row is None else _referral(row)

    def referrals_of(self, case: int, limit: int) -> list[ReferralRow]:
        """Return the referrals of a case, newest first."""
        return [_referral(row) for row in queries.rows("referrals_of_case", case, limit)]

    def referrals(self, before: int, limit: int) -> list[ReferralRow]:
        """Return referrals with smaller numbers than one, newest first."""
        return [_referral(row) for row in queries.rows("referrals_before", before, limit)]

    def versions(self, number: int) -> list[VersionRow]:
        """Return the released versions of a referral, newest first."""
        return [_version(row) for row in queries.rows("versions_of", number, 1, MOST_VERSIONS)]

    def version(self, number: int, version: int) -> VersionRow | None:
        """Return one released version; None if there is none."""
        row = queries.one("versions_of", number, version, version)
        return None if row is None else _version(row)

    def reports_of(self, number: int, version: int) -> list[int]:
        """Return the reports that a version has, by number."""
        return [report for (report,) in queries.rows("reports_in_version", number, version)]

    def package(self, number: int, version: int) -> SealedPackage | None:
        """Return a version's sealed ZIP; the audit log has to say first that it is read."""
        row = queries.one("sealed_key_of", number, version)
        if row is None:
            return None
        body = _whole(number, version, PieceKind.SEALED)
        return SealedPackage(key=bytes(row[0]), body=body)

    def deliveries(self, after: tuple[int, int], limit: int) -> list[DeliveryRow]:
        """Return what is still to be done, after a place (`overdue_at`, referral)."""
        return [_delivery(row) for row in queries.rows("open_deliveries", *after, limit)]

    def stuck(self, after: tuple[int, int], limit: int) -> list[DeliveryRow]:
        """Return the deliveries that need a person, after a place as in `deliveries`."""
        return [_delivery(row) for row in queries.rows("stuck_deliveries", *after, limit)]

    def overdue(self, now: int) -> int:
        """Return how many deliveries are older than their limit, or need a person; cheap."""
        row = queries.one("overdue_deliveries", now)
        return int(row[0]) if row else 0

    def answers(self, number: int) -> list[AnswerRow]:
        """Return what the agency answered to a referral, the oldest first."""
        return [_answer(row) for row in queries.rows("answers_of", number)]

    def latest_answers(self, before: int, limit: int) -> list[AnswerRow]:
        """Return answers of all agencies with smaller numbers than one, newest first."""
        return [_answer(row) for row in queries.rows("answers_before", before, limit)]

    def history(self, number: int, limit: int) -> list[Entry]:
        """Return what the audit log says of a referral, newest first."""
        found = queries.rows("history_of", f"referral:{number}", limit)
        return [_ENTRIES.decode(bytes(line)) for (line,) in found]


class DatabaseDeliveryReader:
    """Answers a process that delivers."""

    def ciphertext(self, number: int, version: int) -> bytes | None:
        """Return a version as it travels, encrypted to its agency; None if there is none."""
        if queries.one("sealed_key_of", number, version) is None:
            return None
        return _whole(number, version, PieceKind.CIPHERTEXT) or None

    def waiting(self) -> dict[Channel, int]:
        """Return how many deliveries of each channel a worker still has to make."""
        return {Channel(channel): n for channel, n in queries.rows("waiting_deliveries")}


class DatabaseReferredReader:
    """Answers the reporter's page."""

    def came(self, report: int) -> list[Came]:
        """Return how far each referral of a report came, without those that were withdrawn."""
        found = queries.rows("referrals_with_report", report)
        return [_came(number, report) for (number,) in found if not _is_withdrawn(number)]


def _is_withdrawn(number: int) -> bool:
    row = queries.one("state_of_referral", number)
    return row is None or ReferralState(row[0]) is ReferralState.WITHDRAWN


def _came(number: int, report: int) -> Came:
    """Return how far the versions of a referral came that have a report."""
    received, over = AnswerKind.ACKNOWLEDGED.value, AnswerKind.OUTCOME.value
    acknowledged = queries.one("last_answer_about", number, received, report)
    outcome = queries.one("last_answer_about", number, over, report)
    return Came(
        left=queries.one("has_left", number, report) is not None,
        acknowledged=acknowledged is not None,
        outcome=None if outcome is None else OutcomeCode(outcome[0]),
    )


def _whole(number: int, version: int, kind: PieceKind) -> bytes:
    pieces = queries.rows("pieces_of", number, version, int(kind))
    return b"".join(data for (data,) in pieces)


def _referral(row: queries.Row) -> ReferralRow:
    number, case, agency, is_test, state, version, override, former, *rest = row
    opened_by, opened_at, changed_at, reason = rest
    return ReferralRow(
        number=number,
        case=case,
        agency=agency,
        is_test=bool(is_test),
        state=ReferralState(state),
        version=version,
        override=OverrideReason(override) if override else None,
        redirected_from=former,
        opened_by=opened_by,
        opened_at=opened_at,
        changed_at=changed_at,
        reason=StopReason(reason) if reason else None,
    )


def _version(row: queries.Row) -> VersionRow:
    number, version, user, at, digest, size, groups, expires_at, revoked_at, *delivery = row
    return VersionRow(
        referral=number,
        version=version,
        released_by=user,
        released_at=at,
        digest=bytes(digest),
        size=size,
        groups=tuple(FactGroup(group) for group in groups.split()),
        link_expires_at=expires_at,
        link_revoked_at=revoked_at,
        delivery=_delivery(delivery),
    )


def _delivery(row: Any) -> DeliveryRow:  # noqa: ANN401 - the last part of a row
    number, version, agency, case, channel, address, recipient, state, urgent, *rest = row
    attempts, trouble, created_at, due_at, overdue_at, settled_at = rest
    return DeliveryRow(
        referral=number,
        version=version,
        agency=agency,
        case=case,
        channel=Channel(channel),
        address=address or None,
        recipient=recipient or None,
        state=DeliveryState(state),
        urgent=bool(urgent),
        attempts=attempts,
        trouble=trouble,
        created_at=created_at,
        due_at=due_at,
        overdue_at=overdue_at,
        settled_at=settled_at,
    )


def _answer(row: queries.Row) -> AnswerRow:
    number, referral, version, agency, kind, reason, outcome, elsewhere, key, body, at = row
    return AnswerRow(
        number=number,
        referral=referral,
        version=version,
        agency=agency,
        kind=AnswerKind(kind),
        reason=DeclineReason(reason) if reason else None,
        outcome=OutcomeCode(outcome) if outcome else None,
        redirected_to=elsewhere or None,
        note=None if key is None else SealedNote(key=bytes(key), body=bytes(body)),
        at=at,
    )
