"""How much of one text or list is printed, and what is said if more is left."""

import re
from collections.abc import Sequence
from typing import Any, Final

MOST_CHARACTERS: Final = 20_000
"""Characters of one text that are printed, about five pages."""
MOST_LINES: Final = 400
"""Lines of one text that are printed, about seven pages."""
MOST_VALUES: Final = 500
"""Values of one field, and identifiers of one subject, that are printed; about seven pages."""
REST: Final = "The rest is in facts.json."
"""What follows a text that is not printed to its end."""
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def lines(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them."""
    return _LINE_ENDS.split(text)


def printed_lines(text: str) -> tuple[list[str], bool]:
    """Return the lines of a text that are printed, and whether more is left."""
    found = _LINE_ENDS.split(text[:MOST_CHARACTERS], MOST_LINES)
    is_cut = len(text) > MOST_CHARACTERS or len(found) > MOST_LINES
    return found[:MOST_LINES], is_cut


def told(text: str) -> dict[str, Any]:
    """Return a free text as the template's box takes it: its lines, and what follows the box."""
    found, is_cut = printed_lines(text)
    return {"lines": found, "rest": REST if is_cut else ""}


def some(values: Sequence[str]) -> list[str]:
    """Return the values of a field that are printed; the last one says if more are left."""
    return list(values) if len(values) <= MOST_VALUES else [*values[:MOST_VALUES], REST]


def shortened(text: str, most: int) -> str:
    """Return at most so many characters of a text on one line, with an ellipsis if cut."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
