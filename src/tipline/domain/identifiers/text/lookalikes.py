"""Characters that look alike, folded onto one: for weaker keys, never for showing.

A small table of our own, because a stored key must not change when a library is updated (see
docs/decisions/0009-identifiers.md). Latin letters with strokes and hooks come from their Unicode
names; the pairs across scripts are listed by hand after UTS #39, lower case only.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from tipline.domain.identifiers.text.folding import fold, settled

_PAIRS: Final = (
    # Cyrillic
    "\u0430a \u0432b \u0435e \u043ak \u043ch \u043eo \u0440p \u0441c \u0442t \u0443y \u0445x "
    "\u044cb \u0433r \u043fn \u0455s \u0456i \u0458j \u04bbh \u04cfl \u0501d \u051bq \u051dw "
    "\u043cm \u0454e \u04afy \u0491r \u0437\u0033 "
    # Greek
    "\u03b1a \u03b2b \u03b3y \u03b5e \u03b6z \u03b7n \u03b9i \u03bak \u03bcu \u03bdv \u03bfo "
    "\u03c0n \u03c1p \u03c3o \u03c4t \u03c5u \u03c7x \u03c9w \u03f2c \u03f3j "
    # Armenian
    "\u0566q \u0570h \u0578n \u057du \u0581g \u0585o "
    # Latin, where the name does not say it
    "\u0131i \u0237j \u0251a \u0261g \u026ai \u0269i \u028fy \u00feb \u0259e "
    # Digits and marks that pass for letters
    "0o 1l il |l !l "
    # Marks that pass for each other
    "\u02bc' \u2019' \u2018' `' \u2010- \u2011- \u2012- \u2013- \u2014- \u2212- \u30fb\u00b7"
)
_WIDE: Final = {"m": "rn", "w": "vv", "\u00e6": "ae", "\u0153": "oe", "\u00f0": "d"}
_LATIN: Final = re.compile(
    "LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z])"
    "(?: WITH (?:[A-Z ]*(?:STROKE|BAR|HOOK|TAIL|CURL|TILDE|LOOP|TOPBAR|SWASH|TICK|BELT)))?"
)
_LATIN_BLOCKS: Final = (range(0xE0, 0x2B0), range(0x1D00, 0x1DC0), range(0xA720, 0xA800))
_DIACRITICS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u034f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
)
"""Marks on Latin, Greek and Cyrillic letters, and what cannot be seen; other scripts keep theirs,
because there a mark is a vowel."""


def look(text: str) -> str:
    """Return what a text looks like: equal for texts that are easily taken for each other.

    Never raises and is idempotent; a text of which nothing can be seen gives the empty text.
    """
    return settled(_look_once, fold(text)) or ""


def _look_once(text: str) -> str:
    if not text.isascii():
        text = _DIACRITICS.sub("", unicodedata.normalize("NFKD", text))
    return fold(text.translate(_table()))


@cache
def _table() -> dict[int, str]:
    """Return the look of each character that is taken for another, as `str.translate` wants it."""
    pairs = {pair[0]: pair[1] for pair in _PAIRS.split()}
    for block in _LATIN_BLOCKS:
        for code in block:
            named = _LATIN.fullmatch(unicodedata.name(chr(code), ""))
            if named is not None:
                pairs.setdefault(chr(code), named[1].lower())
    looks = pairs | _WIDE
    return str.maketrans({seen: _resolved(looks, meant) for seen, meant in looks.items()})


def _resolved(looks: dict[str, str], meant: str) -> str:
    """Follow a look to its end: Cyrillic i looks like i, and i like l."""
    return meant if len(meant) > 1 or meant not in looks else _resolved(looks, looks[meant])
