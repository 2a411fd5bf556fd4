"""Whom to call: emergency numbers and helplines for the countries that matter to a visitor."""

from collections.abc import Iterable
from typing import NamedTuple

from tipline.config.public import Emergency, Helpline, PublicSite
from tipline.doors.public.words import Words


class Help(NamedTuple):
    """Whom to call in one country; `emergency` is None if no number is known here."""

    country: str
    name: str
    emergency: Emergency | None
    helplines: tuple[Helpline, ...]


def help_in(countries: Iterable[str], site: PublicSite, words: Words) -> list[Help]:
    """Return whom to call in these countries, each once; unknown ones have no number."""
    return [
        Help(
            country=code,
            name=words.country(code),
            emergency=site.emergency.get(code),
            helplines=site.helplines.get(code, ()),
        )
        for code in dict.fromkeys(filter(None, countries))
    ]
