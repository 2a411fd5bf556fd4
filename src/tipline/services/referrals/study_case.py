"""Opens the reports of a case and works out where it belongs: findings, and agencies for them.

The audit log says of every report that it is opened before it is; the reports stay unread.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from tipline.domain.cases import MOST_IN_CASE
from tipline.domain.desk import ReportPart
from tipline.domain.directory.agency import Agency
from tipline.domain.referrals.states import ReferralState
from tipline.domain.report import Report
from tipline.domain.routing.finding import Findings
from tipline.ports.desk import CaseReader, CaseRow, UserRow
from tipline.ports.referrals.readers import ReferralReader
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.desk.open_report import OpenedReport, Room, open_reports

_MOST_REFERRALS: Final = 1_000


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """An agency that a case may belong to, and why, in sentences that repeat no fact.

    `findings` are those that the reasons rest on, by their place among all findings.
    `gates` are the laws by which the rules say that it may have it; `doubts` are for the desk
    alone, and never in a package.
    """

    agency: Agency
    reasons: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()
    gates: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case belongs: recommended agencies, and those nobody verified, with the findings.

    `notes` are sentences on the whole, such as which fallback was taken.
    """

    findings: Findings
    recommended: tuple[Suggestion, ...] = ()
    possible: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()


class Adviser(Protocol):
    """Knows the routing rules and the directory."""

    def advise(self, reports: Sequence[OpenedReport]) -> Advice:
        """Return where reports belong; several agencies if they do.

        Raises:
            SettingsError: the directory or the rules cannot be read.
        """
        ...


class Study(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to study a case."""

    cases: CaseReader
    referrals: ReferralReader
    room: Room
    adviser: Adviser


class Studied(msgspec.Struct, frozen=True, kw_only=True):
    """A case with its opened reports, what is advised, and its referrals by agency.

    `live` has the referrals that were not withdrawn, `left_out` the agencies that somebody gave
    a reason to leave out since the newest report came in.
    """

    case: CaseRow
    reports: tuple[OpenedReport, ...]
    advice: Advice
    live: Mapping[str, ReferralRow]
    left_out: frozenset[str]

    def __repr__(self) -> str:
        return f"Studied({self.case.number})"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The reports with what was added to them, by number."""
        return tuple(sorted(number for number, _ in every_report(self.reports)))

    def suggestion(self, agency: str) -> Suggestion | None:
        """Return why an agency was suggested; None if it was not."""
        every = (*self.advice.recommended, *self.advice.possible)
        return next((one for one in every if one.agency.id == agency), None)

    @property
    def recommended(self) -> frozenset[str]:
        """The agencies that are recommended, by id."""
        return frozenset(one.agency.id for one in self.advice.recommended)


def every_report(reports: Iterable[OpenedReport]) -> Iterator[tuple[int, Report]]:
    """Yield reports, each followed by what was added to it, with their numbers."""
    for one in reports:
        yield one.row.number, one.report
        for more in one.supplements:
            yield more.row.number, more.report


def study_case(number: int, user: UserRow, study: Study) -> Studied | None:
    """Return a case with where it belongs; None if there is none with this number.

    Raises:
        ReportUnknownError: a report of it is not at the desk any more.
        StoreUnavailableError: the store cannot be read, or nobody knows whether the audit
            entries were written.
        SealBrokenError: a report was sealed to another key, or bytes have changed.
        SettingsError: the directory or the rules cannot be read.
    """
    case = study.cases.case(number)
    if case is None:
        return None
    inside = [one for one in study.cases.filed(number, MOST_IN_CASE) if one.removed_at is None]
    numbers = [one.report for one in inside]
    reports = open_reports(numbers, user, ReportPart.REFERRAL, study.room)
    since = max((one.added_at for one in inside), default=0)
    live, left_out = referrals_by_agency(number, study.referrals, since)
    return Studied(
        case=case,
        reports=reports,
        advice=study.adviser.advise(reports),
        live=live,
        left_out=left_out,
    )


def referrals_by_agency(
    case: int, reader: ReferralReader, since: int = 0
) -> tuple[dict[str, ReferralRow], frozenset[str]]:
    """Return the referrals of a case that were not withdrawn, and the agencies left out.

    `since` is when the newest report came into the case: who was left out before that may be
    right for the case as it is now, so the reason is asked for again.
    """
    rows = reader.referrals_of(case, _MOST_REFERRALS)
    live = {row.agency: row for row in rows if row.state is not ReferralState.WITHDRAWN}
    left_out = (row.agency for row in rows if is_left_out(row) and row.changed_at >= since)
    return live, frozenset(left_out) - live.keys()


def is_left_out(row: ReferralRow) -> bool:
    """Tell whether a referral only says why a recommended agency was left out.

    Nothing of it was ever released: it was opened with the reason, and withdrawn at once.
    """
    return row.state is ReferralState.WITHDRAWN and not row.version and row.override is not None
