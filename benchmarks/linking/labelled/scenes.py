"""Labelled reports: what services and the public say of the actors, and who it really was."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from benchmarks.linking.labelled.actors import Account, Actor, Rates, build_actors
from tipline.domain import report as r
from tipline.domain.timestamp import Timestamp

_FIRST_DAY: Final = datetime(2024, 6, 1, tzinfo=UTC)
_THREADS: Final = 2_000
_ROOMS: Final = 100
_VICTIM: Final = 10_000_000
"""Numbers from here on are those of victims."""
_POOL: Final = "192.0.2"
"""Where carriers put many customers behind one address."""
_HOMES: Final = ("198.51.100", "203.0.113")
_SPELLINGS: Final = {"Example Chat": "example chat", "Example Social": "EXAMPLE-SOCIAL"}
"""As the public spells services."""
_STAFF: Final = r.Reporter(person=r.Person(emails=(r.Email(address="desk@example.net"),)))
"""The contact that every report of a service has; it must never link."""


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A report, and who it is about: the actor and the victims, each by a number of their own.

    `day` is when it came, counted from the first.
    """

    report: r.Report
    actor: int
    day: float
    victims: frozenset[int] = frozenset()


class _Scene(msgspec.Struct, frozen=True, kw_only=True):
    """An actor, when they are reported, and whom they harmed."""

    actor: Actor
    day: float
    victim: int | None = None
    seen: r.Victim | None = None


def labelled_reports(size: int, seed: int, rates: Rates) -> list[Labelled]:
    """Return so many labelled reports in the order of time; the same for the same seed."""
    return _Teller(size, random.Random(seed), rates).told()


