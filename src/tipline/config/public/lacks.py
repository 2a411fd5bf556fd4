"""What a public form still lacks before it goes live, and what should be looked at again."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from tipline.config.public.numbers import FILE
from tipline.config.public.site import FOLDER, PublicSite
from tipline.config.settings import Settings
from tipline.domain.problems import Problem

MISSING: Final = "public_missing"
OLD: Final = "public_old"

GOOD_FOR: Final = timedelta(days=365)
"""A number that nobody checked for so long may be somebody else's by now."""

Untranslated = Callable[[PublicSite, str], int]
"""How many texts of the form are not translated into a language."""

_SAID: Final = {
    "name": "what the hotline is called where people report",
    "countries": 'the hotline\'s own countries, such as ["GB"]',
    "exit_to": "where the leave button goes: a page that anybody may have open",
    "read_within_days": "within how many working days somebody reads a report; people are told",
}


def all_translated(site: PublicSite, language: str) -> int:  # noqa: ARG001 - see Untranslated
    """Return 0: for callers that do not know the form's texts."""
    return 0


def lacks(
    site: PublicSite, settings: Settings, untranslated: Untranslated = all_translated
) -> list[Problem]:
    """Return what is missing before the form may be open to the public, with what to do."""
    return [
        *_unsaid(site),
        *_no_numbers(site),
        *_no_privacy(site),
        *_no_retention(settings),
        *_not_translated(site, untranslated),
    ]


def outdated(site: PublicSite, today: date) -> list[Problem]:
    """Return which records nobody checked for a year; those of others in one line."""
    own: list[Problem] = []
    others = 0
    for country, what, checked in _records(site):
        if checked is None or today - checked <= GOOD_FOR:
            continue
        is_own = country in site.countries or country in (
            site.own_emergency if what == "emergency" else site.own_helplines
        )
        if is_own:
            own.append(_old(f"{country}.{what}", f"last checked on {checked}"))
        else:
            others += 1
    if others:
        message = (
            f"{others} records of other countries and services were checked over a year ago; a"
            " newer version of Tipline may know better"
        )
        own.append(Problem(path=f"{FOLDER}/{FILE}: others", code=OLD, message=message))
    return own


def _old(place: str, message: str) -> Problem:
    told = f"{message}: check it, and write the new day into `checked`"
    return Problem(path=f"{FOLDER}/{FILE}: {place}", code=OLD, message=told)


def _records(site: PublicSite) -> Iterator[tuple[str, str, date | None]]:
    for country, emergency in site.emergency.items():
        yield country, "emergency", emergency.checked
    for country, helplines in site.helplines.items():
        for helpline in helplines:
            yield country, "helplines", helpline.checked
    for one in site.support:
        yield "", "support", one.checked


def _unsaid(site: PublicSite) -> Iterator[Problem]:
    for name, what in _SAID.items():
        if name not in site.said:
            yield _missing(f"form.toml: {name}", f"say {what}")


def _no_numbers(site: PublicSite) -> Iterator[Problem]:
    """Yield the own countries without a record that the operator has checked."""
    for country in site.countries:
        if country not in site.own_emergency:
            known = site.emergency.get(country)
            hint = f" (a telephone library says {', '.join(known.numbers)})" if known else ""
            message = f"say which number to call in danger{hint}; you know best, so check it"
            yield _missing(f"{FILE}: {country}.emergency", message)
        if not site.helplines.get(country) or country not in site.own_helplines:
            names = ", ".join(one.name for one in site.helplines.get(country, ()))
            hint = f" (built in: {names})" if names else ""
            message = f"say whom a child, or who saw something, can talk to{hint}; check it"
            yield _missing(f"{FILE}: {country}.helplines", message)


def _no_privacy(site: PublicSite) -> Iterator[Problem]:
    """Yield the languages without a text; that of the settings is taken as the first's."""
    for language in site.languages:
        is_fallback = language == site.languages[0] and language in site.privacy
        if language not in site.own_privacy and not is_fallback:
            message = "write in this language how personal data is handled"
            yield _missing(f"privacy.{language}.txt", message)


def _no_retention(settings: Settings) -> Iterator[Problem]:
    if settings.retention_days is None:
        message = "say in tipline.toml for how many days a report is kept; people are told"
        yield Problem(path="retention_days", code=MISSING, message=message)


def _not_translated(site: PublicSite, untranslated: Untranslated) -> Iterator[Problem]:
    for language in site.languages:
        count = untranslated(site, language)
        if count:
            message = f"{count} texts of the form are not translated into this language"
            yield _missing(f"translations/{language}.po", message)


def _missing(place: str, message: str) -> Problem:
    return Problem(path=f"{FOLDER}/{place}", code=MISSING, message=message)
