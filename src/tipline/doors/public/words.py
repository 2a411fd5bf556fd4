"""The languages of the public door: catalogues, the operator's own wording, countries and dates.

Strings are looked up by their English text (gettext); `N_` marks one that is looked up later.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from importlib import resources
from io import BytesIO
from typing import Any, BinaryIO, Final

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from markupsafe import Markup, escape

from tipline.domain.places import COUNTRY_CODES

BUILT_IN: Final = ("en", "es", "fr", "ar")
"""The languages that come with Tipline; English needs no catalogue."""

_FOLDER: Final = resources.files("tipline.doors.public").joinpath("locale")
_NO_COUNTRIES: Final = frozenset({"", "A1", "A2", "O1", "AN", "AP", "EU", "FX"})
"""Codes of the list that name no country somebody can be in."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Return a text that is translated where it is shown."""
    return text


class Words:
    """One language: a text in English to the same in this language."""

    def __init__(self, code: str, catalogue: Translations, own: Mapping[str, str]) -> None:
        self.code = code
        self._catalogue = catalogue
        self._own = own
        self._locale = Locale.parse(code.replace("-", "_"))
        # English as it is written in most of the world: days before months.
        self._dates = Locale.parse("en_001") if code == "en" else self._locale

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in this language, as the operator words it, with values put in."""
        found = self._own.get(text) or self._catalogue.gettext(text)
        return found % values if values else found

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form for a count, with `%(n)s` put in."""
        found = self._own.get(many) or self._catalogue.ngettext(one, many, count)
        return found % {"n": count}

    @property
    def direction(self) -> str:
        """In which direction this language is written: `ltr` or `rtl`."""
        return str(self._locale.text_direction)

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(self._locale.get_display_name()).capitalize()

    def day(self, at: datetime) -> str:
        """Return a date in full words."""
        return format_date(at.date(), "long", locale=self._dates)

    def country(self, code: str) -> str:
        """Return a country's name; the code itself if the language has none for it."""
        return str(self._locale.territories.get(code, code))

    @cached_property
    def countries(self) -> tuple[tuple[str, str], ...]:
        """All countries as code and name, in the order of the names."""
        named = [(code, self.country(code)) for code in COUNTRY_CODES if code not in _NO_COUNTRIES]
        return tuple(sorted(named, key=lambda pair: _bare(pair[1])))

    def country_options(self, chosen: str) -> Markup:
        """Return the options of a list of all countries; made once, because there are 250."""
        return Markup(  # noqa: S704 - escaped where it is made
            self._options.replace(f'"{chosen}"', f'"{chosen}" selected', 1)
            if chosen
            else self._options
        )

    @cached_property
    def _options(self) -> str:
        listed = [("", self("Not said")), *self.countries]
        return "".join(f'<option value="{code}">{escape(name)}</option>' for code, name in listed)


def _bare(name: str) -> str:
    """Return a name without marks, so that Åland stands beside Albania."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in parts if not unicodedata.combining(mark)).casefold()


def load_words(
    codes: tuple[str, ...],
    own: Mapping[str, Mapping[str, str]],
    files: Mapping[str, Callable[[str], Any]],
) -> dict[str, Words]:
    """Return the languages of a hotline, its first language first.

    `own` has the operator's wording by language; `files` opens catalogues (called with `rb`) of
    languages that do not come with Tipline, or replace ours.
    """
    return {
        code: Words(code, _catalogue(code, files.get(code)), own.get(code, {})) for code in codes
    }


def _catalogue(code: str, opens: Callable[[str], Any] | None) -> Translations:
    if opens is None and code == "en":
        return Translations()
    source: Any = opens("rb") if opens else _FOLDER.joinpath(f"{code}.po").open("rb")
    with source as file:
        catalogue = read_po(file, locale=code.replace("-", "_"))
    binary = BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    return Translations(binary)


def template_of_texts() -> bytes:
    """Return the file with every text of the form, for translators (gettext, .pot)."""
    return _FOLDER.joinpath("messages.pot").read_bytes()


def untranslated(file: BinaryIO) -> int:
    """Return how many of our texts a catalogue does not translate, or only doubtfully."""
    known = {message.id: message for message in read_po(file) if message.id}
    with _FOLDER.joinpath("messages.pot").open("rb") as template:
        wanted = [message.id for message in read_po(template) if message.id]
    return sum(not _is_translated(known.get(one)) for one in wanted)


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(texts)


def choose(accepted: str, codes: tuple[str, ...]) -> str:
    """Return the language that suits an `Accept-Language` header best (RFC 9110, 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, rest = part.strip().partition(";")
        weight = _weight(rest)
        if weight > 0:
            wanted.append((-weight, place, name.strip().lower()))
    for _, _, name in sorted(wanted):
        for code in codes:
            if code.lower() in {name, name.partition("-")[0]}:
                return code
    return codes[0]


def _weight(rest: str) -> float:
    text = rest.strip().removeprefix("q=")
    if not text:
        return 1.0
    try:
        return float(text[:6])
    except ValueError:
        return 0.0
