"""From what two reports share to links: how strong each is, why, and whether it joins the two.

Works on numbers, grades and times alone, so that it needs neither a key nor a fact.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.grades import KIND_CODES, Grade, Side, joins, side_of
from tipline.domain.linking.reasons import (
    NEAR_WINDOW,
    PORT_WINDOW,
    RULE_OF,
    RULES,
    WINDOW,
    Reason,
    Rule,
    Strength,
)
from tipline.domain.sightings import Role

__all__ = [
    "NEAR_WINDOW",
    "PORT_WINDOW",
    "RULES",
    "WINDOW",
    "Link",
    "Meeting",
    "Reason",
    "Rule",
    "Strength",
    "in_order",
    "judge",
    "said",
    "sentence",
]


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """One identifier that the report at hand shares with another one, once per pair of sightings.

    `report` is the other one, `identifier` its number in the store. Times are in microseconds
    since 1970; `same_port` is None if one of them has no port. `apart` says that the two are held
    or were set apart by a person. `here_seen` and `there_seen` are the sightings it comes from,
    each by the number of its report or supplement and its place in that.
    """

    report: int
    identifier: int
    kind: IdentifierKind
    grade: Grade
    here: Role
    there: Role
    here_at: int | None = None
    there_at: int | None = None
    same_port: bool | None = None
    apart: bool = False
    here_seen: tuple[int, int] | None = None
    there_seen: tuple[int, int] | None = None

    @property
    def crossing(self) -> bool:
        """Whether it is a victim's in one of the two only."""
        return side_of(self.here) is not side_of(self.there)


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """That the report at hand is linked with another one, by one thing they share.

    `shared` is the identifier's number in the store; `joins` says whether this alone puts the two
    in one cluster. What somebody said has no kind, no identifier and no roles.
    """

    report: int
    strength: Strength
    reason: Reason
    joins: bool
    kind: IdentifierKind | None = None
    shared: int | None = None
    here: Role | None = None
    there: Role | None = None


_CANDIDATES: Final = {
    (grade, kind): tuple(
        rule for rule in RULES if grade in rule.grades and (not rule.kinds or kind in rule.kinds)
    )
    for grade in Grade
    for kind in IdentifierKind
}
"""The rules that may fit an identifier, by its grade and kind."""
_Pair = tuple[int, tuple[int, int] | None, tuple[int, int] | None]
_NOTHING: Final = (0, -max(KIND_CODES.values()))
_RANK: Final = {strength: rank for rank, strength in enumerate(Strength)}
_PLACE: Final = {rule.reason: place for place, rule in enumerate(RULES)}
_ROLES: Final = tuple(Role)
_ADDRESSES: Final = frozenset({IdentifierKind.IP, IdentifierKind.IP_NETWORK})
"""No second fact: who has one of them mostly has the others too."""
_SAID: Final = frozenset(rule.reason for rule in RULES if not rule.grades)
_ELSEWHERE: Final = {
    Role.REPORTED: "is reported",
    Role.RECIPIENT: "is a recipient",
    Role.INCIDENT: "is named in the incident",
}


def judge(meetings: Iterable[Meeting]) -> tuple[Link, ...]:
    """Return the links of one report, one for each other report and identifier shared with it.

    Of several sightings of an identifier the strongest counts. What is only derived from another
    identifier that the same two sightings share goes without saying. Strongest links come first,
    then those with the latest reports.
    """
    linking = [meeting for meeting in meetings if _may_link(meeting)]
    with_more = {meeting.report for meeting in linking if _is_second_fact(meeting)}
    ruled = [
        (meeting, rule)
        for meeting in linking
        if (rule := _rule_for(meeting, and_more=meeting.report in with_more)) is not None
    ]
    said_by: dict[_Pair, tuple[int, int]] = {}
    for meeting, _ in ruled:
        pair = _pair(meeting)
        said_by[pair] = max(_says(meeting), said_by.get(pair, _NOTHING))
    best: dict[tuple[int, int], Link] = {}
    for meeting, rule in ruled:
        if _is_derived(meeting, said_by[_pair(meeting)]):
            continue
        link = _link(meeting, rule)
        key = (meeting.report, meeting.identifier)
        known = best.get(key)
        if known is None or _better(link) < _better(known):
            best[key] = link
    return in_order(best.values())


