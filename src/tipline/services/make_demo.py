"""Makes up neutral reports for trials and demonstrations: reserved names, documentation addresses.

Nothing here resembles a real person, account or case, and no text says anything. The same seed
gives the same reports. A few actors come often, some on two services, and some victims are
reported elsewhere, so that there is something to link.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from tipline.domain import report as r
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import EventKind, IncidentType, PhoneType

_SERVICES: Final = ("Example Chat", "Example Quest", "Example Forum", "Example Mail")
_PLACES: Final = (
    ("US", "IL", "Springfield"),
    ("US", "OR", "Portland"),
    ("FR", "", ""),
    ("CA", "", ""),
)
_NETWORKS: Final = ("192.0.2", "198.51.100", "203.0.113")
_FICTIONAL_PHONES: Final = 100
_ACTORS_PER_REPORT: Final = 0.6
_URGENT_SHARE: Final = 0.04
_BARE_SHARE: Final = 0.15
_ELSEWHERE_SHARE: Final = 0.2
_REPORTED_VICTIM_SHARE: Final = 0.05


def make_demo(count: int, now: datetime, seed: int = 17) -> Iterator[r.Report]:
    """Yield made-up reports of the weeks before `now` (aware)."""
    chance = Random(seed)  # noqa: S311 - made-up data must be repeatable, not secret
    actors = max(1, int(count * _ACTORS_PER_REPORT))
    for number in range(count):
        actor = int(actors * chance.random() ** 2)
        at = now - timedelta(minutes=chance.randrange(60, 40_000))
        yield _report(chance, number, actor, at)


def _report(chance: Random, number: int, actor: int, at: datetime) -> r.Report:
    elsewhere = chance.random() < _ELSEWHERE_SHARE
    service = _SERVICES[(actor + elsewhere) % len(_SERVICES)]
    urgent = chance.random() < _URGENT_SHARE
    bare = chance.random() < _BARE_SHARE
    return r.Report(
        summary=r.Summary(
            incident_type=chance.choice(tuple(IncidentType)),
            platform=service,
            urgency_reason=f"Synthetic reason {number}." if urgent else None,
            annotations=r.Annotations(minor_to_minor=chance.random() < 0.1),  # noqa: PLR2004
            incident_time=Timestamp.of(at),
            incident_time_meaning=None if bare else "Time of the last message",
        ),
        incidents=() if bare else (_incident(chance, number, service),),
        reporter=r.Reporter(
            person=r.Person(
                first_name="Trust",
                last_name="Desk",
                emails=(r.Email(address=f"reports@{_domain(service)}"),),
            ),
            company_template=f"{service} keeps account data for 400 days.",
        ),
        reported=(_reported(chance, actor, service, at, bare=bare),),
        victims=() if bare else _victims(chance, actor, service),
        additional_info=f"Synthetic note {number}.",
    )


def _domain(service: str) -> str:
    return f"{service.split()[1].casefold()}.example.org"


def _incident(chance: Random, number: int, service: str) -> r.Incident:
    narrative = f"Synthetic narrative {number}."
    kinds: tuple[r.Incident, ...] = (
        r.ChatIncident(client=service, room=f"room-{number % 40}", content=narrative),
        r.GameIncident(game=service, content=narrative),
        r.WebPageIncident(urls=(f"https://{_domain(service)}/page/{number}",)),
        r.PhoneIncident(phone=_phone(number), additional_info=narrative),
    )
    return chance.choice(kinds)


def _phone(number: int) -> r.Phone:
    """Return one of the numbers that are set aside for fiction."""
    local = f"20255501{number % _FICTIONAL_PHONES:02d}"
    return r.Phone(number=local, calling_code="+1", kind=PhoneType.MOBILE)


def _reported(chance: Random, actor: int, service: str, at: datetime, *, bare: bool) -> r.Reported:
    if bare:
        return r.Reported(service=service, screen_name=f"user_{actor}")
    country, region, city = chance.choice(_PLACES)
    return r.Reported(
        person=r.Person(
            emails=(r.Email(address=f"user{actor}@example.net", verified=chance.random() < 0.5),),  # noqa: PLR2004
            phones=(_phone(actor),) if actor % 3 == 0 else (),
        ),
        account_id=str(1_700_000 + actor),
        service=service,
        screen_name=f"user_{actor}",
        profile_urls=(f"https://{_domain(service)}/u/{1_700_000 + actor}",),
        ip_events=tuple(_ip_event(chance, at) for _ in range(chance.randrange(1, 4))),
        location=r.EstimatedLocation(
            country=country,  # type: ignore[arg-type]  # a code from the table above
            region=region or None,
            city=city or None,
        ),
    )


def _ip_event(chance: Random, at: datetime) -> r.IpEvent:
    return r.IpEvent(
        address=f"{chance.choice(_NETWORKS)}.{chance.randrange(1, 255)}",
        event=chance.choice((EventKind.LOGIN, EventKind.UPLOAD, EventKind.REGISTRATION)),
        at=Timestamp.of(at - timedelta(minutes=chance.randrange(1, 500))),
        port=chance.randrange(1_024, 65_536),
    )


def _victims(chance: Random, actor: int, service: str) -> tuple[r.Victim, ...]:
    if chance.random() < 0.4:  # noqa: PLR2004
        return ()
    is_reported = chance.random() < _REPORTED_VICTIM_SHARE
    account = 1_700_000 + actor + len(_SERVICES) if is_reported else 2_700_000 + actor * 7 % 900
    return (
        r.Victim(
            person=r.Person(age=chance.randrange(9, 18)),
            account_id=str(account),
            service=service,
        ),
    )
