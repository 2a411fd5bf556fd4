"""Counts exactly what would go to whom, in the very dossiers; says what is held back and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tipline.domain.directory.agency import Agency, Channel
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release import count_groups, may_get
from tipline.domain.report import Report
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.referrals.pointing import Changed, tell_change, tell_pointer
from tipline.services.referrals.refer_case import Order
from tipline.services.referrals.study_case import Studied, every_report

_MOST_NAMED: Final = 12
"""Reports that are named by number; of more it is said how many."""
_MOST_CHANGES: Final = 100


class Field(NamedTuple):
    """One field that goes: where it stands, how many values, and in which reports."""

    where: str
    values: int
    reports: str


class Cell(NamedTuple):
    """What of one group goes to one agency: how many values of how many, or why none."""

    values: int
    of: int
    held_back: str
    fields: list[Field]


class Row(NamedTuple):
    """One group of facts, with a cell for each agency."""

    name: str
    meaning: str
    cells: list[Cell]


class Goes(NamedTuple):
    """One agency of a preview: how it gets the package, and what is different from before."""

    agency: Agency
    kind: str
    channel: str
    encrypted: str
    version: int
    why: str
    reasons: tuple[str, ...]
    urgency: tuple[str, ...]
    findings: int
    gate: str
    changes: list[Changed]
    more_changes: int


class Preview(NamedTuple):
    """What is shown before a release; `empty` are groups of which no report states anything."""

    rows: list[Row]
    empty: list[str]
    goes: list[Goes]


_Counts = dict[FactGroup, dict[str, tuple[int, list[int]]]]


def preview(orders: Sequence[Order], dossiers: Sequence[Dossier], studied: Studied) -> Preview:
    """Return what would go to whom; each dossier belongs to the order at its place."""
    whole = _counted(every_report(studied.reports))
    going = [
        _counted((held.number, held.report) for held in dossier.reports) for dossier in dossiers
    ]
    rows = [
        Row(
            words.GROUPS[group].name,
            words.GROUPS[group].meaning,
            [
                _cell(group, order, there, whole)
                for order, there in zip(orders, going, strict=True)
            ],
        )
        for group in FactGroup
    ]
    stated = [row for row in rows if any(cell.of for cell in row.cells)]
    empty = [row.name.lower() for row in rows if row not in stated]
    return Preview(stated, empty, [_goes(*pair) for pair in zip(orders, dossiers, strict=True)])


def _counted(reports: Iterable[tuple[int, Report]]) -> _Counts:
    """Return values and reports of each field, by group."""
    values: dict[FactGroup, Counter[str]] = {}
    numbers: dict[tuple[FactGroup, str], list[int]] = {}
    for number, report in reports:
        for group, fields in count_groups(report).items():
            for pointer, count in fields:
                values.setdefault(group, Counter())[pointer] += count
                numbers.setdefault((group, pointer), []).append(number)
    return {
        group: {pointer: (n, numbers[group, pointer]) for pointer, n in counts.items()}
        for group, counts in values.items()
    }


def _cell(group: FactGroup, order: Order, going: _Counts, whole: _Counts) -> Cell:
    there, stated = going.get(group, {}), whole.get(group, {})
    fields = [
        Field(tell_pointer(pointer), n, _numbers(numbers))
        for pointer, (n, numbers) in there.items()
    ]
    values, of = sum(one.values for one in fields), sum(n for n, _ in stated.values())
    return Cell(values, max(values, of), "" if values else _why_not(group, order), fields)


def _why_not(group: FactGroup, order: Order) -> str:
    if group not in may_get(order.agency.kind):
        return "Held back: this kind of agency never gets it"
    if group not in order.groups:
        return "Held back: you did not choose it"
    if group is FactGroup.REPORTER_CONTACT:
        return "Held back: no reporter agreed, or nobody allowed you to see it"
    return "Held back: what it belongs to does not go"


def _goes(order: Order, dossier: Dossier) -> Goes:
    agency = order.agency
    sent = agency.channel is not Channel.DOWNLOAD
    changes = [tell_change(one.kind, one.report, one.path) for one in dossier.changes]
    return Goes(
        agency=agency,
        kind=words.KINDS[agency.kind],
        channel=words.CHANNELS[agency.channel],
        encrypted=(agency.age_recipient or "") if sent else "",
        version=order.version,
        why="" if order.override is None else words.OVERRIDES[order.override],
        reasons=dossier.reasons,
        urgency=dossier.urgency,
        findings=len(dossier.findings),
        gate=dossier.legal_gate,
        changes=changes[:_MOST_CHANGES],
        more_changes=max(0, len(changes) - _MOST_CHANGES),
    )


def _numbers(reports: list[int]) -> str:
    """Return numbers of reports, or how many there are if they are too many to read."""
    if len(reports) > _MOST_NAMED:
        return f"{len(reports):,} reports"
    return ", ".join(map(str, reports))