class _Teller:
    """Tells what happened in reports; `_sessions` are each actor's latest connections."""

    def __init__(self, size: int, chance: random.Random, rates: Rates) -> None:
        self._chance: Final = chance
        self._rates: Final = rates
        self._actors: Final = build_actors(size, chance, rates)
        self._sessions: Final[dict[int, r.IpEvent]] = {}

    def told(self) -> list[Labelled]:
        """Return the reports of all actors."""
        scenes = [scene for actor in self._actors for scene in self._scenes_of(actor)]
        scenes.sort(key=lambda scene: scene.day)
        return [self._report(scene) for scene in scenes]

    def _scenes_of(self, actor: Actor) -> list[_Scene]:
        chance = self._chance
        victims = [self._victim(actor, place) for place in range(chance.choice((1, 1, 2, 4)))]
        scenes = []
        for _ in range(actor.reports):
            number, seen = chance.choice(victims) if chance.random() < 0.2 else (None, None)
            day = chance.uniform(actor.begins, actor.ends)
            scenes.append(_Scene(actor=actor, day=day, victim=number, seen=seen))
        return scenes

    def _victim(self, actor: Actor, place: int) -> tuple[int, r.Victim]:
        """Return somebody whom an actor harms: mostly theirs alone."""
        chance = self._chance
        draw = chance.random()
        if draw < self._rates.victims_reported:
            other = chance.choice(self._actors)
            return other.number, _as_victim(chance.choice(other.accounts))
        of = chance.choice(self._actors) if chance.random() < self._rates.shared_victims else actor
        number = _VICTIM + of.number * 10 + (0 if of is not actor else place)
        account = Account(
            service="Example Chat",
            account_id=f"{number}",
            screen_name=f"synthetic.person.{number}",
        )
        return number, _as_victim(account)

    def _report(self, scene: _Scene) -> Labelled:
        by_public = self._chance.random() < 0.3
        report = self._by_public(scene) if by_public else self._by_service(scene)
        if scene.seen is not None:
            report = msgspec.structs.replace(report, victims=(scene.seen,))
        named = frozenset[int]() if scene.victim is None else frozenset({scene.victim})
        return Labelled(report=report, actor=scene.actor.number, day=scene.day, victims=named)

    def _by_service(self, scene: _Scene) -> r.Report:
        """Tell it as a service does, out of its own records."""
        chance, actor = self._chance, scene.actor
        account = chance.choice(actor.accounts)
        emails = tuple(
            r.Email(address=self._spelt(text)) for text in actor.emails if chance.random() < 0.6
        )
        numbers = (r.Phone(number=actor.phone, calling_code="+1"),) if actor.phone else ()
        device = (r.Device(kind="Device ID", value=actor.device),) if actor.device else ()
        elsewhere = [other for other in actor.accounts if other is not account]
        other = chance.choice(elsewhere) if elsewhere and chance.random() < 0.1 else None
        reported = r.Reported(
            account_id=account.account_id if chance.random() < 0.95 else None,
            screen_name=account.screen_name if chance.random() < 0.8 else None,
            profile_urls=(account.profile,) if chance.random() < 0.3 else (),
            person=r.Person(emails=emails, phones=numbers if chance.random() < 0.4 else ()),
            devices=device if chance.random() < 0.3 else (),
            ip_events=self._connections(scene) if chance.random() < 0.8 else (),
            group=self._room() if chance.random() < 0.1 else None,
            prior_reports=(50_000_000 + actor.number,) if chance.random() < 0.02 else (),
            associated_accounts=() if other is None else (_associated(other),),
        )
        summary = r.Summary(platform=account.service, incident_time=_at(scene.day))
        return r.Report(summary=summary, reporter=_STAFF, reported=(self._or_nobody(reported),))

    def _by_public(self, scene: _Scene) -> r.Report:
        """Tell it as a stranger does: one or two facts, typed by hand."""
        chance = self._chance
        actor = self._mixed_up(scene.actor)
        account = chance.choice(actor.accounts)
        page = self._page(actor) if chance.random() < 0.4 else None
        named = page is None or chance.random() < 0.4
        emails = actor.emails[:1] if chance.random() < 0.08 else []
        phone = actor.phone if chance.random() < 0.1 else None
        code = "+1" if chance.random() < 0.4 else None
        known = chance.random() < 0.75
        spelt = _SPELLINGS.get(account.service, account.service)
        reported = r.Reported(
            screen_name=self._typed(f"@{account.screen_name}") if named else None,
            service=spelt if known else None,
            profile_urls=(f"{account.profile}/",) if chance.random() < 0.2 else (),
            person=r.Person(
                emails=tuple(r.Email(address=self._typed(text.title())) for text in emails),
                phones=(r.Phone(number=self._typed(phone), calling_code=code),) if phone else (),
            ),
        )
        incidents = (r.WebPageIncident(urls=(page,)),) if page else ()
        return r.Report(incidents=incidents, reported=(reported,))

    def _connections(self, scene: _Scene) -> tuple[r.IpEvent, ...]:
        """Return what a service logged: sometimes a connection that is in another report too."""
        chance, actor = self._chance, scene.actor
        events = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            day = scene.day - chance.expovariate(1 / 3)
            address = self._address(actor, day)
            port = chance.randrange(1_024, 65_536) if chance.random() < 0.5 else None
            events.append(r.IpEvent(address=address, at=_at(day), port=port))
        known = self._sessions.get(actor.number)
        if known is not None and known.at is not None and chance.random() < 0.15:
            later = known.at.instant + timedelta(minutes=chance.uniform(0, 5))
            again = msgspec.structs.replace(known, at=Timestamp.of(later))
            events.append(again)
        self._sessions[actor.number] = events[0]
        return tuple(events)

    def _address(self, actor: Actor, day: float) -> str:
        """Return an actor's address on a day: a carrier's, or a household's, which changes."""
        chance = self._chance
        if actor.mobile and chance.random() < 0.7:
            return f"{_POOL}.{1 + int(254 * chance.random() ** 2)}"
        if actor.household % 4 == 0:
            lease = random.Random(actor.household * 1_000 + int(day // 30))
            return f"{lease.choice(_HOMES)}.{lease.randrange(1, 255)}"
        home = actor.household
        network = f"2001:db8:{home >> 16:x}:{home & 0xFFFF:x}"
        return f"{network}::{chance.randrange(1, 4):x}"

    def _room(self) -> str:
        return f"room {int(_ROOMS * self._chance.random() ** 2)} of many"

    def _page(self, actor: Actor) -> str | None:
        """Return a page that strangers report: the actor's own, or one with posts of many."""
        chance = self._chance
        own = actor.page if chance.random() < 0.7 else None
        page = own or f"https://example.net/thread/{int(_THREADS * chance.random() ** 2)}"
        draw = chance.random()
        if draw < 0.2:
            return page.replace("https", "hxxps").replace(".", "[.]")
        return f"{page}?utm_source=synthetic" if draw < 0.4 else page

    def _spelt(self, address: str) -> str:
        """Return one of the spellings under which an address is given to a service."""
        local, _, domain = address.partition("@")
        draw = self._chance.random()
        if domain.startswith("example") or draw < 0.7:
            return address
        return f"{local}+17@{domain}" if draw < 0.85 else f"{local.replace('.', '')}@{domain}"

    def _typed(self, text: str) -> str:
        if self._chance.random() >= self._rates.mistyped:
            return text
        place = self._chance.randrange(1, len(text) - 1)
        return text[:place] + text[place + 1 :]

    def _mixed_up(self, actor: Actor) -> Actor:
        """Return whom the public names: now and then another than the one it was."""
        mixed_up = self._chance.random() < self._rates.mixed_up
        return self._chance.choice(self._actors) if mixed_up else actor

    def _or_nobody(self, reported: r.Reported) -> r.Reported:
        """Return somebody as some services tell it: with placeholders instead of facts."""
        if self._chance.random() >= 0.03:
            return reported
        nobody = r.Person(
            emails=(r.Email(address="unknown@example.org"),), phones=(r.Phone(number="0000000"),)
        )
        return msgspec.structs.replace(reported, screen_name="admin", person=nobody)


def _as_victim(account: Account) -> r.Victim:
    return r.Victim(
        account_id=account.account_id, screen_name=account.screen_name, service=account.service
    )


def _associated(account: Account) -> r.AssociatedAccount:
    return r.AssociatedAccount(
        account_id=account.account_id, screen_name=account.screen_name, service=account.service
    )


def _at(day: float) -> Timestamp:
    return Timestamp.of(_FIRST_DAY + timedelta(seconds=round(day * 86_400)))


def actors_of(reports: Sequence[Labelled]) -> dict[int, list[int]]:
    """Return the places of each actor's reports."""
    found: dict[int, list[int]] = {}
    for place, one in enumerate(reports):
        found.setdefault(one.actor, []).append(place)
    return found
