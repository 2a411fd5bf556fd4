"""Which groups an agency gets unless an analyst decides otherwise, by its kind, and why.

Sources: interop reference, section 2 (partner hotlines get address, hosting country and
references); DESIGN.md, section 1. Everybody gets the least that they can act on.
"""

from typing import Final

from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.groups import FactGroup

_G: Final = FactGroup
_ALL_FACTS: Final = frozenset(_G) - {_G.REPORTER_CONTACT}
_POLICE_WHY: Final = (
    "It investigates, and may act on every fact; how a public reporter can be reached is"
    " decided for each referral."
)

POLICE: Final = frozenset(
    {
        AgencyKind.TASK_FORCE,
        AgencyKind.FEDERAL_OFFICE,
        AgencyKind.NATIONAL_POLICE,
        AgencyKind.LOCAL_POLICE,
        AgencyKind.ARTICLE_18,
    }
)
"""Kinds that public reporters mean when they agree that the police may reach them."""

_DEFAULTS: Final[dict[AgencyKind, tuple[frozenset[FactGroup], str]]] = {
    AgencyKind.CLEARING_HOUSE: (
        _ALL_FACTS,
        "It passes reports on to the police of its country, which may act on every fact.",
    ),
    AgencyKind.TASK_FORCE: (_ALL_FACTS, _POLICE_WHY),
    AgencyKind.FEDERAL_OFFICE: (_ALL_FACTS, _POLICE_WHY),
    AgencyKind.NATIONAL_POLICE: (_ALL_FACTS, _POLICE_WHY),
    AgencyKind.LOCAL_POLICE: (_ALL_FACTS, _POLICE_WHY),
    AgencyKind.ARTICLE_18: (_ALL_FACTS, _POLICE_WHY),
    AgencyKind.HOTLINE: (
        frozenset({_G.SUMMARY, _G.WEB_ADDRESSES}),
        "It has pages taken down in its country: the addresses, and what is said to be there.",
    ),
    AgencyKind.REGULATOR: (
        frozenset({_G.SUMMARY, _G.WEB_ADDRESSES, _G.INCIDENTS}),
        "It deals with services, not with people: where it happened, and what kind it is.",
    ),
    AgencyKind.HOSTER: (
        frozenset({_G.WEB_ADDRESSES, _G.CONNECTIONS}),
        "It must find what it hosts and no more: web addresses, connections of no subject.",
    ),
}
"""Groups and reason for each kind of agency."""


def default_groups(kind: AgencyKind) -> frozenset[FactGroup]:
    """Return the groups that an agency of this kind gets by default."""
    return _DEFAULTS[kind][0]


def why_default(kind: AgencyKind) -> str:
    """Return in one sentence why these are the default."""
    return _DEFAULTS[kind][1]


def may_get(kind: AgencyKind) -> frozenset[FactGroup]:
    """Return the groups that an agency of this kind may get at all.

    How a public reporter can be reached is for police only: nothing else was agreed to.
    """
    return frozenset(_G) if kind in POLICE else _ALL_FACTS
