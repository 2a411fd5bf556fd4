"""What the operator writes: other words for the form's own, and how personal data is handled."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from tipline.config.public import readers
from tipline.config.public.site import BUILT_IN_LANGUAGES
from tipline.config.public.tables import Table, short, wrong
from tipline.config.settings import Settings
from tipline.domain.problems import Problem

_PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
_LONGEST_PRIVACY: Final = 50_000


class Privacy(NamedTuple):
    """The text by language, and the languages that have a file of their own."""

    texts: dict[str, str]
    own: frozenset[str]


def read_texts(table: Table, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return the replacements of `texts.toml` by language, then by English msgid."""
    table.refuse_others(*languages)
    found: dict[str, dict[str, str]] = {}
    for language in languages:
        below = table.table(language)
        if below is not None:
            found[language] = {
                msgid: below.take(msgid, _replacement(msgid), "") for msgid in below.values
            }
    return found


def _replacement(msgid: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = readers.passage(value)
        wanted = sorted(_PLACEHOLDER.findall(msgid))
        if sorted(_PLACEHOLDER.findall(text)) != wanted:
            raise ValueError(
                "expected the same placeholders as the English text has, such as %(number)s"
            )
        if wanted and "%" in _PLACEHOLDER.sub("", text).replace("%%", ""):
            raise ValueError("a percent sign beside placeholders must be written twice: %%")
        return text

    return read


def read_privacy(
    folder: Path, settings: Settings, languages: tuple[str, ...], problems: list[Problem]
) -> Privacy:
    """Return `privacy.<language>.txt`; where there is none, the text of the settings."""
    own = {
        language: text
        for language in languages
        if (text := _read_text(folder, f"privacy.{language}.txt", problems))
    }
    fallback = "" if settings.privacy_text is None else _read_fallback(settings, problems)
    every = dict.fromkeys(languages, fallback) if fallback else {}
    return Privacy({**every, **own}, frozenset(own))


def find_translations(
    folder: Path, languages: tuple[str, ...], problems: list[Problem]
) -> dict[str, Path]:
    """Return `translations/<language>.po` by language; one that is not built in needs it."""
    found: dict[str, Path] = {}
    for language in languages:
        name = f"translations/{language}.po"
        if (folder / name).is_file():
            found[language] = folder / name
            refused = _wrong_with(folder / name)
            if refused:
                problems.append(wrong(name, refused))
        elif language not in BUILT_IN_LANGUAGES:
            message = (
                f"missing: the form does not speak {short(language)} by itself; put a translation"
                f" there, or take {short(language)} out of languages in form.toml"
            )
            problems.append(wrong(name, message))
    return found


def _wrong_with(file: Path) -> str:
    """Return what is wrong with a catalogue; empty if nothing is."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - not in the light one

    try:
        with file.open("rb") as opened:
            catalogue = read_po(opened, abort_invalid=True)
    except (OSError, ValueError, PoFileError):
        return "the file cannot be read as a gettext catalogue in UTF-8"
    count = sum(1 for _ in catalogue.check())
    return f"{count} translations do not keep the placeholders of the English" if count else ""


def _read_text(folder: Path, name: str, problems: list[Problem]) -> str:
    """Return the text of a file; empty if it is not there, or beside a problem."""
    try:
        text = (folder / name).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        problems.append(wrong(name, "the file cannot be read as UTF-8 text"))
        return ""
    if not 1 <= len(text) <= _LONGEST_PRIVACY:
        problems.append(wrong(name, f"expected text of 1 to {_LONGEST_PRIVACY} characters"))
    return text


def _read_fallback(settings: Settings, problems: list[Problem]) -> str:
    try:
        return settings.privacy_text.read_text("utf-8").strip() if settings.privacy_text else ""
    except (OSError, UnicodeDecodeError):
        message = "the file cannot be read as UTF-8 text"
        problems.append(Problem(path="privacy_text", code="public_wrong", message=message))
        return ""
