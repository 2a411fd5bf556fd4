"""Rarer disguises of a file: bytes as escapes, uuencode, ascii85, base64 or hex in small groups.

Form only, as in `smuggling`; honest lists of names, ids and digests pass. Each look is spared
unless its own mark is there.
"""

import base64
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

FILE_HEADS: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"II*\x00",
    b"MM\x00*",
    b"%PDF",
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b\x08",
    b"\x1aE\xdf\xa3",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"FLV",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
)
"""How common files begin; used only to refuse, never to say what a file is."""


def _encoded_heads() -> str:
    """Return what those beginnings look like in base64, and that of the ISO box `ftyp`."""
    digits = (base64.b64encode(head)[: len(head) * 8 // 6].decode() for head in FILE_HEADS)
    heads = "|".join(re.escape(head) for head in digits)
    return f"(?:{heads}|[A-Za-z0-9+/]{{5}}[GWm2]Z0eX[A-D])"


ENCODED_HEADS: Final = _encoded_heads()

_HEAD: Final = re.compile(ENCODED_HEADS)
_UUENCODED: Final = re.compile(
    r"^begin(?:-base64)? [0-7]{3,4} [^\r\n]{1,255}\r?\n(?:M[ -`]{59,60}|[!-L][ -`]{4,60}) *\r?$"
    r"|(?:^M[ -`]{60}\r?\n){3}",
    re.MULTILINE,
)
_ASCII85: Final = re.compile(r"<~[!-uz\s]{64,}")
_HEX_ESCAPES: Final = re.compile(r"(?:0[xX][0-9A-Fa-f]{2}(?![0-9A-Za-z])[\s,;]{0,8}){64}")
_BINARY: Final = (
    re.compile(r"%(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f])"),
    re.compile(r"(?<==[0-9A-F][0-9A-F])=(?:0[0-8BCEF]|1[0-9A-F])"),
    re.compile(r"\\(?:x(?:0[0-8BbCcEeFf]|1[0-9A-Fa-f])|0(?:0[0-7]|1[0-0346-7]|[23][0-7]))"),
    re.compile(
        r"&#(?:[xX]0{0,8}(?:[0-8BbCcEeFf]|1[0-9A-Fa-f])|0{0,8}(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
    ),
)
"""Escaped control bytes; no text has many of them."""
_MOST_CONTROLS: Final = 7
_HIDDEN: Final = re.compile(
    "[\u00ad\u200b-\u200d\u2060\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
)
_INVISIBLE: Final = dict.fromkeys((0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF))
_LEGIBLE: Final = _INVISIBLE | {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""Characters without width to nothing, full-width forms to ASCII: never more characters."""
_ESCAPED: Final = re.compile(r"(?:=|\\[xX])([0-9A-Fa-f]{2})")

_FEWEST_GROUPS: Final = 8
_WIDEST: Final = 255
"""Wider words are all one to `_SAME_WIDTH`, which takes bytes."""
_SAME_WIDTH: Final = re.compile(rb"([\x02-\x27])\1{7,}", re.DOTALL)
"""Words of one width in a row, by their lengths as bytes; 40 and more is for `smuggling`."""
_SEPARATORS: Final = ",;.|*_-:"
_NOT_DIGITS: Final = ",;.|*:"
_DIGITS: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
SAFE_TO_PLAIN: Final = str.maketrans("-_", "+/")
"""From the digits that are safe in addresses to those of plain base64."""
_SHORTEST_FILE: Final = 64
_SHORTEST_HEX: Final = 128
_SHORTEST_PLAIN: Final = 256
_MOST_DIGITS_EACH_SIGN: Final = 120
"""In random base64 one digit in 32 is + or /; words and ids have none, paths have no +."""
_CHANGING: Final = 0.5
"""Random base64 changes between capitals, small letters and digits at 64 % of its places."""


def is_disguised(text: str, words: list[str]) -> bool:
    """Tell whether a text of some length carries a file in one of the rarer forms.

    `words` is the text split at blanks.
    """
    if _has_form(text) or _has_escapes(text):
        return True
    if len(words) < _FEWEST_GROUPS:
        return any(map(_is_strung, words))
    widths = list(map(len, words))
    longest = max(widths)
    if longest >= _SHORTEST_FILE:
        if any(map(_is_strung, words)):
            return True
        widths = [min(width, _WIDEST) for width in widths]
    return _has_row(words, widths)


def _has_form(text: str) -> bool:
    """Tell whether a text has a block that says by itself how it is encoded."""
    return bool(
        ("<~" in text and _ASCII85.search(text))
        or (("\nM" in text or "begin" in text) and _UUENCODED.search(text))
        or ("0x" in text and _HEX_ESCAPES.search(text))
    )


def _has_escapes(text: str) -> bool:
    """Tell whether binary controls are escaped in a text; most texts have no mark of it."""
    if "%" in text or "=" in text or "\\" in text or "&#" in text:
        return any(len(binary.findall(text)) > _MOST_CONTROLS for binary in _BINARY)
    return False


def legible(text: str) -> str:
    """Return a text without invisible characters and full-width letters; most come back as is."""
    return text.translate(_LEGIBLE) if _HIDDEN.search(text) else text


def unescaped(text: str) -> str:
    """Return a text with quoted-printable and backslash escapes as what they stand for."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


def _has_row(words: list[str], widths: list[int]) -> bool:
    """Tell whether words of one width in a row are an encoded file, cut up."""
    lengths = bytes(widths)
    return bool(_SAME_WIDTH.search(lengths)) and any(_rows(words, lengths))


def encoded_rows(words: list[str]) -> Iterator[slice]:
    """Yield which words, from where to where, are an encoded file that was cut up."""
    return _rows(words, bytes(min(len(word), _WIDEST) for word in words))


def _rows(words: list[str], lengths: bytes) -> Iterator[slice]:
    for row in _SAME_WIDTH.finditer(lengths):
        # The last group may be shorter than the others; a longer one is another word.
        start, end = row.span()
        is_longer = lengths[end : end + 1] > lengths[start : start + 1]
        yield from _in_row(words, start, end if is_longer else min(end + 1, len(words)))


def _in_row(words: list[str], start: int, end: int) -> Iterator[slice]:
    """Yield what is a file in a row; words of the same width may stand around it."""
    groups: list[str] = []
    for at, word in enumerate((*words[start:end], ""), start):
        group = _group_of(word)
        if group:
            groups.append(group)
        if groups and (not group or group[-1] == "="):
            after = at + bool(group)
            begin = _file_in(groups)
            if begin is not None:
                yield slice(after - len(groups) + begin, after)
            groups = []


def _group_of(word: str) -> str:
    """Return the digits a word is made of, without a mark after them; nothing if there is more."""
    group = word[:-1] if word[-1:] in _NOT_DIGITS else word
    return group if _DIGITS.fullmatch(group) else ""


def _is_strung(word: str) -> bool:
    """Tell whether a word without blanks is made of such groups, with marks between them."""
    if len(word) < _SHORTEST_FILE:
        return False
    return any(
        _has_row(pieces, [min(len(piece), _WIDEST) for piece in pieces])
        for pieces in (word.split(mark) for mark in _SEPARATORS)
    )


def _file_in(groups: list[str]) -> int | None:
    """Return with which of these groups of digits a file begins; None if there is none."""
    mark = groups[0][-1]
    if mark in _SEPARATORS:
        groups = [group.removesuffix(mark) for group in groups]
    run = "".join(groups)
    if len(run) < _SHORTEST_FILE:
        return None
    begin = _hex_in(groups)
    if begin is not None or _HEX.fullmatch(run):
        return begin
    plain = run.translate(SAFE_TO_PLAIN)
    width = max(1, len(groups[0]))
    last = len(plain) - _SHORTEST_FILE
    heads = (at // width for at in range(0, last + 1, width) if _HEAD.match(plain, at))
    return next(heads, 0 if _is_random(plain) else None)


def _hex_in(groups: list[str]) -> int | None:
    """Return with which group a file in hex begins; other words may stand around it."""
    at = 0
    for is_hex, row in groupby(groups, lambda group: _HEX.fullmatch(group) is not None):
        pairs = list(row)
        run = "".join(pairs)
        long = is_hex and len(run) >= _SHORTEST_HEX
        if long and bytes.fromhex(run[:16]).startswith(FILE_HEADS):
            return at
        at += len(pairs)
    return None


def _is_random(run: str) -> bool:
    """Tell whether base64 digits are as mixed as bytes make them, with both signs among them."""
    signs = min(run.count("+"), run.count("/")) * 2
    if len(run) < _SHORTEST_PLAIN or signs * _MOST_DIGITS_EACH_SIGN < len(run):
        return False
    changes = sum(_class(one) != _class(other) for one, other in pairwise(run))
    return changes >= _CHANGING * len(run)


def _class(mark: str) -> int:
    return mark.isupper() + 2 * mark.islower() + 3 * mark.isdigit()
