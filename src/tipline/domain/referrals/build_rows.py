"""Makes the flat rows of a dossier: one per IP event, one per identifier."""

from collections.abc import Iterator
from datetime import UTC
from typing import Final, NamedTuple

from tipline.domain import report as r
from tipline.domain.identifiers import ip
from tipline.domain.referrals.dossier import Dossier, ReferredReport, RegistryCountry
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role, find_sightings
from tipline.domain.timestamp import Timestamp

_TO_THE_SECOND: Final = 19


def ip_rows(dossier: Dossier) -> tuple[IpRow, ...]:
    """Return a row for every IP event of a dossier, in its order; none is left out.

    What is no IP address stands as it was stated. `path` leads to the address.
    """
    registry = {one.address: one for one in dossier.registry}
    return tuple(row for held in dossier.reports for row in _rows(held, registry))


def identifier_rows(dossier: Dossier) -> tuple[IdentifierRow, ...]:
    """Return a row for every identifier seen in a dossier, in its order, IP addresses included."""
    return tuple(
        IdentifierRow(
            report=held.number,
            role=seen.role,
            subject=seen.subject,
            path=seen.path,
            kind=seen.identifier.kind,
            scope=seen.identifier.scope,
            value=seen.identifier.value,
            stated=seen.display,
            associated=seen.associated,
            at=seen.at,
            port=seen.port,
            event=seen.event,
        )
        for held in dossier.reports
        for seen in find_sightings(held.report)
    )


def in_utc(stated: Timestamp) -> Timestamp | None:
    """Return the same moment in UTC with all its digits; None beyond the years 1 to 9999."""
    try:
        moment = stated.instant.astimezone(UTC)
    except OverflowError:
        return None
    digits = stated[_TO_THE_SECOND:].rstrip("Z").partition("+")[0].partition("-")[0]
    return Timestamp(f"{moment.isoformat()[:_TO_THE_SECOND]}{digits}Z")


class _Seen(NamedTuple):
    """IP events that stand together: on whom, where, and on which account."""

    role: Role
    subject: str
    at: str
    events: tuple[r.IpEvent, ...]
    service: str | None = None
    account: str | None = None


def _rows(held: ReferredReport, registry: dict[str, RegistryCountry]) -> Iterator[IpRow]:
    for seen in _places(held.report):
        for index, event in enumerate(seen.events):
            found = ip.normal_form(event.address)
            address = event.address if found is None else found.value
            known = registry.get(address)
            yield IpRow(
                report=held.number,
                role=seen.role,
                subject=seen.subject,
                path=f"{seen.at}/ip_events/{index}/address",
                address=address,
                utc=None if event.at is None else in_utc(event.at),
                stated_at=event.at,
                port=event.port,
                event=event.event,
                maybe_proxy=event.maybe_proxy,
                service=seen.service,
                account=seen.account,
                registry_country=None if known is None else known.country,
                as_of=None if known is None else known.as_of,
            )


def _places(report: r.Report) -> Iterator[_Seen]:
    """Yield everything in a report that has IP events, in the order of its sightings."""
    platform = report.summary.platform
    for index, incident in enumerate(report.incidents):
        if isinstance(incident, r.PeerToPeerIncident):
            at = f"/incidents/{index}"
            yield _Seen(Role.INCIDENT, at, at, incident.ip_events, incident.client)
    subjects: tuple[tuple[Role, str, tuple[r.Subject, ...]], ...] = (
        (Role.REPORTED, "reported", report.reported),
        (Role.RECIPIENT, "recipients", report.recipients),
        (Role.VICTIM, "victims", report.victims),
    )
    for role, field, listed in subjects:
        for index, subject in enumerate(listed):
            yield from _accounts(subject, role, f"/{field}/{index}", platform)


def _accounts(subject: r.Subject, role: Role, at: str, platform: str | None) -> Iterator[_Seen]:
    elsewhere = isinstance(subject, r.Reported) and subject.third_party
    service = subject.service or (None if elsewhere else platform)
    yield _Seen(role, at, at, subject.ip_events, service, _name_of(subject))
    if isinstance(subject, r.Reported | r.Victim):
        for index, other in enumerate(subject.associated_accounts):
            inside = f"{at}/associated_accounts/{index}"
            yield _Seen(
                role, at, inside, other.ip_events, _service_of(other, platform), _name_of(other)
            )


def _service_of(other: r.AssociatedAccount, platform: str | None) -> str | None:
    """Return the service an associated account is on, as `find_sightings` takes it."""
    if other.service or other.platform is None:
        return other.service or platform
    return other.platform.name or (None if other.platform.third_party else platform)


def _name_of(account: r.Account) -> str | None:
    return account.account_id or account.screen_name
