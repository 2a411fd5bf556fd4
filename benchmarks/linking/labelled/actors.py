"""The made-up people of the labelled set: their accounts, addresses, numbers and habits.

Everything is from reserved domains, documentation ranges and fictional numbers.
"""

import random
from collections.abc import Sequence
from typing import Final

import msgspec

from tipline.domain.identifiers.tables.mail_providers import MAIL_PROVIDERS

SERVICES: Final = ("Example Chat", "Example Forum", "Example Play", "Example Social")
DAYS: Final = 730
"""How many days the set covers."""

_COLOURS: Final = ("amber", "coral", "indigo", "olive", "silver", "violet", "golden", "lilac")
_THINGS: Final = ("birch", "lamp", "river", "pillow", "lemon", "violin", "glacier", "bottle")
_MAIL_DOMAINS: Final = ("example.org", "example.net", "example.com")
_DOTTED: Final = MAIL_PROVIDERS[0].domains[0]
"""A provider that ignores dots and tags."""
_AREA_CODES: Final = range(201, 990)
_MOST_REPORTS: Final = 50


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """How often what makes linking hard happens; each is a share, and the default is the model.

    Of the actors with a number, `recycled_phones` have one that another actor of the set had a
    year before; of the accounts, `recycled_names` take a name whose holder left it half a year
    before. Shares of the actors: `bought_devices` (another's before or still), `lookalikes` (a
    name that looks like another's), `namesakes` (another's name on other services),
    `shared_households`. Shares of what the public types: `mixed_up` is somebody else's in the
    set, `mistyped` nobody's. Shares of the victims: `shared_victims` is harmed by two actors,
    `victims_reported` is reported elsewhere.
    """

    recycled_phones: float = 0.02
    recycled_names: float = 0.01
    bought_devices: float = 0.003
    lookalikes: float = 0.05
    namesakes: float = 0.05
    shared_households: float = 0.03
    mixed_up: float = 0.001
    mistyped: float = 0.02
    shared_victims: float = 0.01
    victims_reported: float = 0.03


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account on one service."""

    service: str
    account_id: str
    screen_name: str

    @property
    def profile(self) -> str:
        """The address of its profile page."""
        return f"https://example.com/{self.service[8:].lower()}/{self.screen_name}"


class Actor(msgspec.Struct, kw_only=True):
    """Somebody who is reported, from day `begins` to day `ends`, so often as `reports` says."""

    number: int
    begins: float
    ends: float
    reports: int
    handle: str
    household: int
    accounts: list[Account] = []
    emails: list[str] = []
    phone: str | None = None
    device: str | None = None
    mobile: bool = False
    page: str | None = None


def build_actors(reports: int, chance: random.Random, rates: Rates) -> list[Actor]:
    """Return actors who are reported so often in all."""
    actors: list[Actor] = []
    left = reports
    while left > 0:
        actors.append(_actor(len(actors), chance, left))
        left -= actors[-1].reports
    _name(actors, chance, rates)
    _equip(actors, chance, rates)
    return actors


def _actor(number: int, chance: random.Random, most: int) -> Actor:
    begins = chance.uniform(0, DAYS)
    return Actor(
        number=number,
        begins=begins,
        ends=min(DAYS, begins + chance.expovariate(1 / 120)),
        reports=min(_MOST_REPORTS, most, int(chance.paretovariate(1.2))),
        handle=f"{chance.choice(_COLOURS)}_{chance.choice(_THINGS)}{chance.randrange(10_000)}",
        household=number,
        mobile=chance.random() < 0.3,
        page=f"https://example.org/page/{number}" if chance.random() < 0.5 else None,
    )


def _name(actors: Sequence[Actor], chance: random.Random, rates: Rates) -> None:
    """Give everybody accounts; on one service two have a name only one after the other."""
    held: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        other = chance.choice(actors)
        if chance.random() < rates.lookalikes:
            actor.handle = _lookalike(other.handle)
        elif chance.random() < rates.namesakes:
            actor.handle = other.handle
        for service in chance.sample(SERVICES, chance.choice((1, 1, 2, 2, 3))):
            name = _name_on_service(actor, chance)
            if chance.random() < rates.recycled_names:
                name = _name_left_on(service, actor, _some(actors, chance)) or name
            holder = held.get((service, name))
            if holder is not None and holder.ends + 180 >= actor.begins:
                name = f"{name}.{actor.number}"
            held[service, name] = actor
            actor.accounts.append(
                Account(service=service, account_id=f"{chance.getrandbits(48)}", screen_name=name)
            )


def _name_left_on(service: str, actor: Actor, others: Sequence[Actor]) -> str | None:
    """Return a name on a service that its holder left half a year before the actor came."""
    return next(
        (
            account.screen_name
            for other in others
            for account in other.accounts
            if other.ends + 180 < actor.begins and account.service == service
        ),
        None,
    )


def _name_on_service(actor: Actor, chance: random.Random) -> str:
    """Return an actor's name on a service: mostly the same, a variant of it, or another."""
    draw = chance.random()
    if draw < 0.55:
        return actor.handle
    if draw < 0.7:
        return _lookalike(actor.handle)
    return f"{chance.choice(_THINGS)}.{chance.choice(_COLOURS)}{chance.randrange(10_000)}"


def _lookalike(name: str) -> str:
    return name.replace("o", "0", 1) if "o" in name else name.replace("l", "1", 1)


def _equip(actors: Sequence[Actor], chance: random.Random, rates: Rates) -> None:
    """Give everybody mailboxes, numbers, devices and households."""
    numbers = [f"{area}55501{last:02}" for area in _AREA_CODES for last in range(100)]
    chance.shuffle(numbers)
    for actor in actors:
        plain = f"synthetic.{actor.handle}.{actor.number}"
        if chance.random() < 0.8:
            domain = _DOTTED if chance.random() < 0.35 else chance.choice(_MAIL_DOMAINS)
            actor.emails.append(f"{plain}@{domain}")
        if chance.random() < 0.25:
            actor.emails.append(f"other.{plain}@{chance.choice(_MAIL_DOMAINS)}")
        if chance.random() < 0.5:
            actor.phone = numbers.pop()
        if chance.random() < 0.3:
            actor.device = f"synthetic-{chance.getrandbits(60):015x}"
    for actor in actors:
        other = chance.choice(actors)
        if chance.random() < rates.shared_households:
            actor.household = other.household
        if chance.random() < rates.bought_devices:
            actor.device = other.device or actor.device
    _recycle(actors, chance, rates.recycled_phones)


def _recycle(actors: Sequence[Actor], chance: random.Random, share: float) -> None:
    """Give some numbers to somebody else, a year after their holder was last reported."""
    holders = [actor for actor in actors if actor.phone]
    late = [actor for actor in holders if actor.begins > 400]
    for new in chance.sample(late, min(len(late), round(share * len(holders)))):
        before = (one for one in _some(holders, chance) if one.ends + 365 < new.begins)
        new.phone = next(before, new).phone


def _some(actors: Sequence[Actor], chance: random.Random) -> list[Actor]:
    return chance.sample(actors, min(len(actors), 50))
