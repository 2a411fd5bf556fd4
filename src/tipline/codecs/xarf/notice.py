"""Which notices a referral makes: to hosters only, and only where the reporter said enough.

XARF demands what it was, when it was and where it is. What was not declared is not made up, so
many reports make no notice at all.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from tipline.domain.directory.agency import AgencyKind
from tipline.domain.identifiers.web.hosts import host_of
from tipline.domain.identifiers.web.url import normal_form
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.report import Report, Seen, Summary, WebPageIncident
from tipline.domain.report.part import Part
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import IncidentType

MOST_NOTICES: Final = 5_000
"""Notices of one referral; a package has room for four times as many documents."""
LONGEST_NAME: Final = 200
"""Characters of an organisation's name (XARF 4.2, `contact_info`)."""

_ON_THE_WEB: Final = re.compile("https?://")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile("([0-9]{1,2}):([0-9]{2})")
_MAILBOX: Final = re.compile(
    r"[^@\s]+@((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})"
)


class Exploitation(StrEnum):
    """What it is in the words of XARF's type `csem`, as far as reporters declare it."""

    SEXTORTION = "sextortion"
    SOLICITATION = "solicitation"
    TRAFFICKING = "trafficking"


_BY_TYPE: Final = {
    IncidentType.ONLINE_ENTICEMENT: Exploitation.SOLICITATION,
    IncidentType.SEX_TRAFFICKING: Exploitation.TRAFFICKING,
}
"""The incident types that say which it is.

`ABUSE_MATERIAL` is having, making and spreading in one word: XARF asks which of them, and a
reporter was not. The others have no counterpart there.
"""


class Notice(Part, frozen=True, kw_only=True):
    """One web address that a hoster is told of: of an incident of a report, both counted from 0.

    `organisation`, `mailbox` and `domain` are the hotline's.
    """

    referral: int
    version: int
    is_test: bool
    report: int
    incident: int
    address: int
    url: str
    at: Timestamp
    exploitation: Exploitation
    organisation: str
    mailbox: str
    domain: str

    @property
    def host(self) -> str:
        """Return the domain or IP address that the web address leads to."""
        return host_of(self.url).strip("[]")


def notices(dossier: Dossier) -> tuple[Notice, ...]:
    """Return the first `MOST_NOTICES` of a referral; none unless it goes to a hoster."""
    return tuple(islice(_notices(dossier), MOST_NOTICES))


def has_more_notices(dossier: Dossier) -> bool:
    """Tell whether there would be more notices than `notices` has."""
    return next(islice(_notices(dossier), MOST_NOTICES, None), None) is not None


def _notices(dossier: Dossier) -> Iterator[Notice]:
    mailbox = _MAILBOX.fullmatch(dossier.sender.email or "")
    if dossier.addressee.kind is not AgencyKind.HOSTER or mailbox is None:
        return
    yield from (
        Notice(
            referral=dossier.referral,
            version=dossier.version,
            is_test=dossier.is_test,
            report=held.number,
            incident=page.incident,
            address=page.address,
            url=page.url,
            at=page.at,
            exploitation=exploitation,
            organisation=dossier.sender.name[:LONGEST_NAME],
            mailbox=mailbox[0],
            domain=mailbox[1].lower(),
        )
        for held in dossier.reports
        if (exploitation := _exploitation(held.report.summary)) is not None
        for page in _pages(held.report)
    )


class _Page(NamedTuple):
    """A web address that somebody said enough of, where it stands, and when it was there."""

    incident: int
    address: int
    url: str
    at: Timestamp


def _exploitation(summary: Summary) -> Exploitation | None:
    """Return what the reporter declared it to be; a mark says more than a type."""
    if summary.annotations.sextortion:
        return Exploitation.SEXTORTION
    if summary.annotations.csam_solicitation:
        return Exploitation.SOLICITATION
    return None if summary.incident_type is None else _BY_TYPE.get(summary.incident_type)


def _pages(report: Report) -> Iterator[_Page]:
    for index, incident in enumerate(report.incidents):
        if not isinstance(incident, WebPageIncident):
            continue
        for number, text in enumerate(incident.urls):
            found, at = normal_form(text), _when(report, f"/incidents/{index}/urls/{number}")
            if found is not None and at is not None and _ON_THE_WEB.match(found.value):
                yield _Page(index, number, found.value, at)


def _when(report: Report, path: str) -> Timestamp | None:
    """Return when it was seen there, else when the incident was; None if nobody said exactly."""
    for seen in report.public.seen if report.public is not None else ():
        if f"{path}/".startswith(f"{seen.of}/"):
            return _moment(seen)
    return report.summary.incident_time


def _moment(seen: Seen) -> Timestamp | None:
    """Return a sighting's moment if day, time and zone were given, and not roughly."""
    time = _TIME.fullmatch(seen.time or "")
    if seen.about or time is None or _DAY.fullmatch(seen.day or "") is None:
        return None
    try:
        return Timestamp(f"{seen.day}T{time[1]:0>2}:{time[2]}:00{seen.zone or ''}")
    except ValueError:
        return None
