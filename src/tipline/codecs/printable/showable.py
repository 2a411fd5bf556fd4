"""Makes any text fit to be set: nothing invisible, no emoji, long words in pieces, a direction.

What a reader could not see is written as its code point, as in `[U+202E]`; nothing is hidden.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from tipline.codecs.printable.bounds import REST, printed_lines

WIDE: Final = re.compile(r"\S{21,}")
"""Words that may have to be broken where there is a whole line for them."""
NARROW: Final = re.compile(r"\S{9,}")
"""Words that may have to be broken in a column of a table."""
Words = re.Pattern[str]
_PIECE: Final = 4
"""A long word may be broken after every so many characters."""
_MOST_JOINED: Final = 16
"""Letters that join are kept together, but not more of them than fit a line."""
_PLAIN: Final = re.compile(r"[\x20-\x7e]*")
_CODE: Final = re.compile(r"\[U\+[0-9A-F]{4,6}\]")
_LONGEST_CODE: Final = len("[U+10FFFF]")
_PARAGRAPH: Final = 1_000
"""Characters after which a paragraph may end in a long word: the compiler takes four times as long
for two times the pieces in a paragraph."""
_PARAGRAPH_END: Final = "\u2029"
_KEPT: Final = frozenset("\u200c\u200d\u200e\u200f")
"""Joiners and direction marks: Arabic, Persian and Indic scripts are spelled with them."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_EMOJI: Final = (range(0x1F000, 0x1FB00), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Pictographs, and the marks that say in which style to draw a character."""
_LEFT_TO_RIGHT: Final = "\u200e"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_USUAL: Final = (
    *("LATIN ", "GREEK ", "CYRILLIC ", "ARABIC ", "HEBREW "),
    *("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL "),
)
"""How the names of letters begin that are set every day."""

Shown = dict[int, str]
"""What is written in place of characters that cannot be, by code point."""


def characters(value: object) -> set[str]:
    """Return every character in the texts of lists and mappings, however deep; no keys."""
    if isinstance(value, str):
        return set(value)
    inside: Iterable[object] = ()
    if isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, list | tuple):
        inside = value
    found: set[str] = set()
    for one in inside:
        found |= characters(one)
    return found


def replacements(found: set[str], missing: Callable[[list[str]], set[str]]) -> Shown:
    """Return what is written in place of those characters that cannot be seen or drawn.

    `missing` tells which of some characters no font has; it is only asked about rare ones.
    """
    rare = sorted(one for one in found if not _PLAIN.fullmatch(one))
    shown = {ord(one): words for one in rare if (words := _in_words(one)) is not None}
    shown[ord("\t")] = "    "
    asked = [one for one in rare if ord(one) not in shown and one not in _KEPT]
    shown |= {ord(one): _code_point(one) for one in missing(asked)}
    return shown


def plainer(found: set[str], shown: Shown) -> tuple[Shown, ...]:
    """Return what else to write should the compiler fail with `shown`: ever more is spelled.

    First marks and the letters of less usual scripts, then everything beyond ASCII.
    """
    rare = sorted(one for one in found if not _PLAIN.fullmatch(one))
    all_rare = {ord(one): _code_point(one) for one in rare}
    some = {ord(one): _code_point(one) for one in rare if not _is_usual(one)}
    return some | shown, all_rare | shown


def _is_usual(one: str) -> bool:
    kind = unicodedata.category(one)[0]
    return kind != "M" and (kind != "L" or unicodedata.name(one, "").startswith(_USUAL))


def _in_words(one: str) -> str | None:
    if any(ord(one) in block for block in _EMOJI):
        name = unicodedata.name(one, "")
        if "VARIATION SELECTOR" in name:
            return ""
        return f"[{name.lower()}]" if name else _code_point(one)
    if unicodedata.category(one) in _HIDDEN and one not in _KEPT:
        return _code_point(one)
    return None


def _code_point(one: str) -> str:
    return f"[U+{ord(one):04X}]"


def prepare(value: object, shown: Shown, long: Words = WIDE) -> Any:  # noqa: ANN401 - as given
    """Return the same lists and mappings with each text as the template takes it.

    A text stays a text if it is short words from left to right. Otherwise it becomes
    `{"rtl": bool, "pieces": [...]}`: between two pieces a line may end, and a piece that is a line
    feed ends it, one that is a paragraph separator ends the paragraph. What is too long to print
    is cut, and says so.
    """
    if isinstance(value, str):
        return _prepared(value, shown, long)
    if isinstance(value, Mapping):
        return {key: prepare(one, shown, long) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [prepare(one, shown, long) for one in value]
    return value


def phrase(text: str) -> str:
    """Return a value and the words we add to it as one text from left to right."""
    return text if text.isascii() else f"{_LEFT_TO_RIGHT}{text}"


def _prepared(text: str, shown: Shown, long: Words) -> str | dict[str, object]:
    found, is_cut = printed_lines(text)
    if not is_cut and _PLAIN.fullmatch(text) and not long.search(text):
        return text
    pieces: list[str] = []
    for number, line in enumerate(found):
        if number:
            pieces.append("\n")
        pieces.extend(_pieces(line.translate(shown), long))
    if is_cut:
        pieces.extend(("\n", REST))
    return {"rtl": _is_right_to_left(text), "pieces": pieces}


def _pieces(line: str, long: Words) -> Iterator[str]:
    """Yield the parts of a line between which it may be broken, and ends of paragraphs."""
    done = paragraph = 0
    for word in long.finditer(line):
        start = word.start()
        while start < word.end():
            if start - paragraph >= _PARAGRAPH:
                yield _PARAGRAPH_END
                paragraph = start
            end = _piece_end(line, start, word.end())
            yield line[done:end]
            done = start = end
    if done < len(line):
        yield line[done:]


def _piece_end(line: str, start: int, most: int) -> int:
    """Return where a piece ends that starts inside a long word; a code point is one piece."""
    code = _CODE.match(line, start)
    if code is not None:
        return code.end()
    end = min(start + _PIECE, most)
    while end < most and (
        _is_one(line[end - 1], line[end])
        or (end - start < _MOST_JOINED and _joins(line[end - 1], line[end]))
    ):
        end += 1
    code = _CODE.search(line, start, min(end + _LONGEST_CODE, most))
    return end if code is None else min(end, code.start())


def _is_one(before: str, after: str) -> bool:
    """Tell whether two characters are one to a reader."""
    return before in _KEPT or after in _KEPT or unicodedata.category(after).startswith("M")


def _joins(before: str, after: str) -> bool:
    """Tell whether two letters may join in writing, as Arabic ones do."""
    return unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL"


def _is_right_to_left(text: str) -> bool:
    """Tell whether the first letter of a text is of a script from right to left."""
    for one in text:
        direction = unicodedata.bidirectional(one)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False
