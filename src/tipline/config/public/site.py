"""The public form as its operator set it up: frozen values; how they are read is not here."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from tipline.domain.public.draft import PlaceKind
from tipline.domain.vocabulary import IncidentType

FOLDER: Final = "public"
"""The folder of the public form, in the data folder."""

BUILT_IN_LANGUAGES: Final = ("en", "es", "fr", "ar")
"""Languages that the form speaks without a file of the operator's."""


class Audience(StrEnum):
    """Whom a helpline is for."""

    CHILD = "child"
    ADULT = "adult"
    WITNESS = "witness"
    OWN_THOUGHTS = "own_thoughts"
    """People who worry about their own thoughts or behaviour."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A short text: an English `msgid` that gettext translates, or the operator's, by language."""

    msgid: str = ""
    by_language: dict[str, str] = {}

    def said_in(self, language: str, translate: Callable[[str], str]) -> str:
        """Return the text in a language; `translate` is asked for what is built in."""
        return self.by_language.get(language) or (translate(self.msgid) if self.msgid else "")


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of thing to report: which places it asks for, and what it is in a report."""

    key: str
    name: Words
    help: Words = Words()
    places: tuple[PlaceKind, ...] = ()
    incident_type: IncidentType | None = None


class Emergency(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers to call in danger, the most general first; `checked` is None if nobody said."""

    numbers: tuple[str, ...]
    source: str
    checked: date | None = None


class Helpline(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to talk to; what it says is text and never a link."""

    name: str
    for_whom: tuple[Audience, ...]
    source: str
    checked: date
    phone: str = ""
    text: str = ""
    web: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()


class SupportLink(msgspec.Struct, frozen=True, kw_only=True):
    """A service that removes things or takes reports; its `address` is text, never a link."""

    name: str
    address: str
    source: str
    checked: date
    languages: tuple[str, ...] = ()


class Colours(msgspec.Struct, frozen=True, kw_only=True):
    """Two colours as `#rrggbb`: of the bar at the top, and of links; both readable on white."""

    brand: str = "#1f3a5f"
    link: str = "#1a4480"


class PublicSite(msgspec.Struct, frozen=True, kw_only=True):
    """How the public form of this installation looks and what it says.

    The first of `languages` is the fallback. `countries` are the hotline's own; emergency numbers
    and helplines are by country (ISO 3166, two letters). `said` names what `form.toml` states, and
    `own_emergency` and `own_helplines` the countries whose records are the operator's words.
    `texts` are replacements by language, then by English msgid; `translations` are .po files.
    """

    categories: tuple[Category, ...]
    name: str = "Hotline"
    languages: tuple[str, ...] = BUILT_IN_LANGUAGES
    countries: tuple[str, ...] = ()
    exit_to: str = "https://www.wikipedia.org/"
    phone: str = ""
    phone_hours: dict[str, str] = {}
    read_within_days: int = 2
    receipt_days: int = 180
    proof_of_work: bool = True
    emergency: dict[str, Emergency] = {}
    helplines: dict[str, tuple[Helpline, ...]] = {}
    support: tuple[SupportLink, ...] = ()
    texts: dict[str, dict[str, str]] = {}
    privacy: dict[str, str] = {}
    own_privacy: frozenset[str] = frozenset()
    colours: Colours = Colours()
    translations: dict[str, Path] = {}
    said: frozenset[str] = frozenset()
    own_emergency: frozenset[str] = frozenset()
    own_helplines: frozenset[str] = frozenset()
