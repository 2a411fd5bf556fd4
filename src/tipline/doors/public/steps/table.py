"""The steps of the form in their order: number, name, heading, fields, and what comes next."""

from collections.abc import Callable
from typing import Final, NamedTuple

from tipline.domain.public.draft import Draft
from tipline.domain.vocabulary import ContactWish
from tipline.doors.public.steps import questions as q
from tipline.doors.public.steps.fields import By, Field, Said
from tipline.doors.public.words import N_

Fields = Callable[[Draft], tuple[Field, ...]]


class Step(NamedTuple):
    """One page of questions; its `key` stands in the address and says nothing of what is asked.

    `more` are fields behind "I want to give details"; `summary` is how the step is called where
    the answers are checked.
    """

    key: str
    heading: Said
    fields: Fields
    summary: Said
    more: tuple[Field, ...] = ()


def _always(*fields: Field) -> Fields:
    return lambda _draft: fields


def _reach_fields(draft: Draft) -> tuple[Field, ...]:
    """Return what is asked of those who can be reached elsewhere."""
    own = {ContactWish.BY_EMAIL: q.BY_EMAIL, ContactWish.BY_PHONE: q.BY_PHONE}
    asked = own.get(draft.reach.wish)
    return () if asked is None else (asked, *q.REACH_MORE)


PLACES: Final = "4"
CHECK: Final = "10"
RECEIPT: Final = "11"
KIND: Final = "3"
DANGER_MORE: Final = "2b"
REACH_MORE: Final = "9b"

STEPS: Final = (
    Step("1", N_("Who are you?"), _always(*q.WHO), N_("You")),
    Step("2", q.DANGER[0].label, _always(*q.DANGER), N_("Danger")),
    Step(
        DANGER_MORE, N_("A few short questions"), _always(*q.DANGER_MORE), N_("More on the danger")
    ),
    Step(KIND, N_("What is it about?"), _always(), N_("What it is about")),
    Step(PLACES, N_("Where did it happen?"), _always(), N_("Where")),
    Step("5", q.WHAT[0].label, _always(*q.WHAT), N_("What happened")),
    Step(
        "6",
        By(N_("The young person, as far as you know"), young=N_("About you")),
        _always(*q.CHILD),
        By(N_("The young person"), young=N_("About you")),
        q.CHILD_DETAILS,
    ),
    Step(
        "7",
        N_("The other person or account, as far as you know"),
        _always(*q.OTHER),
        N_("The other person"),
    ),
    Step("8", N_("Where are you?"), _always(*q.WHERE_ARE_YOU), N_("Where you are")),
    Step("9", q.REACH[0].label, _always(*q.REACH), N_("How to reach you")),
    Step(
        REACH_MORE,
        N_("How can we reach you safely?"),
        _reach_fields,
        N_("How to reach you safely"),
    ),
)
"""Every page of questions, in order; the kind of thing and the places have pages of their own."""

BY_KEY: Final = {step.key: step for step in STEPS}
_KEYS: Final = tuple(step.key for step in STEPS)


def applies(step: Step, draft: Draft) -> bool:
    """Tell whether a step is asked, by what was answered before."""
    return step.key != REACH_MORE or bool(_reach_fields(draft))


def after(key: str, draft: Draft) -> str:
    """Return the page that follows a step."""
    for one in _KEYS[_KEYS.index(key) + 1 :]:
        if applies(BY_KEY[one], draft):
            return one
    return CHECK


def before(key: str, draft: Draft) -> str | None:
    """Return the page before a step; None before the first."""
    place = len(_KEYS) if key == CHECK else _KEYS.index(key)
    for one in reversed(_KEYS[:place]):
        if applies(BY_KEY[one], draft):
            return one
    return None


def furthest(draft: Draft) -> str:
    """Return the first page that was never sent: where somebody goes on who was interrupted."""
    for step in STEPS:
        if step.key not in draft.done and applies(step, draft):
            return step.key
    return CHECK
