"""Cuts files in disguise out of what somebody typed, so that their words can be kept.

What counts as one is for `domain.checks` to say; here is only where to cut.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final

from tipline.domain.checks.disguises import encoded_rows, legible
from tipline.domain.checks.smuggling import hides_file, without_blocks

# Each of these is tried where it can begin and nowhere else, or gives nothing back: what somebody
# types to be slow takes time linear in its length too.
_DATA_URI: Final = re.compile(
    r"(?<![a-z])data(?::(?:[a-z0-9.+-]+/[a-z0-9.+*-]+)?(?:;[^\s,;:]+)*,|%3a|=3a|&colon;|\\x3a|&#)"
    r"[!-~]*+(?:[ \t]*\r?\n[a-z0-9+/_-]{20,}+={0,2}(?!\S))*",
    re.IGNORECASE,
)
_MANY_DIGITS: Final = re.compile(
    r"(?<![A-Za-z0-9+/_=%\\&#;.,:|*-])[A-Za-z0-9+/_=%\\&#;.,:|*-]{40,}+"
)
_PAIRS: Final = re.compile(
    r"(?:(?<!\S)(?:0[xX])?[0-9A-Fa-f]{2}(?:[\s,:;]{1,8}+|\Z)){8,}+(?:[0-9A-Fa-f]{2}(?!\S))?"
)
_ESCAPES: Final = re.compile(
    r"(?<![!-~])[!-~]*?(?:[=%\\]x?[0-9A-Fa-f]{2}|&#[0-9A-Za-z]{1,9};)[!-~]*+"
)
_LISTING: Final = re.compile(
    r"(?<!\S)[0-9A-Fa-f]{6,16}:?[ \t]+(?:[0-9A-Fa-f]{2}[ \t]{0,2}){16}"
    r"(?:[^\r\n]{0,20}$|[ \t]*\S{1,18}(?!\S))",
    re.MULTILINE,
)
_UUENCODED: Final = re.compile(r"^begin(?:-base64)? [0-7]{3,4} .*$", re.MULTILINE)
_CLOSED: Final = re.compile(r"<~[!-uz\s]*+~>")
_PLAIN: Final = r"(?:[^\W\d_]{1,24}|[^\x00-\x7f]+)[.,;:!?]?"
_UNCLOSED: Final = re.compile(rf"<~(?:\s*+(?!{_PLAIN}(?!\S))\S++)*+")
_PLAIN_WORD: Final = re.compile(_PLAIN)
_ORDINARY: Final = re.compile(r"[A-Z]?[a-z]+[.,;:!?]?")
_WORD: Final = re.compile(r"\S+")
_GAPS: Final = re.compile(r"([ \t\n])\1{2,}+")
_SHORTEST_ROW: Final = 16
"""Signs in a line of a dump, without its blanks."""
_FEW_ORDINARY: Final = 3
"""One group of four random digits in 30 looks like a word, and none that is longer."""
_FEWEST_WORDS: Final = 3
"""Plain words in a row that somebody wrote, whatever stands around them."""

_ENCODING: Final = frozenset("%&;\\")
"""Marks of words that are encoded in some way."""


def without_files(text: str) -> str:
    """Return a text without what makes it hide a file; one that hides none comes back unchanged.

    Cuts as little as it can, in a few passes that each take linear time; if nothing helps, only
    plain words are left, and at the very last none. Of an encoded piece nothing stays.
    """
    if not hides_file(text):
        return text
    attempts = (_without_shards(left, text) for left in _attempts(text))
    return next((left for left in attempts if not hides_file(left)), "")


def _without_shards(left: str, text: str) -> str:
    """Return what is left of a text without the encoded words that were cut only in part."""
    whole = set(text.split())
    return _WORD.sub(
        lambda word: word[0] if word[0] in whole or _ENCODING.isdisjoint(word[0]) else "", left
    )


def _attempts(text: str) -> Iterator[str]:
    """Yield what is left after each cut, from what cuts least to what cuts most."""
    yield text
    for read in (str, legible):
        text = read(text)
        for cut in _CUTS:
            text = cut(text)
            yield text
    text = _without_lines(text)
    yield text
    yield _without_rows(_only_words(text))


def _closed_up(text: str) -> str:
    """Return a text without the gaps that cuts leave."""
    return _GAPS.sub(r"\1\1", text).strip()


def _without_data(text: str) -> str:
    return _closed_up(_DATA_URI.sub("", text))


def _without_runs(text: str) -> str:
    """Cut what hides a file by itself: blocks of digits on one line or many, and long runs."""
    text = without_blocks(text)
    return _closed_up(_MANY_DIGITS.sub(lambda run: "" if hides_file(run[0]) else run[0], text))


def _without_rows(text: str) -> str:
    """Cut groups of digits, one width each, that are a file together."""
    found = list(_WORD.finditer(text))
    words = [word[0] for word in found]
    kept, at = [], 0
    for row in encoded_rows(words):
        for index in _cut_of(words, row):
            kept.append(text[at : found[index].start()])
            at = found[index].end()
    return _closed_up("".join((*kept, text[at:])))


def _cut_of(words: list[str], row: slice) -> Iterable[int]:
    """Return which words of a row are cut: not the ordinary ones after it, nor if it has many."""
    ordinary = [_ORDINARY.fullmatch(word) is not None for word in words[row]]
    if sum(ordinary) * _FEW_ORDINARY > len(ordinary):
        return (row.start + at for at, is_one in enumerate(ordinary) if not is_one)
    while ordinary[-1]:
        ordinary.pop()
    return range(row.start, row.start + len(ordinary))


def _without_dumps(text: str) -> str:
    """Cut hex pairs, ascii85 and uuencode, and rows of lines that look alike, as listings have."""
    for form in (_UUENCODED, _LISTING, _PAIRS, _CLOSED, _UNCLOSED):
        text = form.sub("", text)
    return _closed_up("\n".join(line for line in text.split("\n") if not _is_encoded(line)))


def _without_lines(text: str) -> str:
    """Cut lines that hide a file by themselves."""
    return _closed_up("\n".join(line for line in text.split("\n") if not hides_file(line)))


def _without_escapes(text: str) -> str:
    return _closed_up(_ESCAPES.sub("", text))


def _only_words(text: str) -> str:
    """Keep plain words: of the lines mostly made of them all, of others those in a row."""
    return "\n".join(filter(None, map(_words_of, text.split("\n"))))


def _is_plain(word: str) -> bool:
    return _PLAIN_WORD.fullmatch(word) is not None


def _words_of(line: str) -> str:
    words = line.split()
    plain = list(filter(_is_plain, words))
    if 2 * len(plain) <= len(words):
        rows = (list(row) for is_plain, row in groupby(words, _is_plain) if is_plain)
        plain = [word for row in rows if len(row) >= _FEWEST_WORDS for word in row]
    return " ".join(plain)


_CUTS: Final[tuple[Callable[[str], str], ...]] = (
    _without_data,
    _without_runs,
    _without_rows,
    _without_dumps,
    _without_escapes,
)
"""What stands among words is cut out of them; only what is left then costs whole lines."""


def _is_encoded(line: str) -> bool:
    """Tell whether a line has no plain word but signs enough for a row of a dump."""
    words = line.split()
    return len("".join(words)) >= _SHORTEST_ROW and not any(map(_is_plain, words))
