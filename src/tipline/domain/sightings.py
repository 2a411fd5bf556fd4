"""Sightings: every identifier in a report, on whom it was seen, when and where in the report.

Only fields that hold an identifier are read, never narratives. Left out are the officer of an
agency that was told and the reporting service's standing texts: nobody the report is about.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec

from tipline.domain import report as r
from tipline.domain.identifiers import (
    Identifier,
    account,
    device,
    email,
    group,
    ip,
    phone,
    prior_report,
    screen_name,
)
from tipline.domain.identifiers.text.folding import whole
from tipline.domain.identifiers.web import profile_url, url
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind


class Role(StrEnum):
    """On whom an identifier was seen; `INCIDENT` if the report does not say on whom."""

    REPORTED = "reported"
    RECIPIENT = "recipient"
    VICTIM = "victim"
    REPORTER = "reporter"
    INCIDENT = "incident"


class Sighting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One identifier seen in one report.

    `subject` and `path` are JSON Pointers (RFC 6901) to whom it was seen on, or the incident, and
    to the fact itself; `display` is the fact as it was stated. `associated` marks what belongs to
    another account of the subject. The repr names kind and role only.
    """

    identifier: Identifier
    role: Role
    subject: str
    path: str
    display: str
    associated: bool = False
    at: Timestamp | None = None
    port: int | None = None
    event: EventKind | None = None

    def __repr__(self) -> str:
        return f"Sighting({self.identifier.kind.value}, {self.role.value}, ...)"


def find_sightings(report: r.Report) -> tuple[Sighting, ...]:
    """Return the sightings of a report in its order, each once per subject, time and port.

    Never raises. An account without a service of its own is taken to be on the platform of the
    report, unless it is another company's; a phone number without calling code is read as of the
    one country that is stated for its holder.
    """
    finder = _Finder(report.summary.platform)
    for index, incident in enumerate(report.incidents):
        finder.look_at_incident(incident, f"/incidents/{index}")
    finder.look_at_reporter(report.reporter)
    for role, field, subjects in (
        (Role.REPORTED, "reported", report.reported),
        (Role.RECIPIENT, "recipients", report.recipients),
        (Role.VICTIM, "victims", report.victims),
    ):
        for index, subject in enumerate(subjects):
            finder.look_at_subject(subject, role, f"/{field}/{index}")
    return tuple(finder.found)


