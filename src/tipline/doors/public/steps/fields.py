"""A field of the form: what it asks, how an answer is read into the draft and written back.

A field's name is its place in the draft, with hyphens: `child-age` is `draft.child.age`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from tipline.domain.public.texts import clean
from tipline.domain.vocabulary import Answer, Relation
from tipline.doors.public.words import N_

Kept = TypeVar("Kept", bound=msgspec.Struct)


class By(NamedTuple):
    """A text that changes with who is telling us; what is empty is as for anybody."""

    anybody: str
    young: str = ""
    parent: str = ""
    professional: str = ""

    def said_to(self, relation: Relation | None) -> str:
        """Return the text for somebody, in English."""
        own = {
            Relation.YOUNG_PERSON: self.young,
            Relation.PARENT_OR_CARER: self.parent,
            Relation.PROFESSIONAL: self.professional,
        }
        return own.get(relation, "") if relation and own.get(relation) else self.anybody


Said = str | By
"""A text in English, perhaps by who is telling us."""


def said(text: Said, relation: Relation | None) -> str:
    """Return a text for somebody, in English."""
    return text.said_to(relation) if isinstance(text, By) else text


class Kind(StrEnum):
    """How a field looks: the component that shows it."""

    RADIOS = "radios"
    LINE = "line"
    BOX = "box"
    LIST = "list"
    TICK = "tick"
    DAY = "day"


class Field(NamedTuple):
    """One question.

    `options` are value and text of radios or of a list; `convert` turns what was typed into what
    the draft keeps. `mode` is the browser's keyboard (`inputmode`), `fills` what it may fill in;
    `helps` are hints by option.
    """

    name: str
    kind: Kind
    label: Said
    hint: Said = ""
    options: tuple[tuple[str, Said], ...] = ()
    convert: Callable[[str], Any] = clean
    longest: int = 0
    mode: str = ""
    fills: str = "off"
    inline: bool = False
    narrow: str = ""
    helps: Mapping[str, str] = {}

    @property
    def path(self) -> str:
        """Where problems with it stand, as a JSON Pointer into the draft."""
        return "/" + self.name.replace("-", "/")


YES_NO: Final = (
    (Answer.YES.value, N_("Yes")),
    (Answer.NO.value, N_("No")),
    (Answer.UNKNOWN.value, N_("I don’t know")),
)
"""The three answers a member of the public can always give."""

ON: Final = "yes"
"""What a ticked box sends."""


def one_of(kind: type[StrEnum]) -> Callable[[str], Any]:
    """Return what reads a choice from a closed list; anything else is no answer."""

    def convert(typed: str) -> StrEnum | None:
        return kind(typed) if typed in {one.value for one in kind} else None

    return convert


def ticked(typed: str) -> bool:
    """Read a box."""
    return typed == ON


def yes_or_no(typed: str) -> bool | None:
    """Read an answer that is yes or no, or was not given."""
    return {ON: True, "no": False}.get(typed)


def assign(draft: Kept, name: str, value: object) -> Kept:
    """Return the draft with a value at a field's place."""
    head, _, rest = name.partition("-")
    if rest:
        value = assign(getattr(draft, head), rest, value)
    return msgspec.structs.replace(draft, **{head: value})


def shown(draft: msgspec.Struct, name: str) -> str:
    """Return what a field shows of what the draft keeps."""
    value: Any = draft
    for part in name.split("-"):
        value = getattr(value, part)
    if isinstance(value, bool):
        return ON if value else "no"
    return "" if value is None else str(value)
