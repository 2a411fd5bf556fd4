"""What rules may ask about a case beside its places: only what reporters declared."""

from collections.abc import Iterable

from tipline.domain.report import Report
from tipline.domain.report.part import Part
from tipline.domain.vocabulary import Answer, IncidentType


class CaseFacts(Part, frozen=True, kw_only=True):
    """Declared danger and urgency, incident types, and categories of the public form."""

    danger_now: bool = False
    urgent: bool = False
    incident_types: frozenset[IncidentType] = frozenset()
    categories: frozenset[str] = frozenset()


def facts_of_case(reports: Iterable[Report]) -> CaseFacts:
    """Return what the reports of a case declare; one report's word is enough.

    Danger now is a public reporter's answer. Urgent is a provider's reason why it cannot wait, or
    danger now, or a planned meeting.
    """
    danger = urgent = False
    types: set[IncidentType] = set()
    categories: set[str] = set()
    for report in reports:
        summary, public = report.summary, report.public
        urgent = urgent or bool(summary.urgency_reason)
        if summary.incident_type is not None:
            types.add(summary.incident_type)
        if public is not None:
            danger = danger or public.danger_now is Answer.YES
            urgent = urgent or public.meeting_planned is Answer.YES
            if public.category is not None:
                categories.add(public.category)
    return CaseFacts(
        danger_now=danger,
        urgent=urgent or danger,
        incident_types=frozenset(types),
        categories=frozenset(categories),
    )
