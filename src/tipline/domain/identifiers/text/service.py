"""The name of an online service as it is compared: the scope of accounts, names and groups."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from tipline.domain.identifiers.tables.services import COMPANY_FORMS, SERVICES
from tipline.domain.identifiers.text.folding import fold, settled

_LONGEST_KEPT: Final = 100
_ASCII_SEPARATORS: Final = re.compile("[^a-z0-9]+")


def service_scope(name: str | None) -> str:
    """Return the normal form of a service's name; the empty text if there is none.

    Case, punctuation, blanks and a company's legal form do not count, and known aliases become
    one name.
    """
    if not name:
        return ""
    return _known_scope(name) if len(name) <= _LONGEST_KEPT else _scope(name)


def _scope(name: str) -> str:
    return settled(_scope_once, fold(name)) or ""


_known_scope: Final = lru_cache(maxsize=1_024)(_scope)
"""Most reports name the same few services, three or four times each."""


def _scope_once(name: str) -> str:
    if name.isascii():
        words = _ASCII_SEPARATORS.sub(" ", name.lower()).strip()
    else:
        spaced = (" " if unicodedata.category(c)[0] in "CPSZ" else c for c in name)
        words = " ".join("".join(spaced).split())
    parts = words.split(" ")
    while len(parts) > 1 and parts[-1] in COMPANY_FORMS:
        parts.pop()
    # A name of nothing but signs is a name all the same.
    words = " ".join(parts) or name
    return fold(_aliases().get(words, words))


@cache
def _aliases() -> dict[str, str]:
    return {alias: service.name for service in SERVICES for alias in service.aliases}
