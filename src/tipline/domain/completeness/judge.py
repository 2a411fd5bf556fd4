"""Puts the judgements of all groups together and names the next best fact to add."""

from typing import Final

from tipline.domain.completeness.findings import Completeness, GroupFinding, NextFact, State
from tipline.domain.completeness.groups import GROUPS, Found
from tipline.domain.completeness.hints import find_hints
from tipline.domain.completeness.reasons import REASONS
from tipline.domain.report import Report

_ONLY_IF_IT_APPLIES: Final = frozenset({"prior_reports", "urgency_reason"})
"""Groups that are rightly empty in most reports; they are never the next fact asked for."""


def completeness(report: Report) -> Completeness:
    """Return which groups of facts a report has, and the fact whose addition would help most.

    It is not a priority and never says how urgent a report is. Takes time linear in the report's
    size. Source: CyberTipline API reference, section 6.
    """
    groups = tuple(_finding(name, judge(report)) for name, judge in GROUPS.items())
    return Completeness(groups=groups, next_fact=_next_fact(groups), hints=find_hints(report))


def group_states(report: Report) -> tuple[State, ...]:
    """Return only the states, in the order of the groups; for stores and counts."""
    return tuple(_state(judge(report)) for judge in GROUPS.values())


def _state(found: Found) -> State:
    if not found.anything:
        return State.ABSENT
    return State.PARTLY if found.missing else State.PRESENT


def _finding(name: str, found: Found) -> GroupFinding:
    reason = REASONS[name]
    return GroupFinding(
        group=name,
        title=reason.title,
        state=_state(found),
        missing=found.missing,
        why=reason.why,
        source=reason.source,
    )


def _next_fact(groups: tuple[GroupFinding, ...]) -> NextFact | None:
    """Return what to add first: from a group that has nothing, else from one not whole."""
    wanted = [
        group for group in groups if group.missing and group.group not in _ONLY_IF_IT_APPLIES
    ]
    wanted.sort(key=lambda group: group.state is not State.ABSENT)
    if not wanted:
        return None
    return NextFact(group=wanted[0].group, add=wanted[0].missing[0])
