"""The pages of questions: shown with what was answered, taken, kept, and on to the next."""

from datetime import date
from typing import Any, Final

import msgspec
from django.http import Http404, HttpResponse

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.public.draft import Draft
from tipline.domain.vocabulary import Answer, ContactWish
from tipline.doors.public.pages.drafts import blank, current, is_open, keep
from tipline.doors.public.pages.help import help_in
from tipline.doors.public.steps import table
from tipline.doors.public.steps.fields import Field, Kind, said, shown
from tipline.doors.public.steps.present import Sheet, present
from tipline.doors.public.steps.reading import Sending, problems_of, read_fields
from tipline.doors.public.steps.sentences import SENTENCES
from tipline.doors.public.tokens import Holds
from tipline.doors.public.visit import Visitor
from tipline.doors.public.words import N_
from tipline.services.public.keep_draft import DraftGoneError

TRAP: Final = "homepage"
"""A field that people do not see; programs that fill everything in fill this in too."""

AGAIN: Final = "again"
"""What the buttons of the languages send: the page is wanted once more, with what was typed."""

AWAY: Final = 503
"""The status of a page that could not be kept and is shown again."""

UNSURE: Final = "unsure"
"""The kind of thing when somebody is not sure; no category of a hotline has this key."""

NOTICES: Final = {
    "again": N_(
        "Please press “Continue” once more. What you typed is still here. If this page comes"
        " again, allow cookies for this site: we use one, and only for this visit."
    ),
    "gone": N_(
        "Your earlier answers are not here any more: we keep them for one hour. What you typed on"
        " this page is still here. Press “Continue” to go on with it."
    ),
    "changed": N_(
        "This place was changed in another window. What you typed is still here. Press “Continue”"
        " to keep it."
    ),
    "away": N_(
        "We could not keep this page just now. What you typed is still here. Wait a minute, then"
        " press “Continue” again."
    ),
}


def show_step(visitor: Visitor, key: str) -> HttpResponse:
    """Show a page of questions with what was answered before."""
    step = _step(key)
    if key == "1" and visitor.comes_from_elsewhere():
        return visitor.go("start")  # a new cookie here would take the place of one that is there
    if key == "1" and not is_open(visitor):
        visitor = visitor.holding(Holds.NEW)
    draft = current(visitor)
    if draft is None:
        return visitor._replace(held=None).go("step", "1") if key != "1" else _anew(visitor)
    return _page(visitor, step, draft, Sending(_values(step, draft, visitor)))


def take_step(visitor: Visitor, key: str) -> HttpResponse:
    """Keep what was answered on a page and go on; or show it again with what is wrong."""
    step = _step(key)
    sending = Sending({name: str(value) for name, value in visitor.request.POST.items()})
    try:
        return _take(visitor, step, sending)
    except StoreUnavailableError:
        response = _page(visitor, step, blank(visitor), sending, notice=NOTICES["away"])
        response.status_code = AWAY
        return response


def _take(visitor: Visitor, step: table.Step, sending: Sending) -> HttpResponse:
    if visitor.held is not None and visitor.held.kind is Holds.SENT:
        return visitor.go("receipt")  # a page from before it was sent: the code matters more
    if not is_open(visitor):
        fresh = visitor.again()
        shown_with = current(fresh) or blank(fresh)
        return _page(fresh, step, shown_with, sending, notice=NOTICES["again"])
    draft = current(visitor)
    if draft is None:
        return _begin_again(visitor, step, sending)
    if sending.typed.get(AGAIN):
        return _page(visitor, step, draft, sending)  # the same page, in another language
    fields = (*_fields(step, draft, visitor), *step.more)
    read = read_fields(fields, draft, sending)
    errors = problems_of(fields, read, sending, today(visitor))
    if sending.typed.get(TRAP):
        errors[TRAP] = SENTENCES["trap"]
    if errors:
        return _page(visitor, step, draft, sending, errors)
    return _keep(visitor, step, draft, sending)


def _keep(visitor: Visitor, step: table.Step, draft: Draft, sending: Sending) -> HttpResponse:
    """Keep a page of answers, and go on."""
    key, fields = step.key, (*_fields(step, draft, visitor), *step.more)
    whole = draft.done >= {one.key for one in table.STEPS if table.applies(one, draft)}

    def answer(before: Draft) -> Draft:
        after = read_fields(fields, before, sending)
        return msgspec.structs.replace(
            after, done=before.done | {key}, language=visitor.words.code
        )

    try:
        visitor, draft = keep(visitor, answer)
    except DraftGoneError:
        return _begin_again(visitor, step, sending)
    following = table.after(key, draft)
    if whole and following in draft.done and not _must_see(following, draft):
        following = table.CHECK
    return go_to(visitor, following)


