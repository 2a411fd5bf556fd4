"""What rules give, what is told of them, and how a message looks in a line."""

from collections.abc import Callable
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from tipline.codecs.documents import LONGEST_NAME
from tipline.codecs.platform.faults import nearest
from tipline.codecs.platform.paths import Path, Scope, find
from tipline.codecs.platform.unfit import Unfit

NO_TEXT: Final = "(no text)"
"""What stands for a message that says nothing in text."""

_KEYS_LOOKED_AT: Final = 200
_NEXT_LINE: Final = "\n    "
"""Further lines of a message are moved in, so that none looks like another message."""
VALUE_MISSING: Final = Unfit(
    code="value_missing", message="There is no value here, and the mapping needs one."
)


class Got(NamedTuple):
    """What a rule gave: None is nothing; `pointer` says where in the case, None of a constant.

    What is `broken` has a problem that is already noted.
    """

    value: object
    pointer: str | None = None
    broken: bool = False

    @property
    def says(self) -> bool:
        """Whether the case says something here; that a thing is not so is too little."""
        drawn = self.pointer is not None and self.value is not None and self.value is not False
        return drawn or self.broken


class Unfound(msgspec.Struct, frozen=True):
    """A path of the mapping that led nowhere in a case; `close` is a name that is there."""

    path: str
    where: str
    close: str


Tell = Callable[[str, Unfit, str], None]
"""Takes the place in the case, what is wrong, and the place in the mapping."""


def line_of(at: str, sender: str, text: str) -> str:
    """Return one message as a line; it begins with the time and the sender, if they are known."""
    head = f"[{at}] " if at else ""
    name = f"{' '.join(sender.split())}: " if sender else ""
    return head + name + (_NEXT_LINE.join(text.splitlines()) or NO_TEXT)


def closest(path: Path, scope: Scope) -> str:
    """Return the name in the case that was probably meant by the first key that is not there."""
    names = [*scope, *_names(scope[""].value)]
    at = 0
    while (place := find(Path("", path.keys[: at + 1]), scope)).there:
        names = _names(place.value)
        at += 1
    return nearest(path.keys[at], filter(None, names))


def _names(value: object) -> list[str]:
    inside = value if isinstance(value, dict) else {}
    return [name[:LONGEST_NAME] for name in islice(inside, _KEYS_LOOKED_AT)]
