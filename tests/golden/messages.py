"""Collects the texts of the public door for translators, and brings the catalogues up to date.

Translations that are there are kept; what is new is empty, and a test fails until it is there.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[2] / "src" / "tipline"
FOLDER: Final = ROOT / "doors" / "public" / "locale"
LANGUAGES: Final = ("ar", "es", "fr")
_PLACES: Final = (ROOT / "doors" / "public", ROOT / "config" / "public")
_KEYWORDS: Final = {"_": None, "N_": None, "words": None, "translatable": None, "plural": (1, 2)}
_METHODS: Final = [("**.py", "python"), ("**.html", "jinja2")]


def collect() -> Catalog:
    """Return every text of the public door, in the order of the files."""
    found = Catalog(project="Tipline", charset="utf-8", fuzzy=False)
    for folder in _PLACES:
        for file, line, text, _comments, _context in sorted(
            extract_from_dir(folder, _METHODS, keywords=_KEYWORDS), key=lambda one: one[:2]
        ):
            del line  # lines change with every edit; files are enough to find a text
            found.add(text, None, [(f"{folder.parent.name}/{folder.name}/{file}", 0)])
    return found


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of its file, without anything that changes by itself."""
    file = BytesIO()
    write_po(file, catalogue, width=99, omit_header=True, ignore_obsolete=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    if catalogue.locale is not None:
        head += f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n'
    return head.encode() + b"\n" + file.getvalue()


def updated(language: str, template: Catalog) -> Catalog:
    """Return a language's catalogue with every text of the template and no other."""
    path = FOLDER / f"{language}.po"
    with path.open("rb") as file:
        found = read_po(file, locale=language)
    found.update(template, no_fuzzy_matching=True)
    return found


def update() -> None:
    """Bring the catalogues up to date with the template."""
    template = collect()
    for language in LANGUAGES:
        FOLDER.joinpath(f"{language}.po").write_bytes(written(updated(language, template)))


if __name__ == "__main__":
    FOLDER.joinpath("messages.pot").write_bytes(written(collect()))
    update()
