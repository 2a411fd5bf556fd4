"""What a report has of each group of facts; one small function for each group.

Each returns whether anything is there at all, and what is missing. An empty text is not a fact.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from msgspec.structs import astuple

from tipline.domain import report as r
from tipline.domain.vocabulary import ContactWish


class Found(NamedTuple):
    """Whether the group has any fact, and what it still lacks, the most useful first."""

    anything: bool
    missing: tuple[str, ...]


def _says(*texts: str | None) -> bool:
    for text in texts:  # noqa: SIM110 - a generator costs more than this whole look
        if text and not text.isspace():
            return True
    return False


def _any_fact(part: r.Part) -> bool:
    """Tell whether a part states anything at all."""
    return any(map(_is_fact, astuple(part)))


def _is_fact(value: object) -> bool:
    if value is None or value is False:
        return False
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    if isinstance(value, tuple):
        return any(map(_is_fact, value))
    return not isinstance(value, r.Part) or _any_fact(value)


def _lacking(**wanted: tuple[bool, str]) -> tuple[str, ...]:
    """Return the sentences of what is not there."""
    return tuple(sentence for there, sentence in wanted.values() if not there)


def time(report: r.Report) -> Found:
    """Tell whether the time and its meaning are given."""
    stated = report.summary.incident_time is not None
    meant = _says(report.summary.incident_time_meaning)
    missing = _lacking(
        time=(stated, "when it happened: date, time and zone"),
        meaning=(meant, "what the time means: the act, its discovery, an upload, a log-in"),
    )
    return Found(stated or meant, missing)


def channel(report: r.Report) -> Found:
    """Tell whether the technology is named, with any fact about it."""
    named = bool(report.incidents)
    detailed = any(_any_fact(incident) for incident in report.incidents)
    service = _says(report.summary.platform) or any(
        _says(subject.service) for subject in _subjects(report)
    )
    missing = _lacking(
        named=(named, "where it happened: web page, e-mail, chat, game, phone, ..."),
        detailed=(detailed, "what identifies the place there: address, room, game, or the text"),
        service=(service, "the name of the application or service"),
    )
    return Found(named or service, missing)


def reported_account(report: r.Report) -> Found:
    """Tell whether the reported account can be mapped back to one user."""
    reported = report.reported
    found = any(_says(account.account_id) for account in reported)
    service = any(_says(account.service) for account in reported)
    shown = any(
        _says(account.screen_name, *account.display_names, *account.profile_urls)
        for account in reported
    )
    missing = _lacking(
        id=(found, "the account's unique ID in the service"),
        service=(service, "the service the account is on"),
        name=(shown, "its screen name or profile address"),
    )
    return Found(any(_any_fact(account) for account in reported), missing)


def contact_identifiers(report: r.Report) -> Found:
    """Tell whether e-mail addresses or phones of the reported are given, and if verified."""
    reachable = [*_emails_and_phones(report.reported)]
    checked = any(entry.verified is not None for entry in reachable)
    missing = _lacking(
        any=(bool(reachable), "an e-mail address or phone number of the reported person"),
        verified=(checked, "whether the service verified it, and when"),
    )
    return Found(bool(reachable), missing)


def ip_events(report: r.Report) -> Found:
    """Tell whether one IP address at least comes with all that makes it traceable."""
    events = [event for event in _ip_events(report) if _says(event.address)]
    if not events:
        wanted = "an IP address the account used"
        return Found(anything=False, missing=(wanted, *_untraceable(r.IpEvent(address=""))))
    return Found(anything=True, missing=min(map(_untraceable, events), key=len))


def _untraceable(event: r.IpEvent) -> tuple[str, ...]:
    """Return what an address lacks; time and port of different connections trace neither."""
    return _lacking(
        time=(event.at is not None, "the exact time of the connection, with zone"),
        port=(bool(event.port), "the source port of the connection"),
        event=(event.event is not None, "what happened then: log-in, upload, ..."),
    )


def place(report: r.Report) -> Found:
    """Tell whether a country is known for the reported or the victim, and anything narrower."""
    addresses = [
        address
        for contact in _contacts((*report.reported, *report.victims))
        for address in contact.addresses
    ]
    offline = (i for i in report.incidents if isinstance(i, r.OfflineIncident))
    addresses += [address for incident in offline for address in incident.addresses]
    estimates = [
        subject.location
        for subject in (*report.reported, *report.victims)
        if subject.location is not None
    ]
    country = any(_says(address.country, address.state) for address in addresses) or any(
        _says(estimate.country) for estimate in estimates
    )
    narrower = any(
        _says(address.city, address.zip_code, address.state, address.region)
        for address in addresses
    ) or any(_says(estimate.city, estimate.region) for estimate in estimates)
    missing = _lacking(
        country=(country, "the country of the reported person or the victim"),
        narrower=(narrower, "region, city or postal code"),
    )
    return Found(country or narrower, missing)


def victim(report: r.Report) -> Found:
    """Tell whether a victim can be found and their age is known."""
    victims = report.victims
    identified = any(
        _says(v.account_id, v.screen_name, *v.display_names, *v.profile_urls, v.school)
        or _says(v.person.first_name, v.person.last_name)
        or _can_be_reached(v.person)
        or _says(*(event.address for event in v.ip_events))
        for v in victims
    )
    aged = any(v.person.age is not None or v.person.born is not None for v in victims)
    placed = any(_is_placed(v) for v in victims)
    missing = _lacking(
        identified=(identified, "anything that identifies the child: account, name, contact"),
        aged=(aged, "the child's age or date of birth"),
        placed=(placed, "where the child is"),
    )
    return Found(any(_any_fact(v) for v in victims), missing)


def prior_reports(report: r.Report) -> Found:
    """Tell whether earlier reports are cited."""
    cited = any(account.prior_reports for account in _accounts(report))
    return Found(
        cited, _lacking(cited=(cited, "the numbers of earlier reports, if there are any"))
    )


def urgency_reason(report: r.Report) -> Found:
    """Tell whether a reason for urgency is stated."""
    stated = _says(report.summary.urgency_reason)
    sentence = "why it cannot wait, if a child is at risk now"
    return Found(stated, _lacking(stated=(stated, sentence)))


def reporter_contact(report: r.Report) -> Found:
    """Tell whether the reporter can be reached, and by whom process is accepted."""
    person, contact = report.reporter.person, report.reporter.contact
    if report.public is not None:
        # An address that was left is sealed apart; the wish tells that it is there.
        wished = report.public.contact_wish is not ContactWish.NONE
        reachable = wished or _can_be_reached(person)
        wish = "a way to reach the reporter, if the reporter wants that"
        return Found(reachable, _lacking(reachable=(reachable, wish)))
    written = _says(*(email.address for email in person.emails))
    called = _says(*(phone.number for phone in person.phones)) or (
        contact is not None and _can_be_reached(contact)
    )
    company = _says(report.reporter.company_template, report.reporter.legal_url)
    missing = _lacking(
        written=(written, "an e-mail address of the reporting person"),
        called=(called, "a person or desk that investigators can call"),
        company=(company, "how to serve process, how long data is kept, the emergency number"),
    )
    return Found(_any_fact(report.reporter), missing)


GROUPS: Final[dict[str, Callable[[r.Report], Found]]] = {
    "time": time,
    "reported_account": reported_account,
    "ip_events": ip_events,
    "contact_identifiers": contact_identifiers,
    "channel": channel,
    "victim": victim,
    "place": place,
    "prior_reports": prior_reports,
    "urgency_reason": urgency_reason,
    "reporter_contact": reporter_contact,
}
"""How each group is judged; the keys and their order are those of `reasons.REASONS`."""


def _subjects(report: r.Report) -> tuple[r.Subject, ...]:
    return (*report.reported, *report.recipients, *report.victims)


def _accounts(report: r.Report) -> Iterator[r.Account]:
    for subject in _subjects(report):
        yield subject
        if isinstance(subject, r.Reported | r.Victim):
            yield from subject.associated_accounts


def _can_be_reached(contact: r.Contact) -> bool:
    written = _says(*(email.address for email in contact.emails))
    return written or _says(*(phone.number for phone in contact.phones))


def _is_placed(child: r.Victim) -> bool:
    estimate = child.location or r.EstimatedLocation()
    return _says(estimate.city, estimate.region, estimate.country) or any(
        _says(a.street, a.city, a.zip_code, a.state, a.region, a.country)
        for a in child.person.addresses
    )


def _contacts(
    subjects: Iterable[r.Reported | r.Victim],
) -> Iterator[r.Person | r.AssociatedAccount]:
    """Yield whatever holds contact data of the subjects: their persons, their other accounts."""
    for subject in subjects:
        if subject.person is not None:
            yield subject.person
        yield from subject.associated_accounts


def _emails_and_phones(subjects: Iterable[r.Reported]) -> Iterator[r.Email | r.Phone]:
    for contact in _contacts(subjects):
        yield from (email for email in contact.emails if _says(email.address))
        yield from (phone for phone in contact.phones if _says(phone.number))


def _ip_events(report: r.Report) -> Iterator[r.IpEvent]:
    for account in _accounts(report):
        yield from account.ip_events
    for incident in report.incidents:
        if isinstance(incident, r.PeerToPeerIncident):
            yield from incident.ip_events
