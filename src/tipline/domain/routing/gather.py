"""Walks a report and gathers every fact that speaks for a place, and how surely.

Not read: narratives; the agency that was told or asked, and the country of foreign legal process,
which say who acts and not where anything is; the language of a form; coordinates, for which no
offline table is packaged.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from tipline.domain import report as r
from tipline.domain.identifiers import ip
from tipline.domain.identifiers.web import url
from tipline.domain.identifiers.web.hosts import host_of
from tipline.domain.places import Place
from tipline.domain.routing.dialling import place_of_phone
from tipline.domain.routing.finding import Confidence, Evidence, EvidenceKind, Ground
from tipline.domain.routing.lookups import IpAnswer, IpCountry, answers_of
from tipline.domain.routing.placing import US, place_of, state_of, state_of_zip
from tipline.domain.routing.tables.domains import OTHER_THAN_ISO, SOLD_WORLDWIDE
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import AccountType, AddressType, EventKind

_HIGH, _MEDIUM, _LOW = Confidence
_ADDRESS_SAYS: Final = {AddressType.HOME: _HIGH, AddressType.TECHNICAL: _LOW}
"""Somebody lives at home; a technical address is often a registrar's. All others: medium."""
_COUNTRY_LETTERS: Final = 2


class Candidate(NamedTuple):
    """One fact that speaks for a place on a ground."""

    ground: Ground
    place: Place
    evidence: Evidence
    confidence: Confidence


class Gatherer:
    """Gathers from reports; remembers what the table of addresses said."""

    def __init__(self, ip_country: IpCountry) -> None:
        self._ip_country: Final = ip_country
        self._answers: dict[str, tuple[IpAnswer, ...]] = {}

    def walk(self, number: int, report: r.Report) -> Iterator[Candidate]:
        """Yield what one report says, in its order; `number` is the report's."""
        for index, incident in enumerate(report.incidents):
            yield from _Walk(self, number, Ground.OFFENCE).incident(
                incident, f"/incidents/{index}"
            )
        contacts = _Walk(self, number, Ground.REPORTER)
        yield from contacts.contact(report.reporter.person, None, "/reporter/person")
        if report.reporter.contact is not None:
            yield from contacts.contact(report.reporter.contact, None, "/reporter/contact")
        for ground, field, subjects, most in (
            (Ground.SUSPECT, "reported", report.reported, _HIGH),
            # Where a message was to arrive is a part of what happened, and no more is known.
            (Ground.OFFENCE, "recipients", report.recipients, _LOW),
            (Ground.VICTIM, "victims", report.victims, _HIGH),
        ):
            for index, subject in enumerate(subjects):
                yield from _Walk(self, number, ground, most).subject(subject, f"/{field}/{index}")

    def ask(self, text: str) -> tuple[IpAnswer, ...]:
        """Return what the tables say of an address as it was stated; several if they disagree."""
        if text not in self._answers:
            found = ip.normal_form(text)
            self._answers[text] = (
                () if found is None else answers_of(self._ip_country, found.value)
            )
        return self._answers[text]


