"""Cuts files in disguise out of what somebody typed, so that their words can be kept.

What counts as one is for `domain.checks.smuggling` to say; here is only where to cut.
"""

import re
from collections.abc import Callable
from typing import Final

from tipline.domain.checks.smuggling import hides_file

_DATA_URI: Final = re.compile(r"\S*data(?::|%3a|=3a|&colon;|\\x3a|&#)\S*", re.IGNORECASE)
_MANY_DIGITS: Final = re.compile(r"[A-Za-z0-9+/_=%\\&#;.,:|*-]{40,}")
_PAIRS: Final = re.compile(r"(?:(?<!\S)(?:0[xX])?[0-9A-Fa-f]{2}[\s,:;]{1,8}){8,}[0-9A-Fa-f]{0,2}")
_ESCAPES: Final = re.compile(r"\S*(?:[=%\\]x?[0-9A-Fa-f]{2}|&#[0-9A-Za-z]{1,9};)\S*")
_UUENCODED: Final = re.compile(r"^begin(?:-base64)? [0-7]{3,4} .*$", re.MULTILINE)
_ASCII85: Final = re.compile(r"<~[^~]*(?:~>)?")
_SHORTEST_ROW: Final = 16
"""Signs in a line of a dump, without its blanks."""
_PLAIN_WORD: Final = re.compile(r"[^\W\d_]{1,24}[.,;:!?]?")


def without_files(text: str) -> str:
    """Return a text without what makes it hide a file; one that hides none comes back unchanged.

    Cuts as little as it can, in a few passes that each take linear time; if nothing helps, only
    plain words are left, and at the very last none.
    """
    for cut in (_whole, *_CUTS):
        text = cut(text)
        if not hides_file(text):
            return text
    return ""


def _whole(text: str) -> str:
    return text


def _without_data(text: str) -> str:
    return _DATA_URI.sub("", text).strip()


def _without_blocks(text: str) -> str:
    """Cut what hides a file by itself: long runs, and lines."""
    text = _MANY_DIGITS.sub(lambda run: "" if hides_file(run[0]) else run[0], text)
    lines = (line for line in text.split("\n") if not hides_file(line))
    return "\n".join(lines).strip()


def _without_dumps(text: str) -> str:
    """Cut rows of lines that look alike: wrapped digits, listings, uuencode; and hex pairs."""
    text = _ASCII85.sub("", _PAIRS.sub("", _UUENCODED.sub("", text)))
    return "\n".join(line for line in text.split("\n") if not _is_encoded(line)).strip()


def _without_escapes(text: str) -> str:
    return _ESCAPES.sub("", text).strip()


def _only_words(text: str) -> str:
    """Keep words of letters alone, of the lines that are mostly made of them."""
    kept = []
    for line in text.split("\n"):
        words = line.split()
        plain = [word for word in words if _PLAIN_WORD.fullmatch(word)]
        if 2 * len(plain) > len(words):
            kept.append(" ".join(plain))
    return "\n".join(kept)


_CUTS: Final[tuple[Callable[[str], str], ...]] = (
    _without_data,
    _without_blocks,
    _without_dumps,
    _without_escapes,
    _only_words,
)
"""From what cuts least to what cuts most."""


def _is_encoded(line: str) -> bool:
    """Tell whether a line has no plain word but signs enough for a row of a dump."""
    words = line.split()
    return len("".join(words)) >= _SHORTEST_ROW and not any(map(_PLAIN_WORD.fullmatch, words))
