"""Reads what was pasted into the box for web addresses: broken ones too, with words around them.

Text in, text out: nothing is fetched, and no word that was typed is lost.
"""

import re
from typing import Final

import msgspec

from tipline.domain.checks.formats import is_url
from tipline.domain.identifiers.text.folding import whole
from tipline.domain.identifiers.text.refang import refang
from tipline.domain.identifiers.web import url

LONGEST_ADDRESS: Final = 2083
"""Characters of an address that a report can carry."""

_SCHEME: Final = r"(?:h(?:tt|xx|\*\*|__|tx|xt)p|f[tx]p)s?[\[({]{0,3}:[\])}]{0,3}[\[({]{0,3}//"
_STARTS: Final = re.compile(_SCHEME, re.IGNORECASE)
# A row of joints is tried once, from its beginning: elsewhere it would cost its length squared.
_JOINTS: Final = re.compile(rf"(?<![,;|])[,;|]++(?={_SCHEME})", re.IGNORECASE)
_LIST: Final = re.compile(r"[,;|]+")
_ANY_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:[/\\]{2}", re.IGNORECASE)
_LAST_LABEL: Final = re.compile(r"\.(?:xn--[a-z0-9-]+|[^\W\d_]{2,})\.?(?::[0-9]+)?", re.IGNORECASE)
_BEFORE: Final = "<([{\"'\u00ab\u201c\u2018\u201e"
_AFTER: Final = ">)]}\"'\u00bb\u201d\u2019.,;:!?\u060c\u061b\u061f\u3002\uff0c"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}


class FoundAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address as it was typed, and other words of its line; empty where there is none."""

    address: str = ""
    rest: str = ""

    def __repr__(self) -> str:
        return "FoundAddress(...)"


def read_addresses(text: str) -> tuple[FoundAddress, ...]:
    """Return the addresses in a text, in order, line by line; lines of words only are kept too.

    The first address of a line comes with the line's other words. Never raises.
    """
    return tuple(found for line in whole(text).splitlines() for found in _in_line(line))


def writable(address: str) -> str | None:
    """Return an address as a report can carry it, mended if need be; None if it cannot."""
    for written in (address, refang(address)):
        if 0 < len(written) <= LONGEST_ADDRESS and is_url(written):
            return written
    return None


def has_page(address: str) -> bool:
    """Tell whether a text is an address that cannot be mistaken for a name with a dot in it."""
    return _is_address(address) and "/" in address


def _in_line(line: str) -> list[FoundAddress]:
    addresses: list[str] = []
    rest: list[str] = []
    for word in line.split():
        for piece in _pieces(word):
            trimmed = _trimmed(piece)
            if _is_address(trimmed):
                addresses.append(trimmed)
            else:
                rest.append(piece)
    words = " ".join(rest)
    if not addresses:
        return [FoundAddress(rest=words)] if words else []
    first, *others = addresses
    return [
        FoundAddress(address=first, rest=words),
        *(FoundAddress(address=other) for other in others),
    ]


def _pieces(word: str) -> list[str]:
    """Return a word, or what it is made of if an address hangs on something else."""
    pieces: list[str] = []
    for part in _JOINTS.split(word):
        start = _STARTS.search(part)
        glued = start is not None and not {"/", "?", "="} & {*part[: start.start()]}
        if start is not None and glued and part[: start.start()].strip(_BEFORE):
            pieces += [part[: start.start()], part[start.start() :]]
        else:
            pieces.append(part)
    if len(pieces) == 1 and not _ANY_SCHEME.match(word):
        listed = [piece for piece in _LIST.split(word) if piece]
        if len(listed) > 1 and all(_is_address(_trimmed(piece)) for piece in listed):
            return listed
    return [piece for piece in pieces if piece]


def _trimmed(word: str) -> str:
    """Return a word without the marks of a sentence around it; brackets inside belong to it."""
    word = word.lstrip(_BEFORE)
    end = len(word)
    opened = {mark: word.count(mark) - word.count(close) for close, mark in _PAIRS.items()}
    while end and word[end - 1] in _AFTER:
        mark = _PAIRS.get(word[end - 1])
        if mark is not None:
            if opened[mark] >= 0:
                break
            opened[mark] += 1
        end -= 1
    return word[:end]


def _is_address(word: str) -> bool:
    """Tell whether a word leads to a host; without a scheme its host must end as hosts do."""
    is_name = word.isascii() and word.isalnum()
    if is_name or url.normal_form(word) is None:
        return False
    mended = refang(word)
    if _ANY_SCHEME.match(mended):
        return True
    host, slash, _ = mended.partition("/")
    return bool(host) and (bool(slash) or _LAST_LABEL.search(host.partition("?")[0]) is not None)
