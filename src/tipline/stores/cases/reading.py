"""Looks at cases; each question is one named statement."""

from collections.abc import Sequence

import msgspec

from tipline.domain.audit.entry import Entry
from tipline.domain.cases import CaseCloseReason, CaseState
from tipline.ports.desk import CaseRow, FiledRow
from tipline.stores import queries

_ENTRIES = msgspec.json.Decoder(Entry)


class DatabaseCaseReader:
    """Answers from whichever database this process was set up with."""

    def case(self, number: int) -> CaseRow | None:
        """Return a case; None if there is none with this number."""
        row = queries.one("case_row", number)
        return None if row is None else _case(row)

    def cases(self, state: CaseState, before: int, limit: int) -> list[CaseRow]:
        """Return cases in a state, newest first, with smaller numbers than one."""
        return [_case(row) for row in queries.rows("cases_by_state", int(state), before, limit)]

    def owned(self, owner: int, before: int, limit: int) -> list[CaseRow]:
        """Return the open cases of somebody, newest first, with smaller numbers than one."""
        return [_case(row) for row in queries.rows("cases_by_owner", owner, before, limit)]

    def filed(self, case: int, limit: int) -> list[FiledRow]:
        """Return the reports of a case by number, those included that were taken out."""
        return [
            FiledRow(report=report, added_at=added_at, removed_at=removed_at)
            for report, added_at, removed_at in queries.rows("filed_reports", case, limit)
        ]

    def cases_of(self, reports: Sequence[int]) -> dict[int, list[int]]:
        """Return the numbers of the cases that reports are in; without those in none."""
        found: dict[int, list[int]] = {}
        for report, case in sorted(queries.rows_in("cases_with", reports)):
            found.setdefault(report, []).append(case)
        return found

    def history(self, case: int, limit: int) -> list[Entry]:
        """Return what the audit log says of a case, newest first."""
        found = queries.rows("history_of", f"case:{case}", limit)
        return [_ENTRIES.decode(bytes(line)) for (line,) in found]


def _case(row: queries.Row) -> CaseRow:
    number, state, is_test, owner, opened_at, closed_at, reason, size = row
    return CaseRow(
        number=number,
        state=CaseState(state),
        is_test=bool(is_test),
        owner=owner,
        opened_at=opened_at,
        closed_at=closed_at,
        reason=CaseCloseReason(reason) if reason else None,
        size=size,
    )
