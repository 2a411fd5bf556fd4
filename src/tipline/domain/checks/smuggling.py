"""Text that is really a file in disguise: the boundary's last line, for fields that hold words.

Only the *form* is looked at (a data: URI, a block of base64 or hex, an encoded file head), never
what a text says. Identifiers, long addresses, folded mail headers and honest prose pass.
Source: DESIGN.md, section 1.
"""

import base64
import html
import re
from typing import Final
from urllib.parse import unquote

from tipline.domain.checks.disguises import (
    ENCODED_HEADS,
    FILE_HEADS,
    SAFE_TO_PLAIN,
    is_disguised,
    legible,
    unescaped,
)

_DATA_URI: Final = re.compile(
    r"(?<![a-z])data:(?:[a-z0-9.+-]+/[a-z0-9.+*-]+)?(?:;[^\s,;:]+)*,", re.IGNORECASE
)
_MARKED: Final = re.compile("[:%&]")
"""What short texts that hide a file have: a data: URI, or an escape of one."""
_RUN: Final = re.compile(r"(?:[A-Za-z0-9+/_-]{40,}[ \t]*\r?\n)*[A-Za-z0-9+/_-]{40,}")
_TAIL: Final = re.compile(
    r"={1,2}|[ \t]*\r?\n(?:[A-Za-z0-9+/_-]{1,39}={1,2}"
    r"|(?=[A-Za-z+/_-]*[0-9])[A-Za-z0-9+/_-]{20,39})(?!\S)"
)
"""The last line of a block, which may be shorter; a word is none."""
_HEX_DUMP: Final = re.compile(
    r"[0-9A-Fa-f]{2}([ ,:] ?)(?:[0-9A-Fa-f]{2}\1){126}"
    r"|(?:^[0-9A-Fa-f]{6,16}:?[ \t]+(?:[0-9A-Fa-f]{2}[ \t]{0,2}){16}[^\r\n]{0,80}\r?\n?){8}",
    re.MULTILINE,
)
_SOLID: Final = re.compile(r"(?<![!-~])[!-~]{2084,}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_URL_HEAD: Final = re.compile(r"[!-~]*?//:")
"""Read backwards, which takes one look: what stands before the digits of a long address."""
_LONG_REFERENCE: Final = re.compile(r"&#0*([0-9]{8})[0-9]*")

_LONGEST_PLAIN: Final = 400
"""A base64 run this long is a block: 300 bytes; a mail signature of 2,048 bits has 344 digits."""
_LONGEST_HEX: Final = 1_024
"""Hexadecimal digits; eight times the longest common digest."""
_SHORTEST_FILE: Final = 64
_SHORTEST_RUN: Final = 40
"""Characters of a run without blanks: what `_RUN` asks of each line, `_SOLID` of far more."""
_FEWEST_PAIRS: Final = 127
_FEWEST_LINES: Final = 8
"""Hex pairs in a row, and lines of a listing, from which `_HEX_DUMP` matches."""
_SHORTEST_DUMP: Final = 300
"""Fewer characters have no room for so many pairs (380), nor for eight lines of sixteen (312)."""
_LEAST_VARIETY: Final = 10
_MOST_LAYERS: Final = 3

_ENCODED_HEAD: Final = re.compile(f"(?:^|/){ENCODED_HEADS}")


def hides_file(text: str) -> bool:
    """Tell whether a text carries an encoded file; takes time linear in its length."""
    if len(text) < _SHORTEST_FILE and text.isascii() and not _MARKED.search(text):
        # Most texts are short and plain; without these marks none of the looks below is taken.
        return False
    return _hides_file(text if text.isascii() else legible(text), _MOST_LAYERS)


def without_blocks(text: str) -> str:
    """Return a text without its blocks of base64 or hex, wrapped or not; words around stay."""
    kept, at = [], 0
    for run in _RUN.finditer(text):
        if _is_block(text, run, _MOST_LAYERS):
            kept.append(text[at : run.start()])
            tail = _TAIL.match(text, run.end())
            at = run.end() if tail is None else tail.end()
    return "".join((*kept, text[at:]))


def _hides_file(text: str, layers: int) -> bool:
    if ":" in text and "data:" in text.lower() and _DATA_URI.search(text):
        return True
    if len(text) >= _SHORTEST_FILE:
        if _looks_encoded(text, layers):
            return True
        if layers and ("=3A" in text or "\\x" in text):
            plain = unescaped(text)
            if plain != text and _hides_file(plain, layers - 1):
                return True
    if layers and ("%" in text or "&" in text):
        # A character reference of thousands of digits is more than Python reads as a number.
        plain = html.unescape(_LONG_REFERENCE.sub(r"&#\1", unquote(text)))
        return plain != text and _hides_file(plain, layers - 1)
    return False


def _looks_encoded(text: str, layers: int) -> bool:
    """Tell whether a text has a block of hex pairs, of solid characters, or of base64 or hex."""
    if _may_be_dump(text) and _HEX_DUMP.search(text):
        return True
    words = text.split()
    if is_disguised(text, words):
        return True
    if max(map(len, words), default=0) < _SHORTEST_RUN:
        return False
    if any(_is_varied(match[0]) for match in _SOLID.finditer(text)):
        return True
    return any(_is_block(text, match, layers) for match in _RUN.finditer(text))


def _may_be_dump(text: str) -> bool:
    """Tell at a glance whether there are marks enough for `_HEX_DUMP` to match."""
    return len(text) >= _SHORTEST_DUMP and (
        text.count("\n") >= _FEWEST_LINES - 1
        or text.count(" ") >= _FEWEST_PAIRS - 1
        or text.count(",") >= _FEWEST_PAIRS - 1
        or text.count(":") >= _FEWEST_PAIRS - 1
    )


def _is_block(text: str, match: re.Match[str], layers: int) -> bool:
    """Tell whether a run of base64 or hex digits is more than an identifier."""
    run = _BLANKS.sub("", match[0])
    if len(run) < _SHORTEST_FILE:
        return False
    lines = [line.removeprefix("0x") for line in match[0].split()]
    if all(map(_HEX.fullmatch, lines)):
        return (max(map(len, lines)) >= _LONGEST_HEX and len(set(run)) >= _LEAST_VARIETY) or (
            len(run) >= 2 * _SHORTEST_FILE and _is_head(bytes.fromhex(lines[0][:16]))
        )
    plain = run.translate(SAFE_TO_PLAIN)
    if _ENCODED_HEAD.search(plain, 0, len(plain) - _SHORTEST_FILE + 12):
        return True
    if len(run) >= _LONGEST_PLAIN and _is_varied(run):
        before = text[max(0, match.start() - 2083) : match.start()]
        if not _URL_HEAD.match(before[::-1]):
            return True
    return layers > 0 and _hides_file(_decoded(plain), layers - 1)


def _is_head(data: bytes) -> bool:
    """Tell whether a common file begins so; an ISO one has the size of its first box before."""
    return data.startswith(FILE_HEADS) or data[4:8] == b"ftyp"


def _decoded(run: str) -> str:
    """Return the plain text inside a base64 run, or nothing if there is none."""
    try:
        return base64.b64decode(run[: len(run) // 4 * 4]).decode("ascii")
    except UnicodeDecodeError:
        return ""


def _is_varied(run: str) -> bool:
    """Tell whether capitals, small letters and digits are mixed, as no word or drawn line has."""
    marks = set(run)
    return (
        len(marks) >= _LEAST_VARIETY
        and any(mark.isupper() for mark in marks)
        and any(mark.islower() for mark in marks)
        and any(mark.isdigit() for mark in marks)
    )