def said(report: int, reason: Reason) -> Link:
    """Return the link that somebody's word makes: `names`, `confirmed` or `added`.

    Raises:
        ValueError: the reason is one that follows from an identifier.
    """
    if reason not in _SAID:
        raise ValueError("this reason needs an identifier")
    return Link(report=report, strength=Strength.STRONG, reason=reason, joins=True)


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return links strongest first, then the latest report, then by kind."""
    return tuple(sorted(links, key=_place_in_list))


def sentence(link: Link | Reason) -> str:
    """Return in one sentence why two reports are linked; there is no value in it."""
    if isinstance(link, Reason):
        return RULE_OF[link].sentence
    if link.reason is Reason.OTHER_SIDE and link.here is not None and link.there is not None:
        if link.here is Role.VICTIM:
            return f"A victim in this report {_ELSEWHERE[link.there]} in the other one."
        return f"A victim in the other report {_ELSEWHERE[link.here]} in this one."
    return RULE_OF[link.reason].sentence


def _may_link(meeting: Meeting) -> bool:
    """Tell whether a meeting counts at all: what is a reporter's or nobody's does not."""
    if meeting.grade is Grade.NONE:
        return False
    return Side.REPORTER not in {side_of(meeting.here), side_of(meeting.there)}


def _is_second_fact(meeting: Meeting) -> bool:
    """Tell whether a meeting is one that makes an IP address say more."""
    return not (meeting.apart or meeting.grade is Grade.TIMED or meeting.kind in _ADDRESSES)


def _pair(meeting: Meeting) -> _Pair:
    """Return the other report and the two sightings that met."""
    return (meeting.report, meeting.here_seen, meeting.there_seen)


def _is_derived(meeting: Meeting, most: tuple[int, int]) -> bool:
    """Tell whether the two sightings share what a meeting was derived from; `most` is all said."""
    known = meeting.here_seen is not None and meeting.there_seen is not None
    return known and _says(meeting) < most


def _says(meeting: Meeting) -> tuple[int, int]:
    """Return what orders the identifiers of one sighting, the derived ones first."""
    return (meeting.grade, -KIND_CODES[meeting.kind])


def _rule_for(meeting: Meeting, *, and_more: bool) -> Rule | None:
    rules = _CANDIDATES[(meeting.grade, meeting.kind)]
    return next((rule for rule in rules if _fits(rule, meeting, and_more=and_more)), None)


def _fits(rule: Rule, meeting: Meeting, *, and_more: bool) -> bool:
    if rule.crossing and not meeting.crossing:
        return False
    if (rule.and_more and not and_more) or (rule.same_port and meeting.same_port is not True):
        return False
    return rule.within is None or _is_within(rule.within, meeting.here_at, meeting.there_at)


def _is_within(window: int, here_at: int | None, there_at: int | None) -> bool:
    return here_at is not None and there_at is not None and abs(here_at - there_at) <= window


def _link(meeting: Meeting, rule: Rule) -> Link:
    return Link(
        report=meeting.report,
        strength=rule.strength,
        reason=rule.reason,
        joins=joins(meeting.grade) and not (meeting.crossing or meeting.apart),
        kind=meeting.kind,
        shared=meeting.identifier,
        here=meeting.here,
        there=meeting.there,
    )


def _better(link: Link) -> tuple[int, bool, int, int, int]:
    """Return what sorts the links of one report by one identifier, the one to show first."""
    here, there = (0 if role is None else _ROLES.index(role) for role in (link.here, link.there))
    return (_RANK[link.strength], not link.joins, _PLACE[link.reason], here, there)


def _place_in_list(link: Link) -> tuple[int, int, int, int, int]:
    kind = 0 if link.kind is None else KIND_CODES[link.kind]
    return (
        _RANK[link.strength],
        -link.report,
        kind,
        -1 if link.shared is None else link.shared,
        _PLACE[link.reason],
    )
