"""The places where it happened: a list that grows one place at a time."""

import hashlib
from typing import Final, NamedTuple

import msgspec
from django.http import Http404, HttpResponse

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.public.draft import MOST_BLOCKS, Block, Draft, PlaceKind
from tipline.doors.public.pages.drafts import blank, current, is_open, keep
from tipline.doors.public.pages.form import AGAIN, AWAY, NOTICES, TRAP, address_of, go_to, today
from tipline.doors.public.steps import table
from tipline.doors.public.steps.fields import Field, Kind, shown
from tipline.doors.public.steps.present import Sheet, present
from tipline.doors.public.steps.reading import Sending, problems_of, read_fields
from tipline.doors.public.steps.sentences import SENTENCES
from tipline.doors.public.steps.where import PLACE_FIELDS, PLACES, WHEN
from tipline.doors.public.tokens import Holds
from tipline.doors.public.visit import Visitor
from tipline.doors.public.words import N_
from tipline.services.public.keep_draft import DraftGoneError

LETTERS: Final = {
    "a": PlaceKind.WEB,
    "b": PlaceKind.ACCOUNT,
    "c": PlaceKind.ROOM,
    "d": PlaceKind.CONTACT,
}
"""What stands for a kind in an address, where it says nothing."""

_NO_MORE: Final = "no"
WHAT: Final = "what"
"""The hidden field that says which place a form was made for."""


class _At(NamedTuple):
    """One place: how its address calls it, what is known of it, and the draft it is in."""

    place: str
    block: Block
    draft: Draft


def show_places(visitor: Visitor) -> HttpResponse:
    """Show the places that were named, and ask for one more."""
    draft = current(visitor)
    if draft is None:
        return visitor._replace(held=None).go("step", "1")
    return _list(visitor, draft)


def take_places(visitor: Visitor) -> HttpResponse:
    """Go to the page of the kind that was chosen, or on if there are no more."""
    draft = current(visitor)
    if draft is None:
        return visitor._replace(held=None).go("step", "1")
    chosen = visitor.typed("kind")
    if chosen in LETTERS and len(draft.blocks) < MOST_BLOCKS:
        return visitor.go("place", chosen)
    if chosen in LETTERS:
        return _list(visitor, draft, SENTENCES["too_many_blocks"])
    visitor, draft = keep(visitor, _places_done)
    following = table.after(table.PLACES, draft)
    return go_to(visitor, table.CHECK if following in draft.done else following)


def show_place(visitor: Visitor, place: str) -> HttpResponse:
    """Show the page of one place: a new one of a kind, or one that was named."""
    draft = current(visitor)
    if draft is None:
        return visitor._replace(held=None).go("step", "1")
    block = _block(draft, place)
    values = {field.name: shown(block, field.name) for field in _fields(block)}
    values |= {name: shown(block, name) for name in ("day", "month", "year")}
    return _page(visitor, _At(place, block, draft), Sending(values))


def take_place(visitor: Visitor, place: str) -> HttpResponse:
    """Keep one place, or show it again with what is wrong."""
    sending = Sending({name: str(value) for name, value in visitor.request.POST.items()})
    try:
        return _take(visitor, place, sending)
    except StoreUnavailableError:
        response = _again(visitor, place, sending, NOTICES["away"])
        response.status_code = AWAY
        return response


def _take(visitor: Visitor, place: str, sending: Sending) -> HttpResponse:
    if not is_open(visitor):
        fresh = visitor.again()
        return _again(fresh, place, sending, NOTICES["again"], current(fresh))
    draft = current(visitor)
    if draft is None:
        return _again(visitor.holding(Holds.NEW), place, sending, NOTICES["gone"])
    if sending.typed.get(AGAIN):
        return _page(visitor, _At(place, _block(draft, place), draft), sending)
    if _changed(draft, place, visitor.typed(WHAT)):
        typed = {name: text for name, text in sending.typed.items() if name != WHAT}
        return _again(visitor, place, Sending(typed), NOTICES["changed"], draft)
    block = read_fields(_fields(_block(draft, place)), _block(draft, place), sending)
    errors = _errors(visitor, _At(place, block, draft), sending)
    if errors:
        return _page(visitor, _At(place, block, draft), sending, errors)
    return _keep(visitor, place, block, sending)


def _errors(visitor: Visitor, at: _At, sending: Sending) -> dict[str, str]:
    trial, index = _placed(at.draft, at.place, at.block)
    fields = _fields(at.block)
    errors = problems_of(fields, trial, sending, today(visitor), f"/blocks/{index}")
    if sending.typed.get(TRAP):
        errors[TRAP] = SENTENCES["trap"]
    if len(trial.blocks) > MOST_BLOCKS:
        errors["text"] = SENTENCES["too_many_blocks"]
    return errors


def _keep(visitor: Visitor, place: str, block: Block, sending: Sending) -> HttpResponse:
    if place in LETTERS and block == Block(kind=block.kind):
        return visitor.go("places")  # nothing was said

    def answer(before: Draft) -> Draft:
        after = _placed(before, place, block)[0]
        if _changed(before, place, visitor.typed(WHAT)) or len(after.blocks) > MOST_BLOCKS:
            return before
        return after

    try:
        visitor, _ = keep(visitor, answer)
    except DraftGoneError:
        return _again(visitor.holding(Holds.NEW), place, sending, NOTICES["gone"])
    return visitor.go("places")


