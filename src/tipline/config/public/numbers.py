"""Whom to call, by country: built-in records, those of `numbers.toml`, those of the settings."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Final, NamedTuple

from tipline.config.public import readers
from tipline.config.public.readers import COUNTRIES
from tipline.config.public.site import Audience, Emergency, Helpline, SupportLink
from tipline.config.public.tables import Table
from tipline.config.settings import Settings
from tipline.domain.problems import Problem

FILE: Final = "numbers.toml"
SETTING: Final = "emergency_numbers"
_SUPPORT: Final = "support"
_LONG_AGO: Final = date.min


class Numbers(NamedTuple):
    """Records by country, and which countries' records are the operator's own."""

    emergency: dict[str, Emergency]
    helplines: dict[str, tuple[Helpline, ...]]
    support: tuple[SupportLink, ...]
    own_emergency: frozenset[str] = frozenset()
    own_helplines: frozenset[str] = frozenset()


def read_numbers(table: Table, settings: Settings) -> Numbers:
    """Return all records; the operator's replace the built-in ones of their country."""
    start, own = built_in(), _read(table)
    said = {
        country: Emergency(numbers=(number,), source=SETTING)
        for country, number in (settings.emergency_numbers or {}).items()
    }
    return Numbers(
        emergency={**start.emergency, **own.emergency, **said},
        helplines={**start.helplines, **own.helplines},
        support=own.support if _SUPPORT in table.values else start.support,
        own_emergency=frozenset({*own.emergency, *said}),
        own_helplines=frozenset(own.helplines),
    )


def built_in() -> Numbers:
    """Return the records that come with Tipline; a test shows that nothing is wrong with them."""
    talk = _read(_default("helplines.toml", []))
    return talk._replace(emergency=_read(_default("emergency.toml", [])).emergency)


def _default(name: str, problems: list[Problem]) -> Table:
    file = files("tipline.config.public") / "defaults" / name
    return Table(tomllib.loads(file.read_text("utf-8")), name, problems)


def _read(table: Table) -> Numbers:
    found = Numbers({}, {}, ())
    for country in table.values:
        if country == _SUPPORT:
            continue
        below = table.table(country) if country in COUNTRIES else None
        if below is None:
            _refuse_country(table, country)
            continue
        below.refuse_others("emergency", "helplines")
        emergency = below.table("emergency")
        if emergency is not None:
            found.emergency[country] = _emergency(emergency)
        if "helplines" in below.values:
            found.helplines[country] = tuple(map(_helpline, below.tables("helplines")))
    return found._replace(support=tuple(map(_support, table.tables(_SUPPORT))))


def _refuse_country(table: Table, country: str) -> None:
    if country not in COUNTRIES:
        table.refuse(country, "expected [support], or two capital letters of ISO 3166 such as GB")


def _emergency(table: Table) -> Emergency:
    table.refuse_others("numbers", "source", "checked")
    return Emergency(
        numbers=table.need("numbers", readers.phones, ()),
        source=table.need("source", readers.line, ""),
        checked=table.need("checked", readers.day, _LONG_AGO),
    )


def _helpline(table: Table) -> Helpline:
    ways = ("phone", "text", "web")
    others = ("name", "for_whom", "hours", "languages", "source", "checked")
    table.refuse_others(*ways, *others)
    if not {*ways} & {*table.values}:
        table.refuse("", f"expected at least one of: {', '.join(ways)}")
    return Helpline(
        name=table.need("name", readers.line, ""),
        for_whom=table.need("for_whom", readers.choices(Audience), ()),
        phone=table.take("phone", readers.phone, ""),
        text=table.take("text", readers.line, ""),
        web=table.take("web", readers.line, ""),
        hours=table.take("hours", readers.line, ""),
        languages=table.take("languages", readers.languages, ()),
        source=table.need("source", readers.line, ""),
        checked=table.need("checked", readers.day, _LONG_AGO),
    )


def _support(table: Table) -> SupportLink:
    table.refuse_others("name", "address", "languages", "source", "checked")
    return SupportLink(
        name=table.need("name", readers.line, ""),
        address=table.need("address", readers.line, ""),
        languages=table.take("languages", readers.languages, ()),
        source=table.need("source", readers.line, ""),
        checked=table.need("checked", readers.day, _LONG_AGO),
    )
