"""What the JSON surface answers with, as types; the OpenAPI document is made from them."""

from datetime import datetime
from functools import cache

import msgspec

from tipline.domain.completeness import State as FactState
from tipline.domain.completeness.groups import GROUPS
from tipline.domain.completeness.reasons import REASONS
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.links import Link, sentence
from tipline.domain.linking.reasons import Reason, Strength
from tipline.domain.problems import Problem

_STATES = (FactState.ABSENT, FactState.PARTLY, FactState.PRESENT)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Proof that it is on disk: its number, when it came, and the SHA-256 of the sealed record.

    The digest is in the hotline's audit log as well.
    """

    number: int
    received_at: datetime
    digest: str


class FactGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A hint: what a report has of one group of facts, and why that matters to the recipient.

    It is no measure of urgency, and nothing has to be added.
    """

    group: str
    title: str
    state: FactState
    why: str


class ReportAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A report, or a supplement to one, as its provider sees it; never what it says.

    A test report (filed with test credentials) is never acted upon.
    """

    number: int
    state: str
    receipt: Receipt
    completeness: tuple[FactGroup, ...]
    test: bool
    supplement_to: int | None = None
    supplements: tuple[int, ...] = ()


class OwnLink(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """That a report is linked with another one of the same provider, by one thing in both.

    `kind` says what it is; none if one of the two names the other. Strong links mean that both
    are about one account or person; conditional and weak ones suggest it.
    """

    report: int
    strength: Strength
    reason: Reason
    sentence: str
    kind: IdentifierKind | None = None


class LinksAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The links of a report with others of its provider, strongest first; `more`: not all fit.

    Nothing is said of anybody else's reports.
    """

    number: int
    links: tuple[OwnLink, ...]
    more: bool


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was refused (RFC 9457); `problems` has everything wrong with a document."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    problems: tuple[Problem, ...] = ()


def own_link(link: Link) -> OwnLink:
    """Return a link as its provider sees it."""
    return OwnLink(
        report=link.report,
        strength=link.strength,
        reason=link.reason,
        sentence=sentence(link.reason),
        kind=link.kind,
    )


def fact_groups(facts: int) -> tuple[FactGroup, ...]:
    """Return the hints for the bits that are stored of a report (see `StoredReport.facts`)."""
    table = _table()
    return tuple(group[facts >> 2 * place & 3] for place, group in enumerate(table))


@cache
def _table() -> tuple[tuple[FactGroup, ...], ...]:
    """Return each group of facts in each of its states."""
    return tuple(
        tuple(
            FactGroup(group=name, title=REASONS[name].title, state=state, why=REASONS[name].why)
            for state in _STATES
        )
        for name in GROUPS
    )
