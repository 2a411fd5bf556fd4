"""The pages behind a link: how the referral stands, and the three ways to answer it.

A GET changes nothing: scanners of mail follow links. Nothing of a report is shown, ever.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from django.http import HttpResponse

from tipline.config import SettingsError
from tipline.domain.directory.index import Directory
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.referrals.states import (
    LONGEST_NOTE,
    NEXT,
    STEP_OF,
    AnswerKind,
    DeclineReason,
    OutcomeCode,
)
from tipline.doors.partner import wording
from tipline.doors.partner.choices import agency_names, groups_of
from tipline.doors.partner.forms import (
    LONGEST_NAME,
    LONGEST_REMARK,
    Read,
    read_decline,
    read_outcome,
)
from tipline.doors.partner.replies import AWAY, NOT_TAKEN, OLD_FORM
from tipline.doors.partner.visit import Visit, json_answer, no_link, wants_json
from tipline.ports.operations import Done
from tipline.services.referrals.answer_referral import (
    Answer,
    Asked,
    Unanswerable,
    Unfit,
    answer_referral,
    look_by_link,
)

_KEPT: Final = "kept=yes"
_NUMBER: Final = re.compile("[0-9]{1,18}")
_CONFLICT: Final = 409
_WRONG: Final = 422

_Form = Callable[[Visit, Asked, Mapping[str, str], int], HttpResponse]


def show(visit: Visit) -> HttpResponse:
    """Show what a link is for, to a person or a program."""
    asked = _asked(visit)
    if asked is None:
        return no_link(visit.request)
    if wants_json(visit.request):
        return json_answer(wording.told(asked))
    return _front(visit, asked)


def acknowledge(visit: Visit) -> HttpResponse:
    """Keep that the agency has it; once is enough."""
    asked = _asked(visit)
    if asked is None:
        return no_link(visit.request)
    if _has_acknowledged(asked):
        return visit.go(_KEPT)
    return _keep(visit, asked, Answer(kind=AnswerKind.ACKNOWLEDGED), None)


def show_outcome(visit: Visit) -> HttpResponse:
    """Ask what came of it."""
    return _show_form(visit, _outcome_form, AnswerKind.OUTCOME)


def take_outcome(visit: Visit) -> HttpResponse:
    """Keep what came of it, or show what is wrong."""
    return _take(visit, _outcome_form, lambda _asked: read_outcome(visit.typed()))


def show_decline(visit: Visit) -> HttpResponse:
    """Ask why it is declined, and who should have it."""
    return _show_form(visit, _decline_form, AnswerKind.DECLINED)


def take_decline(visit: Visit) -> HttpResponse:
    """Keep that it is declined, or show what is wrong."""

    def read(asked: Asked) -> Read:
        return read_decline(visit.typed(), agency_names(_directory(visit), asked))

    return _take(visit, _decline_form, read)


def old_form(visit: Visit) -> HttpResponse:
    """Show a form again whose token is missing or too old, with what was typed."""
    asked = _asked(visit)
    if asked is None:
        return no_link(visit.request)
    name = "" if visit.request.resolver_match is None else visit.request.resolver_match.url_name
    form = {"outcome": _outcome_form, "decline": _decline_form}.get(str(name))
    if form is None:
        return _front(visit, asked, 403, {"acknowledge": OLD_FORM})
    return form(visit, asked, {"send": OLD_FORM}, 403)


def _asked(visit: Visit) -> Asked | None:
    found = look_by_link(visit.token, visit.parts.answering())
    return None if isinstance(found, Unanswerable) else found


def _show_form(visit: Visit, form: _Form, kind: AnswerKind) -> HttpResponse:
    asked = _asked(visit)
    if asked is None:
        return no_link(visit.request)
    return form(visit, asked, {}, 200) if _may(asked, kind) else visit.go()


def _take(visit: Visit, form: _Form, read: Callable[[Asked], Read]) -> HttpResponse:
    asked = _asked(visit)
    if asked is None:
        return no_link(visit.request)
    found = read(asked)
    if found.answer is None:
        return form(visit, asked, found.problems, _WRONG)
    return _keep(visit, asked, found.answer, form)


def _keep(visit: Visit, asked: Asked, answer: Answer, form: _Form | None) -> HttpResponse:
    """Keep an answer and say so; what was typed stays if it cannot be kept."""
    ports = visit.parts.answering()
    answer = msgspec.structs.replace(answer, after=_shown(visit.typed().get("after", "")))
    chosen = {answer.redirected_to} - {None}
    try:
        result = answer_referral(visit.token, answer, {one for one in chosen if one}, ports)
    except StoreUnavailableError:
        return _again(visit, asked, form, AWAY.advice, AWAY.status)
    if isinstance(result, Done):
        return visit.go(_KEPT)
    if isinstance(result, Unanswerable):
        return no_link(visit.request)
    if isinstance(result, Unfit):  # the form has the same rules, so nobody comes here by typing
        return _again(visit, asked, form, NOT_TAKEN, _WRONG)
    now = _asked(visit)
    if now is None:
        return no_link(visit.request)
    return _again(visit, now, form, NOT_TAKEN, _CONFLICT)


def _again(
    visit: Visit, asked: Asked, form: _Form | None, problem: str, status: int
) -> HttpResponse:
    if form is None:
        return _front(visit, asked, status, {"acknowledge": problem})
    return form(visit, asked, {"send": problem}, status)


def _front(
    visit: Visit, asked: Asked, status: int = 200, problems: Mapping[str, str] | None = None
) -> HttpResponse:
    names = {one.id: one.name for one in _directory(visit)} if asked.answers else {}
    answers = [(one, wording.answer_words(one, names)) for one in asked.answers]
    is_kept = visit.request.META.get("QUERY_STRING") == _KEPT
    may = {kind.value: _may(asked, kind) for kind in AnswerKind}
    may[AnswerKind.ACKNOWLEDGED] &= not _has_acknowledged(asked)
    return visit.page(
        "answer.html",
        status,
        **_shared(visit, asked, problems or {}),
        state=wording.STATES[asked.referral.state],
        answers=answers,
        kept=wording.lowered(answers[-1][1]) if answers and is_kept else "",
        may=may,
    )


def _outcome_form(
    visit: Visit, asked: Asked, problems: Mapping[str, str], status: int
) -> HttpResponse:
    return visit.page(
        "outcome.html",
        status,
        **_shared(visit, asked, problems),
        choices=_choices(wording.OUTCOMES, visit.typed().get("outcome", "")),
        first=next(iter(OutcomeCode)).value,
        longest=LONGEST_NOTE,
    )


def _decline_form(
    visit: Visit, asked: Asked, problems: Mapping[str, str], status: int
) -> HttpResponse:
    return visit.page(
        "decline.html",
        status,
        **_shared(visit, asked, problems),
        choices=_choices(wording.REASONS, visit.typed().get("reason", "")),
        first=next(iter(DeclineReason)).value,
        groups=groups_of(_directory(visit), asked),
        longest=LONGEST_REMARK,
        longest_name=LONGEST_NAME,
    )


def _shared(visit: Visit, asked: Asked, problems: Mapping[str, str]) -> dict[str, Any]:
    return {
        "house": visit.parts.house,
        "referral": asked.referral,
        "version": asked.version,
        "after": asked.answers[-1].number if asked.answers else 0,
        "typed": visit.typed(),
        "problems": dict(problems),
    }


def _choices(words: Mapping[Any, wording.Words], chosen: str) -> list[dict[str, Any]]:
    """Return the options of a closed list as the component takes them."""
    found: list[dict[str, Any]] = []
    for code, said in words.items():
        one = {"value": code.value, "text": said.name, "checked": code.value == chosen}
        found.append(one | ({"hint": {"text": said.meaning}} if said.meaning else {}))
    return found


def _may(asked: Asked, kind: AnswerKind) -> bool:
    """Tell whether an answer can follow where the referral stands."""
    return (asked.referral.state, STEP_OF[kind]) in NEXT


def _has_acknowledged(asked: Asked) -> bool:
    """Tell whether the last that was said of this version is that they have it."""
    newest = asked.answers[-1] if asked.answers else None
    place = None if newest is None else (newest.kind, newest.version)
    return place == (AnswerKind.ACKNOWLEDGED, asked.version.version)


def _shown(after: str) -> int:
    """Return the number of the last answer that the page showed, by its hidden field."""
    return int(after) if _NUMBER.fullmatch(after) else 0


def _directory(visit: Visit) -> Directory:
    """Return the agencies; none while the operator's records cannot be read: a name does too."""
    try:
        return visit.parts.directory()
    except SettingsError:
        return Directory(())
