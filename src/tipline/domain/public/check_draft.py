"""What is wrong with a draft, in words its visitor can act on; nothing left empty ever is.

Codes are stable: doors translate them, and show the field that the path names.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tipline.domain.checks import check_report
from tipline.domain.checks.controls import CONTROLS
from tipline.domain.checks.smuggling import hides_file
from tipline.domain.identifiers import email, phone
from tipline.domain.places import COUNTRY_CODES
from tipline.domain.problems import Problem
from tipline.domain.public.compose import compose
from tipline.domain.public.draft import (
    LONGEST_ADDRESSES,
    LONGEST_LINE,
    LONGEST_NAMES,
    LONGEST_NARRATIVE,
    MOST_BLOCKS,
    Block,
    Draft,
    PlaceKind,
    Reach,
)
from tipline.domain.public.when import FIRST_YEAR, earliest, typed_date
from tipline.domain.vocabulary import ContactWish

LONGEST_NAME: Final = 100
"""Characters of a service, a region or a category: what the report's own fields take."""

LONGEST_TIME: Final = 40
"""Characters of a time of day, which is kept as it was typed."""

_ZONE: Final = re.compile(r"[+-](?:0[0-9]|1[0-4]):[0-5][0-9]")
_SENTENCES: Final = {
    "control_character": "Binary control characters are not text: leave them out.",
    "file_in_text": "This looks like a file. Files cannot be taken: say in words what matters.",
    "day_impossible": "There is no such day. Leave empty what you do not know.",
    "day_ahead": "This day has not come yet.",
    "time_unreadable": f"A time has at most {LONGEST_TIME} characters, as in 20:15.",
    "zone_unknown": "A zone is written as in +02:00.",
    "country_unknown": "Choose a country from the list.",
    "too_many_blocks": f"At most {MOST_BLOCKS} places fit in one report.",
    "contact_missing": "Say how you can be reached, or choose another way.",
    "email_unreadable": "This is not an e-mail address, as in name@example.org.",
    "phone_unreadable": "This is not a phone number.",
}
_FIELD_OF: Final = {
    "reported": "/other/details",
    "victims": "/child/details",
    "incidents": "/blocks/0/text",
}
"""Where texts that only together make a file are shown to their visitor."""


def check_draft(draft: Draft, today: date) -> list[Problem]:
    """Return everything that is wrong with a draft; paths are JSON Pointers into it.

    `today` is the date in UTC; it may be a day later where the visitor is.
    """
    problems = [
        *_texts(draft),
        *_names(draft.other.names),
        *_places(draft, today),
        *_reach(draft.reach),
    ]
    if not problems:
        problems += _together(draft, today)
    return problems


def _problem(path: str, code: str) -> Problem:
    return Problem(path=path, code=code, message=_SENTENCES[code])


def _texts(draft: Draft) -> Iterator[Problem]:
    for path, text, longest in _fields(draft):
        if len(text) > longest:
            message = f"At most {longest:,} characters are taken here; this has {len(text):,}."
            yield Problem(path=path, code="too_long", message=message)
        if CONTROLS.search(text):
            yield _problem(path, "control_character")
        if hides_file(text):
            yield _problem(path, "file_in_text")
    for path, country in (
        ("/child/country", draft.child.country),
        ("/other/country", draft.other.country),
        ("/country", draft.country),
    ):
        if country not in COUNTRY_CODES:
            yield _problem(path, "country_unknown")


def _names(names: str) -> Iterator[Problem]:
    """Each line is one name in the report, and as long as a field; the whole has its own limit."""
    longest = max((len(line.strip()) for line in names.splitlines()), default=0)
    if len(names) <= LONGEST_NAMES and longest > LONGEST_LINE:
        message = f"At most {LONGEST_LINE:,} characters fit on a line; one has {longest:,}."
        yield Problem(path="/other/names", code="too_long", message=message)


def _fields(draft: Draft) -> Iterator[tuple[str, str, int]]:
    """Yield the path, the text and the most characters of all that can be typed."""
    yield "/category", draft.category, LONGEST_NAME
    for index, block in enumerate(draft.blocks):
        yield from _fields_of(block, f"/blocks/{index}")
    yield "/narrative", draft.narrative, LONGEST_NARRATIVE
    yield "/child/region", draft.child.region, LONGEST_NAME
    yield "/child/name", draft.child.name, LONGEST_LINE
    yield "/child/details", draft.child.details, LONGEST_NARRATIVE
    yield "/other/names", draft.other.names, LONGEST_NAMES
    yield "/other/region", draft.other.region, LONGEST_NAME
    yield "/other/details", draft.other.details, LONGEST_NARRATIVE
    yield "/region", draft.region, LONGEST_NAME
    yield "/reach/email", draft.reach.email, LONGEST_LINE
    yield "/reach/phone", draft.reach.phone, LONGEST_LINE
    yield "/reach/times", draft.reach.times, LONGEST_LINE


def _fields_of(block: Block, path: str) -> Iterator[tuple[str, str, int]]:
    longest = LONGEST_ADDRESSES if block.kind is PlaceKind.WEB else LONGEST_LINE
    yield f"{path}/text", block.text, longest
    yield f"{path}/service", block.service, LONGEST_NAME
    # How long a time is has a code of its own.
    yield f"{path}/time", block.time, max(LONGEST_TIME, len(block.time))


def _places(draft: Draft, today: date) -> Iterator[Problem]:
    if len(draft.blocks) > MOST_BLOCKS:
        yield _problem("/blocks", "too_many_blocks")
    for index, block in enumerate(draft.blocks):
        path = f"/blocks/{index}"
        code = _day_problem(block, today)
        if code is not None:
            yield _problem(f"{path}/day", code)
        if len(block.time.strip()) > LONGEST_TIME:
            yield _problem(f"{path}/time", "time_unreadable")
        if block.zone and not _ZONE.fullmatch(block.zone):
            yield _problem(f"{path}/zone", "zone_unknown")


def _day_problem(block: Block, today: date) -> str | None:
    typed = typed_date(block)
    if typed is None:
        return "day_impossible"
    if typed.year is not None and not FIRST_YEAR <= typed.year <= today.year + 1:
        return "day_impossible"
    first = earliest(typed)
    if first is not None and first > today + timedelta(days=1):
        return "day_ahead"
    return None


def _reach(reach: Reach) -> Iterator[Problem]:
    """Only the way that was chosen must lead somewhere."""
    if reach.wish is ContactWish.BY_EMAIL:
        if not reach.email.strip():
            yield _problem("/reach/email", "contact_missing")
        elif email.normal_form(reach.email) is None:
            yield _problem("/reach/email", "email_unreadable")
    if reach.wish is ContactWish.BY_PHONE:
        if not reach.phone.strip():
            yield _problem("/reach/phone", "contact_missing")
        elif phone.normal_form(reach.phone) is None:
            yield _problem("/reach/phone", "phone_unreadable")


def _together(draft: Draft, today: date) -> Iterator[Problem]:
    """Check what the draft's texts become: some make a file only when they stand together."""
    report, _ = compose(
        draft, consent_version=None, unconfirmed=False, incomplete=False, categories={}
    )
    for problem in check_report(report, datetime.combine(today, time(), UTC)):
        path = _FIELD_OF.get(problem.path.split("/")[1], "/narrative")
        yield Problem(path=path, code=problem.code, message=problem.message)
