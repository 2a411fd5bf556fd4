"""Finds reports by an identifier, however it is written, without opening any.

Real reports and tests are looked up apart: no number of tests can hide a real report.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from tipline.domain.identifiers import (
    Identifier,
    IdentifierKind,
    account,
    device,
    display_form,
    email,
    group,
    ip,
    known_common,
    phone,
    prior_report,
    screen_name,
)
from tipline.domain.identifiers.web import profile_url, url
from tipline.ports.desk import DeskReader, ItemRow, UserRow
from tipline.ports.operations import RecordSearch, Request
from tipline.ports.sealing import BlindIndex
from tipline.ports.stores import Reader, Writer

MOST: Final = 50
"""Reports shown for one kind, and as many tests; with more, the search says so."""

_LOOKS: Final = (MOST + 1, 16 * MOST)
"""How many sightings are looked at: more if reports that are not at the desk are among them."""

_ANY: Final = "any"
_UNTYPED: Final = "\0"
"""What nobody types and PostgreSQL takes in no text."""

_LONGEST: Final = 4_000

FORMS: Final[dict[IdentifierKind, Callable[[str, str | None], Identifier | None]]] = {
    IdentifierKind.EMAIL: lambda text, _: email.normal_form(text),
    IdentifierKind.PHONE: lambda text, _: phone.normal_form(text),
    IdentifierKind.ACCOUNT: account.normal_form,
    IdentifierKind.SCREEN_NAME: screen_name.normal_form,
    IdentifierKind.PROFILE_URL: lambda text, _: profile_url.normal_form(text),
    IdentifierKind.URL: lambda text, _: url.normal_form(text),
    IdentifierKind.IP: lambda text, _: ip.normal_form(text),
    IdentifierKind.DEVICE: lambda text, kind: device.normal_form(text, kind or ""),
    IdentifierKind.GROUP: group.normal_form,
    IdentifierKind.PRIOR_REPORT: lambda text, _: prior_report.normal_form(text),
}
"""How each kind that can be searched for comes to its normal form, with service or type."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The reports at the desk with an identifier, newest first; `more` if others have it too."""

    items: tuple[ItemRow, ...]
    more: bool


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One identifier, with the real reports and the tests that have it."""

    identifier: Identifier
    shown: str
    common: bool
    real: Found
    tests: Found

    def __repr__(self) -> str:
        return f"Match({self.identifier.kind.value})"


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to search."""

    reader: Reader
    desk: DeskReader
    writer: Writer
    index: BlindIndex


def find_reports(
    text: str, kind: IdentifierKind | None, scope: str | None, user: UserRow, archive: Archive
) -> tuple[Match, ...] | None:
    """Return what was found for each kind the text can be; None if it can be none of them.

    `scope` is the service, or the type of a device. The audit log has the search before it is
    made: who searched for which kind, never for what.

    Raises:
        StoreUnavailableError: the store cannot be read, or nobody knows whether the audit entry
            was written; then nothing was looked up.
    """
    kinds = list(FORMS) if kind is None else [kind]
    if _UNTYPED in text or _UNTYPED in (scope or ""):
        return None
    forms = [FORMS[one](text[:_LONGEST], scope or None) for one in kinds]
    identifiers = list(dict.fromkeys(form for form in forms if form is not None))
    if not identifiers:
        return None
    operation = RecordSearch(user=user.id, kind=_ANY if kind is None else kind.value)
    archive.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
    return tuple(_match(identifier, archive) for identifier in identifiers)


def _match(identifier: Identifier, archive: Archive) -> Match:
    return Match(
        identifier=identifier,
        shown=display_form(identifier),
        common=known_common(identifier),
        real=_found(identifier, archive, is_test=False),
        tests=_found(identifier, archive, is_test=True),
    )


def _found(identifier: Identifier, archive: Archive, *, is_test: bool) -> Found:
    named = (identifier.kind.value, identifier.scope, identifier.value)
    # In this order: what is found under the present key may be put under the coming one meanwhile.
    blinds = [one.blind(*named, is_test=is_test) for one in archive.index.blinders()]
    for limit in _LOOKS:
        seen = {n for blind in blinds for n in archive.reader.reports_sighting(blind, limit)}
        numbers = sorted(seen, reverse=True)[:limit]
        items = _items(numbers, archive)
        if len(items) > MOST or len(numbers) < limit:
            break
    more = len(items) > MOST or len(numbers) == limit
    return Found(items=tuple(items[:MOST]), more=more)


def _items(numbers: list[int], archive: Archive) -> list[ItemRow]:
    """Return the reports at the desk; a supplement stands for the report it was added to."""
    found: dict[int, ItemRow] = {}
    for number in numbers:
        item = archive.desk.item(number)
        if item is None:
            row = archive.reader.report(number)
            if row is not None and row.supplements is not None:
                item = archive.desk.item(row.supplements)
        if item is not None:
            found[item.number] = item
    return list(found.values())
