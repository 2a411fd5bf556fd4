"""What should be looked at in the directory: age, proof, coverage, and how bodies are reached.

Faults of a record's form are not here: such a directory is never read (config/agencies).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tipline.domain.directory.agency import Agency, AgencyKind, Channel
from tipline.domain.directory.index import Directory, countries_of
from tipline.domain.directory.territories import EU_STATES, US_STATES
from tipline.domain.report.part import Part

GOOD_FOR: Final = timedelta(days=180)
"""A record that nobody checked for longer is stale (interop reference, section 4)."""


class Doubt(StrEnum):
    """What is doubtful; in the order of how much it matters."""

    UNCOVERED = "uncovered"
    """The law wants a body there, and no record has one."""
    STALE = "stale"
    """Nobody checked the record for longer than `GOOD_FOR`, or its day is in the future."""
    PROVISIONAL = "provisional"
    """Records have bodies there, but nobody verified any of them."""
    SHADOWED = "shadowed"
    """A record of the operator hides one of ours that was checked later."""
    UNVERIFIED = "unverified"
    """Nobody verified the record: nothing is routed to it by itself."""
    UNREACHABLE = "unreachable"
    """No key and no channel: packages are downloaded and handed over by hand."""


class Shadow(Part, frozen=True, kw_only=True):
    """An operator's record that replaces facts of one of ours, with the days of both.

    `own_checked` is None where the operator's record says no day of its own.
    """

    agency: str
    file: str
    fields: tuple[str, ...]
    checked: date
    own_checked: date | None = None


class DirectoryFinding(Part, frozen=True, kw_only=True):
    """One thing to look at: of an agency by its id, or of a place (ISO 3166-1 or 3166-2)."""

    doubt: Doubt
    agency: str | None = None
    place: str | None = None
    countries: tuple[str, ...] = ()
    message: str


def check_directory(
    agencies: Sequence[Agency], today: date, shadows: Iterable[Shadow] = ()
) -> tuple[DirectoryFinding, ...]:
    """Return what should be looked at, ordered by doubt and then as the records stand."""
    found = [
        *_by_record(agencies, today),
        *_by_place(Directory(agencies)),
        *_shadowed({agency.id: agency for agency in agencies}, shadows),
    ]
    order = [*Doubt]
    return tuple(sorted(found, key=lambda one: order.index(one.doubt)))


def _by_record(agencies: Iterable[Agency], today: date) -> Iterator[DirectoryFinding]:
    for agency in agencies:
        if agency.checked > today:
            yield _of(agency, Doubt.STALE, f"checked on {agency.checked}, which is to come")
        elif today - agency.checked > GOOD_FOR:
            age = (today - agency.checked).days
            yield _of(agency, Doubt.STALE, f"last checked on {agency.checked}, {age} days ago")
        if not agency.verified:
            yield _of(agency, Doubt.UNVERIFIED, "nobody compared this record with its source")
        if agency.channel is Channel.DOWNLOAD and agency.age_recipient is None:
            yield _of(agency, Doubt.UNREACHABLE, "download alone, and no key to encrypt to")


def _of(agency: Agency, doubt: Doubt, message: str) -> DirectoryFinding:
    return DirectoryFinding(
        doubt=doubt, agency=agency.id, countries=countries_of(agency), message=message
    )


def _by_place(directory: Directory) -> Iterator[DirectoryFinding]:
    """Yield the places that lack a body; Europol is one for all, so it stands in for no state."""
    forces = directory.of_kind(AgencyKind.TASK_FORCE)
    for state in US_STATES:
        there = [one for one in forces if _has_part(one, state)]
        yield from _lack(there, state, "US", "task force")
    named = directory.of_kind(AgencyKind.ARTICLE_18)
    for country in EU_STATES:
        there = [one for one in named if countries_of(one) == (country,)]
        yield from _lack(there, country, country, "authority for Article 18 notices")
    known = dict.fromkeys(country for one in directory for country in countries_of(one))
    for country in known:
        if country not in EU_STATES:
            yield from _lack(directory.in_country(country), country, country, "body")


def _lack(
    there: Sequence[Agency], place: str, country: str, body: str
) -> Iterator[DirectoryFinding]:
    if any(agency.verified for agency in there):
        return
    doubt = Doubt.PROVISIONAL if there else Doubt.UNCOVERED
    message = f"no {body} there is verified" if there else f"no record has a {body} for it"
    yield DirectoryFinding(doubt=doubt, place=place, countries=(country,), message=message)


def _has_part(agency: Agency, state: str) -> bool:
    """Tell whether an agency covers a state or some of its counties."""
    return any(state in coverage.subdivisions for coverage in agency.covers)


def _shadowed(
    agencies: dict[str, Agency], shadows: Iterable[Shadow]
) -> Iterator[DirectoryFinding]:
    """Yield the operator's records that are older than the one of ours they hide."""
    for shadow in shadows:
        if shadow.own_checked is None or shadow.own_checked < shadow.checked:
            fields = ", ".join(shadow.fields)
            message = f"{shadow.file} replaces {fields}; ours was checked later, {shadow.checked}"
            yield _of(agencies[shadow.agency], Doubt.SHADOWED, message)
