"""All answers of a draft as they are read back before they are sent: text, never a link."""

from typing import NamedTuple

import msgspec

from tipline.domain.public.draft import Block, Draft
from tipline.doors.public.steps import table
from tipline.doors.public.steps.fields import Field, Kind, said, shown
from tipline.doors.public.steps.present import Sheet
from tipline.doors.public.steps.questions import COUNTRY
from tipline.doors.public.steps.where import PLACE_FIELDS, PLACES, WHEN
from tipline.doors.public.words import N_, Words


class Row(NamedTuple):
    """A question and its answer, both as they are shown."""

    question: str
    answer: str


class Part(NamedTuple):
    """The answers of one page; `key` is its step, `place` the number of a place, 0 if none."""

    key: str
    title: str
    rows: list[Row]
    place: int = 0


def summarise(draft: Draft, words: Words, categories: dict[str, str]) -> list[Part]:
    """Return every page with its answers; a page without any says so by having no rows.

    `categories` has the names of the hotline's categories in this language.
    """
    parts: list[Part] = []
    for step in table.STEPS:
        if not table.applies(step, draft):
            continue
        title = words(said(step.summary, draft.relation))
        if step.key == table.KIND:
            rows = [Row(title, categories[draft.category])] if draft.category in categories else []
            parts.append(Part(step.key, title, rows))
        elif step.key == table.PLACES:
            parts.extend(_places(draft, words, title))
        else:
            fields = (*step.fields(draft), *step.more)
            rows = _rows(fields, draft, Sheet(words, draft.relation, lambda _: "", {}))
            parts.append(Part(step.key, title, rows))
    return parts


def _places(draft: Draft, words: Words, title: str) -> list[Part]:
    if not draft.blocks:
        return [Part(table.PLACES, title, [])]
    found = []
    for place, block in enumerate(draft.blocks, start=1):
        sheet = Sheet(words, draft.relation, lambda _: "", {})
        rows = _rows((*PLACE_FIELDS[block.kind], *WHEN), block, sheet)
        found.append(Part(table.PLACES, words(PLACES[block.kind]), rows, place))
    return found


def _rows(fields: tuple[Field, ...], kept: msgspec.Struct, sheet: Sheet) -> list[Row]:
    rows = []
    for field in fields:
        answer = _answer(field, kept, sheet)
        if answer:
            rows.append(Row(sheet.text(said(field.label, sheet.relation)), answer))
    return rows


def _answer(field: Field, kept: msgspec.Struct, sheet: Sheet) -> str:
    """Return an answer as it is shown; empty if there is none."""
    if field.kind is Kind.DAY and isinstance(kept, Block):
        return " ".join(filter(None, (kept.day, kept.month, kept.year)))
    value = shown(kept, field.name)
    if field.kind is Kind.TICK:
        return sheet.words(N_("Yes")) if value == "yes" else ""
    if not value:
        return ""
    if any(option == COUNTRY for option, _ in field.options):
        return sheet.words.country(value)
    options = dict(field.options)
    return sheet.text(options[value]) if value in options else value
