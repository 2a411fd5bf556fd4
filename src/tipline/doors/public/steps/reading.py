"""Reads a sent page into the draft, and says what is wrong with it in the visitor's words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

import msgspec

from tipline.domain.public.check_draft import check_draft
from tipline.domain.public.draft import Draft
from tipline.domain.public.excise import without_files
from tipline.domain.public.texts import is_binary, without_binary
from tipline.doors.public.steps.fields import Field, Kind, assign
from tipline.doors.public.steps.sentences import SENTENCES, UNKNOWN

Kept = TypeVar("Kept", bound=msgspec.Struct)

_DAY: tuple[str, ...] = ("day", "month", "year")


class Sending(NamedTuple):
    """What was sent from a page: by input name, as it was typed."""

    typed: Mapping[str, str]

    def value(self, name: str) -> str:
        """Return what to show again; what looked like a file is cut out of it."""
        return without_files(without_binary(self.typed.get(name, "")))


def read_fields(fields: Iterable[Field], draft: Kept, sending: Sending) -> Kept:
    """Return the draft with what was sent for these fields; a field that is missing is empty."""
    for field in fields:
        for name in _DAY if field.kind is Kind.DAY else (field.name,):
            draft = assign(draft, name, field.convert(sending.typed.get(name, "")))
    return draft


def problems_of(
    fields: Iterable[Field], draft: Draft, sending: Sending, today: date, prefix: str = ""
) -> dict[str, str]:
    """Return what is wrong with these fields: by field, the first problem, still in English.

    What was typed is looked at too: reading it has taken out what is no text. `prefix` is where
    the fields stand in the draft, as with one place of several.
    """
    fields = tuple(fields)
    found = {
        field.name: SENTENCES["file_in_text"]
        for field in fields
        if is_binary(sending.typed.get(field.name, ""))
    }
    problems = check_draft(draft, today=today)
    for field in fields:
        paths = {f"{prefix}/{name}" for name in _DAY} if field.kind is Kind.DAY else set()
        paths.add(prefix + field.path)
        for problem in problems:
            if problem.path in paths and field.name not in found:
                found[field.name] = SENTENCES.get(problem.code, UNKNOWN)
                break
    return found