def _again(
    visitor: Visitor, place: str, sending: Sending, notice: str, draft: Draft | None = None
) -> HttpResponse:
    """Show a page again that was not kept, with what was typed on it."""
    found = draft or blank(visitor)
    there = place in LETTERS or int(place) <= len(found.blocks)
    at = place if there else "a"
    return _page(visitor, _At(at, _block(found, at), found), sending, notice=notice)


def remove_place(visitor: Visitor, place: str) -> HttpResponse:
    """Take a place off the list."""
    draft = current(visitor)
    if draft is None or place in LETTERS:
        return visitor.go("places")
    index = int(place) - 1

    def answer(before: Draft) -> Draft:
        if _changed(before, place, visitor.typed(WHAT)):
            return before
        blocks = (*before.blocks[:index], *before.blocks[index + 1 :])
        return msgspec.structs.replace(before, blocks=blocks)

    visitor, _ = keep(visitor, answer)
    return visitor.go("places")


def _digest(block: Block) -> str:
    """Return what tells one place from another."""
    return hashlib.sha256(msgspec.json.encode(block)).hexdigest()[:16]


def _changed(draft: Draft, place: str, what: str) -> bool:
    """Tell whether a place is not the one that a form was made for; new ones never are."""
    if place in LETTERS:
        return False
    index = int(place) - 1
    return not 0 <= index < len(draft.blocks) or _digest(draft.blocks[index]) != what


def _places_done(draft: Draft) -> Draft:
    return msgspec.structs.replace(draft, done=draft.done | {table.PLACES})


def _block(draft: Draft, place: str) -> Block:
    """Return a place by its number from 1, or a new one by its kind's letter."""
    if place in LETTERS:
        return Block(kind=LETTERS[place])
    if place.isdecimal() and 0 < int(place) <= len(draft.blocks):
        return draft.blocks[int(place) - 1]
    raise Http404


def _placed(draft: Draft, place: str, block: Block) -> tuple[Draft, int]:
    """Return the draft with a place in it, and where; the same place is not added twice."""
    blocks = list(draft.blocks)
    if place in LETTERS:
        if not blocks or blocks[-1] != block:
            blocks.append(block)
        index = len(blocks) - 1
    else:
        index = min(int(place) - 1, len(blocks))
        blocks[index : index + 1] = [block]
    return msgspec.structs.replace(draft, blocks=tuple(blocks)), index


def _fields(block: Block) -> tuple[Field, ...]:
    return (*PLACE_FIELDS[block.kind], *WHEN)


def _list(visitor: Visitor, draft: Draft, error: str = "") -> HttpResponse:
    words = visitor.words
    first = [
        place
        for category in visitor.parts.site.categories
        if category.key == draft.category
        for place in category.places
    ]
    kinds = [*first, *(kind for kind in PlaceKind if kind not in first)]
    letters = {kind: letter for letter, kind in LETTERS.items()}
    field = Field(
        "kind",
        Kind.RADIOS,
        N_("Is there another place?") if draft.blocks else N_("Where did it happen?"),
        N_("Choose what you know. You can add more after that."),
        (
            *((letters[kind], PLACES[kind]) for kind in kinds),
            (_NO_MORE, N_("No, go on") if draft.blocks else N_("I don’t know, go on")),
        ),
    )
    told = words(error) if error else ""
    sheet = Sheet(words, draft.relation, lambda _name: "", {"kind": told} if told else {})
    before = table.before(table.PLACES, draft)
    return visitor.page(
        "places.html",
        words("Where did it happen?"),
        422 if error else 200,
        blocks=[
            (place, words(PLACES[block.kind]), block, _digest(block))
            for place, block in _numbered(draft)
        ],
        fields=[present(field, sheet, heading=not draft.blocks)],
        errors=[("#kind", told)] if told else [],
        back=address_of(visitor, before or "1"),
        action=visitor.to("places"),
    )


def _numbered(draft: Draft) -> list[tuple[int, Block]]:
    return list(enumerate(draft.blocks, start=1))


def _page(
    visitor: Visitor,
    at: _At,
    sending: Sending,
    errors: dict[str, str] | None = None,
    notice: str = "",
) -> HttpResponse:
    place, block, draft = at
    words = visitor.words
    told = {name: words(text) for name, text in (errors or {}).items()}
    sheet = Sheet(words, draft.relation, sending.value, told)
    heading = words(PLACES[block.kind])
    return visitor.page(
        "step.html",
        heading,
        422 if told or notice else 200,
        heading=heading,
        fields=[present(field, sheet) for field in _fields(block)],
        more=[],
        open_more=False,
        errors=[(f"#{name}", text) for name, text in told.items()],
        notice=words(notice) if notice else "",
        back=visitor.to("places"),
        action=visitor.to("place", place),
        keeps_typed=True,
        what="" if place in LETTERS else sending.typed.get(WHAT) or _digest(block),
        trap=TRAP,
        draft=draft,
        help=[],
        danger=False,
    )
