"""What is known of a report, opened for a command if it may and can; not how it looks."""

import os
from typing import Final

import click
import msgspec

from tipline import bootstrap
from tipline.cli.passphrases import find_passphrase
from tipline.config import Mode
from tipline.domain.audit.entry import Entry
from tipline.domain.desk import OpeningReason
from tipline.domain.moments import to_microseconds
from tipline.services.desk.open_report import OpenedReport, Room, open_by_command
from tipline.services.stored.list_reports import ListedReport, listed

_HISTORY: Final = 1_000
_NO_KEY: Final = "The rest is sealed, and the private key is not on this machine."
_NOT_ASKED: Final = "The rest is sealed and was not opened."
_NEVER_FINISHED: Final = "The rest is sealed: it was never finished, so it is nobody's to read."
_NO_REASON: Final = (
    "The rest is sealed. In production say why you open it here and not at the desk: --reason"
)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a report; `opened` is None while it is sealed, for the reason given."""

    listed: ListedReport
    sealed: str
    opened: OpenedReport | None
    supplements: tuple[int, ...]
    history: tuple[Entry, ...]
    people: dict[int, str]
    providers: dict[int, str]

    def __repr__(self) -> str:
        return f"Look({self.listed.number})"


def look_at(
    number: int, hotline: bootstrap.Hotline, reason: OpeningReason | None, *, sealed: bool
) -> Look | None:
    """Return what is known of a report, opened if that is possible; None if there is none.

    Raises:
        KeysUnusableError: the private key is there and cannot be used.
        StoreUnavailableError: the audit entry could not be written, so nothing was opened.
    """
    row = hotline.reader.report(number)
    if row is not None and row.supplements is not None:
        click.echo(f"{number} adds facts to report {row.supplements}, shown here.", err=True)
        number = row.supplements
    found = hotline.listing.row(number, to_microseconds(hotline.clock.now()))
    if found is None:
        return None
    report = listed(found)
    if hotline.settings.mode is not Mode.PRODUCTION:
        reason = reason or OpeningReason.TRIAL
    why = _NOT_ASKED if sealed else _why_sealed(report, hotline, reason)
    opened = None
    if not why and reason is not None:
        opened = open_by_command(number, reason, f"command:{os.getuid()}", _room(hotline))
    desk = hotline.desk_reader
    return Look(
        listed=report,
        sealed=why,
        opened=opened,
        supplements=tuple(hotline.reader.supplements(number)),
        history=tuple(desk.history(number, _HISTORY)),
        people={one.id: one.name for one in desk.users()},
        providers={one.id: one.name for one in hotline.reader.providers()},
    )


def _why_sealed(
    report: ListedReport, hotline: bootstrap.Hotline, reason: OpeningReason | None
) -> str:
    """Say why a report is not opened; nothing if it is to be."""
    if report.desk is None:
        return _NEVER_FINISHED
    if not hotline.can_open:
        return _NO_KEY
    production = hotline.settings.mode is Mode.PRODUCTION
    if reason is None or (production and reason is OpeningReason.TRIAL):
        return _NO_REASON
    return ""


def _room(hotline: bootstrap.Hotline) -> Room:
    return Room(
        reader=hotline.reader,
        desk=hotline.desk_reader,
        writer=hotline.writer(),
        opener=hotline.opener(find_passphrase(hotline.settings)),
    )