class _Finder:
    """Walks a report and collects; `role`, `subject` and `associated` say where it stands."""

    def __init__(self, platform: str | None) -> None:
        self.found: list[Sighting] = []
        self._seen: set[tuple[Identifier, str, Timestamp | None, int | None]] = set()
        self._platform: Final = platform
        self._role = Role.INCIDENT
        self._subject = ""
        self._associated = False

    def look_at_incident(self, incident: r.Incident, at: str) -> None:
        """Collect what is known of an incident and of no subject."""
        self._role, self._subject = Role.INCIDENT, at
        match incident:
            case r.WebPageIncident():
                for index, text in enumerate(incident.urls):
                    self._add(url.normal_form(text), f"{at}/urls/{index}", text)
            case r.EmailIncident():
                self._emails(incident.emails, at)
            case r.NewsgroupIncident():
                self._group(incident.name, group.USENET, f"{at}/name")
                self._emails(incident.emails, at)
            case r.ChatIncident():
                self._group(incident.room, incident.client or self._platform, f"{at}/room")
            case r.PhoneIncident(phone=r.Phone() as number):
                self._phone(number, None, f"{at}/phone")
            case r.PeerToPeerIncident():
                self._ip_events(incident.ip_events, at)

    def look_at_reporter(self, reporter: r.Reporter) -> None:
        """Collect how the reporter can be reached."""
        self._role, self._subject = Role.REPORTER, "/reporter"
        self._contact(reporter.person, None, "/reporter/person")
        if reporter.contact is not None:
            self._contact(reporter.contact, None, "/reporter/contact")

    def look_at_subject(self, subject: r.Subject, role: Role, at: str) -> None:
        """Collect what is known of a subject, then of its other accounts."""
        self._role, self._subject = role, at
        place = subject.location.country if subject.location else None
        if subject.person is not None:
            self._contact(subject.person, place, f"{at}/person")
        elsewhere = isinstance(subject, r.Reported) and subject.third_party
        service = subject.service or (None if elsewhere else self._platform)
        self._account(subject, service, at)
        if isinstance(subject, r.Reported | r.Recipient):
            self._group(subject.group, service, f"{at}/group")
        if isinstance(subject, r.Reported | r.Victim):
            self._associated = True
            for index, other in enumerate(subject.associated_accounts):
                self._associated_account(other, place, f"{at}/associated_accounts/{index}")
            self._associated = False

    def _associated_account(self, other: r.AssociatedAccount, place: str | None, at: str) -> None:
        platform = other.platform
        elsewhere = platform is not None and platform.third_party
        service = other.service or (platform.name if platform is not None else None)
        service = service or (None if elsewhere else self._platform)
        self._contact(other, place, at)
        self._account(other, service, at)
        self._group(other.group, service, f"{at}/group")

    def _contact(
        self, holder: r.Contact | r.AssociatedAccount, place: str | None, at: str
    ) -> None:
        countries = {address.country for address in holder.addresses if address.country}
        region = countries.pop() if len(countries) == 1 else place
        for index, number in enumerate(holder.phones):
            self._phone(number, region, f"{at}/phones/{index}")
        self._emails(holder.emails, at)

    def _account(self, held: r.Account, service: str | None, at: str) -> None:
        if held.account_id is not None:
            found = account.normal_form(held.account_id, service)
            self._add(found, f"{at}/account_id", held.account_id)
        if held.screen_name is not None:
            found = screen_name.normal_form(held.screen_name, service)
            self._add(found, f"{at}/screen_name", held.screen_name)
        for index, text in enumerate(held.profile_urls):
            self._add(profile_url.normal_form(text), f"{at}/profile_urls/{index}", text)
        self._ip_events(held.ip_events, at)
        for index, seen in enumerate(held.devices):
            self._add(
                device.normal_form(seen.value, seen.kind),
                f"{at}/devices/{index}/value",
                seen.value,
                seen,
            )
        for index, number in enumerate(held.prior_reports):
            self._add(prior_report.normal_form(number), f"{at}/prior_reports/{index}", str(number))

    def _emails(self, emails: Iterable[r.Email], at: str) -> None:
        for index, stated in enumerate(emails):
            text = stated.address
            self._add(email.normal_form(text), f"{at}/emails/{index}/address", text)

    def _phone(self, stated: r.Phone, region: str | None, at: str) -> None:
        found = phone.normal_form(stated.number, stated.calling_code, region)
        code = stated.calling_code
        text = f"{code} {stated.number}" if code else stated.number
        self._add(found, f"{at}/number", text)

    def _ip_events(self, events: Iterable[r.IpEvent], at: str) -> None:
        for index, event in enumerate(events):
            found = ip.normal_form(event.address)
            self._add(found, f"{at}/ip_events/{index}/address", event.address, event, event.port)

    def _group(self, name: str | None, service: str | None, at: str) -> None:
        if name is not None:
            self._add(group.normal_form(name, service), at, name)

    def _add(
        self,
        identifier: Identifier | None,
        path: str,
        text: str,
        seen: r.IpEvent | r.Device | None = None,
        port: int | None = None,
    ) -> None:
        if identifier is None:
            return
        at = None if seen is None else seen.at
        key = (identifier, self._subject, at, port)
        if key in self._seen:
            return
        self._seen.add(key)
        self.found.append(
            Sighting(
                identifier=identifier,
                role=self._role,
                subject=self._subject,
                path=path,
                display=whole(text),
                associated=self._associated,
                at=at,
                port=port,
                event=None if seen is None else seen.event,
            )
        )