def _must_see(key: str, draft: Draft) -> bool:
    """Tell whether somebody who changes an answer must see the page after it once more."""
    if key == table.DANGER_MORE:
        return draft.danger_now is Answer.YES
    missing = {
        ContactWish.BY_EMAIL: not draft.reach.email,
        ContactWish.BY_PHONE: not draft.reach.phone,
    }
    return key == table.REACH_MORE and missing.get(draft.reach.wish, False)


def go_to(visitor: Visitor, key: str) -> HttpResponse:
    """Send the browser to a step."""
    names = {table.PLACES: "places", table.CHECK: "check"}
    return visitor.go(names[key]) if key in names else visitor.go("step", key)


def address_of(visitor: Visitor, key: str) -> str:
    """Return the address of a step."""
    names = {table.PLACES: "places", table.CHECK: "check"}
    return visitor.to(names[key]) if key in names else visitor.to("step", key)


def today(visitor: Visitor) -> date:
    """Return today's date, in UTC."""
    return visitor.counter.clock.now().date()


def _anew(visitor: Visitor) -> HttpResponse:
    """Show the first page to somebody whose draft has gone."""
    visitor = visitor.holding(Holds.NEW)
    step = _step("1")
    return _page(visitor, step, blank(visitor), Sending({}))


def _begin_again(visitor: Visitor, step: table.Step, sending: Sending) -> HttpResponse:
    """Show a page again whose draft has gone, with what was typed on it."""
    fresh = visitor.holding(Holds.NEW)
    return _page(fresh, step, blank(fresh), sending, notice=NOTICES["gone"])


def _step(key: str) -> table.Step:
    if key not in table.BY_KEY or key == table.PLACES:
        raise Http404
    return table.BY_KEY[key]


def _fields(step: table.Step, draft: Draft, visitor: Visitor) -> tuple[Field, ...]:
    return (_kind(visitor),) if step.key == table.KIND else step.fields(draft)


def _kind(visitor: Visitor) -> Field:
    """Return the question for the hotline's own categories."""
    words = visitor.words
    categories = visitor.parts.site.categories
    known = {one.key: one.name.said_in(words.code, words) for one in categories}
    known[UNSURE] = N_("I am not sure")
    return Field(
        "category",
        Kind.RADIOS,
        N_("What is it about?"),
        N_("Choose what fits best."),
        tuple(known.items()),
        lambda typed: typed if typed in known else "",
        helps={one.key: one.help.said_in(words.code, words) for one in categories},
    )


def _values(step: table.Step, draft: Draft, visitor: Visitor) -> dict[str, str]:
    fields = (*_fields(step, draft, visitor), *step.more)
    return {field.name: shown(draft, field.name) for field in fields}


def _page(
    visitor: Visitor,
    step: table.Step,
    draft: Draft,
    sending: Sending,
    errors: dict[str, str] | None = None,
    notice: str = "",
) -> HttpResponse:
    words = visitor.words
    told = {name: words(text) for name, text in (errors or {}).items()}
    sheet = Sheet(words, draft.relation, sending.value, told)
    fields = _fields(step, draft, visitor)
    heading = words(said(step.heading, draft.relation))
    named = bool(fields) and sheet.text(fields[0].label) == heading
    before = table.before(step.key, draft)
    context: dict[str, Any] = {
        "heading": "" if named else heading,
        "fields": [
            present(field, sheet, heading=named and not place)
            for place, field in enumerate(fields)
        ],
        "more": [present(field, sheet) for field in step.more],
        "open_more": any(sending.value(field.name) for field in step.more),
        "errors": [(f"#{name}", text) for name, text in told.items()],
        "notice": words(notice) if notice else "",
        "back": visitor.to("start") if before is None else address_of(visitor, before),
        "action": visitor.to("step", step.key),
        "keeps_typed": True,
        "trap": TRAP,
        "draft": draft,
        "help": _help(visitor, draft) if step.key == table.DANGER_MORE else [],
        "danger": step.key == table.DANGER_MORE and draft.danger_now is Answer.YES,
    }
    # The first page of a new visit is what a flood asks for most.
    is_new = step.key == "1" and not (draft.began_at or told or notice)
    status = 422 if told or notice else 200
    return visitor.page("step.html", heading, status, same=is_new, **context)


def _help(visitor: Visitor, draft: Draft) -> list[Any]:
    site = visitor.parts.site
    chosen = "" if visitor.held is None else visitor.held.country
    countries = [draft.country, draft.child.country, chosen, *site.countries]
    return help_in(countries, site, visitor.words)