class _Walk:
    """Reads one part of a report, all for one ground; nothing is more certain than `most`."""

    def __init__(
        self, gatherer: Gatherer, report: int, ground: Ground, most: Confidence = _HIGH
    ) -> None:
        self._gatherer: Final = gatherer
        self._report: Final = report
        self._ground: Final = ground
        self._most: Final = most

    def incident(self, incident: r.Incident, at: str) -> Iterator[Candidate]:
        """Yield what an incident says: where it was, who hosts it, who was connected."""
        match incident:
            case r.WebPageIncident():
                host = _Walk(self._gatherer, self._report, Ground.HOST)
                for index, text in enumerate(incident.urls):
                    yield from host.page(text, f"{at}/urls/{index}")
            case r.PhoneIncident(phone=r.Phone() as number):
                # Whose number it is, nobody says.
                holder = _Walk(self._gatherer, self._report, Ground.OFFENCE, _LOW)
                yield from holder.phone(number, None, f"{at}/phone")
            case r.OfflineIncident():
                for index, address in enumerate(incident.addresses):
                    yield from self._address(
                        address, f"{at}/addresses/{index}", EvidenceKind.STATED
                    )
            case r.PeerToPeerIncident():
                suspect = _Walk(self._gatherer, self._report, Ground.SUSPECT)
                yield from suspect.ip_events(incident.ip_events, at, is_act=True)

    def page(self, text: str, at: str) -> Iterator[Candidate]:
        """Yield the country of a page: of its address by number, else of its domain."""
        found = url.normal_form(text)
        if found is None:
            return
        host = host_of(found.value)
        answers = self._gatherer.ask(host)
        for answer in answers:
            yield from self._ip(answer, self._seen(EvidenceKind.IP, at), _MEDIUM)
        if not answers:
            yield from self._domain(host, at)

    def subject(self, subject: r.Subject, at: str) -> Iterator[Candidate]:
        """Yield what is known of a person or account, then of its other accounts."""
        location = subject.location
        if location is not None:
            place = place_of(location.country, location.region)
            kind, says = EvidenceKind.STATED, _MEDIUM
            if location.verified:
                kind, says = EvidenceKind.ADDRESS, _HIGH
            seen = self._seen(kind, f"{at}/location", location.estimated_at)
            yield from self._add(place, seen, says)
        stated = None if location is None else location.country
        if subject.person is not None:
            yield from self.contact(subject.person, stated, f"{at}/person")
        yield from self.ip_events(subject.ip_events, at)
        if isinstance(subject, r.Reported | r.Victim):
            for index, other in enumerate(subject.associated_accounts):
                most = _LOW if other.kind is AccountType.PARENT_GUARDIAN else self._most
                walk = _Walk(self._gatherer, self._report, self._ground, most)
                below = f"{at}/associated_accounts/{index}"
                yield from walk.contact(other, stated, below)
                yield from walk.ip_events(other.ip_events, below)

    def contact(
        self, holder: r.Contact | r.AssociatedAccount, stated: str | None, at: str
    ) -> Iterator[Candidate]:
        """Yield what addresses, phones and e-mail addresses say; `stated` is a known country."""
        for index, address in enumerate(holder.addresses):
            yield from self._address(address, f"{at}/addresses/{index}", EvidenceKind.ADDRESS)
        countries = {
            US if one.state and not one.country else one.country
            for one in holder.addresses
            if one.country or one.state
        }
        country = countries.pop() if len(countries) == 1 else stated
        for index, number in enumerate(holder.phones):
            yield from self.phone(number, country, f"{at}/phones/{index}")
        for index, email in enumerate(holder.emails):
            _, mark, domain = email.address.rpartition("@")
            if mark:
                yield from self._domain(domain, f"{at}/emails/{index}/address")

    def phone(self, stated: r.Phone, country: str | None, at: str) -> Iterator[Candidate]:
        """Yield where a number is from."""
        place = place_of_phone(stated.number, stated.calling_code, country)
        seen = self._seen(EvidenceKind.PHONE, f"{at}/number", stated.verified_at)
        yield from self._add(place, seen, _MEDIUM)

    def ip_events(
        self, events: Sequence[r.IpEvent], at: str, *, is_act: bool = False
    ) -> Iterator[Candidate]:
        """Yield where addresses were given out to; `is_act`: the connection is the act itself.

        An upload with its time says most; a proxy, and an address without time, little.
        """
        for index, event in enumerate(events):
            telling = is_act or event.event is EventKind.UPLOAD
            says = _MEDIUM if telling and event.at and not event.maybe_proxy else _LOW
            seen = Evidence(
                kind=EvidenceKind.IP,
                report=self._report,
                path=f"{at}/ip_events/{index}/address",
                at=event.at,
                proxy=event.maybe_proxy is True,
            )
            for answer in self._gatherer.ask(event.address):
                yield from self._ip(answer, seen, says)

    def _address(self, address: r.Address, at: str, kind: EvidenceKind) -> Iterator[Candidate]:
        """Yield country and region; a state of the US beside another country contradicts it."""
        says = _HIGH if kind is EvidenceKind.STATED else _MEDIUM
        if address.kind is not None:
            says = _ADDRESS_SAYS.get(address.kind, says)
        place = place_of(address.country, address.region)
        state = state_of(address.state)
        if state is not None and (place is None or place.country == US):
            place, state = state, None
        yield from self._add(place, self._seen(kind, at), says)
        yield from self._add(state, self._seen(kind, f"{at}/state"), says)
        if address.zip_code and _may_be_us(place):
            by_zip = state_of_zip(address.zip_code)
            # Five digits are a postal code in many countries.
            zip_says = _LOW if place is None else _MEDIUM
            yield from self._add(by_zip, self._seen(EvidenceKind.ZIP, f"{at}/zip_code"), zip_says)

    def _domain(self, host: str, at: str) -> Iterator[Candidate]:
        label = host.rstrip(".").rpartition(".")[2].lower()
        if len(label) == _COUNTRY_LETTERS and label not in SOLD_WORLDWIDE:
            place = place_of(OTHER_THAN_ISO.get(label, label.upper()))
            yield from self._add(place, self._seen(EvidenceKind.DOMAIN, at), _LOW)

    def _ip(self, answer: IpAnswer, seen: Evidence, says: Confidence) -> Iterator[Candidate]:
        evidence = replace(seen, source=answer.source, as_of=answer.as_of)
        yield from self._add(place_of(answer.country), evidence, says)

    def _seen(self, kind: EvidenceKind, at: str, when: Timestamp | None = None) -> Evidence:
        return Evidence(kind=kind, report=self._report, path=at, at=when)

    def _add(
        self, place: Place | None, evidence: Evidence, says: Confidence
    ) -> Iterator[Candidate]:
        if place is not None:
            confidence = _LOW if self._most is _LOW else says
            yield Candidate(self._ground, place, evidence, confidence)


def _may_be_us(place: Place | None) -> bool:
    return place is None or (place.country == US and place.subdivision is None)
