"""One outbox and what is in it, for whoever looks after it: listings, details, retry, hold.

It needs no credentials; `Filer` adds taking reports in.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tipline.domain.errors import TiplineError
from tipline.domain.moments import to_microseconds
from tipline.filing.errors import ItemStateError, OutboxUnavailableError, OutboxUnusableError
from tipline.filing.outbox.book import Book, Owner
from tipline.filing.outbox.file import NAME, Database
from tipline.filing.outbox.items import Event, Gate, Item
from tipline.filing.outbox.preservation import preserved_until
from tipline.filing.outbox.states import OVER, Outcome, State
from tipline.filing.outbox.vault import create_keys, load_vault
from tipline.filing.surroundings import SystemTime
from tipline.ports.clock import Clock


class Outbox:
    """An outbox in a folder; it is made if an owner is named and there is none.

    Raises:
        OutboxUnusableError: there is none, or it is another service's.
        OutboxUnavailableError: it cannot be opened now.
        KeysUnusableError: a key is missing, damaged, or open to others.
    """

    def __init__(
        self, folder: Path | str, *, owner: Owner | None = None, clock: Clock | None = None
    ) -> None:
        self.folder = Path(folder)
        self.clock = clock or SystemTime()
        if owner is None and not (self.folder / NAME).exists():
            raise OutboxUnusableError("There is no outbox in this folder yet.")
        with _alone(self.folder):
            if not (self.folder / NAME).exists():
                create_keys(self.folder)
                (self.folder / NAME).touch(mode=0o600)
            self.vault = load_vault(self.folder)
            self._database = Database(self.folder)
        self.book = Book(self._database)
        try:
            if owner is not None:
                self.book.claim(owner)
            self.book.owner()
        except TiplineError:
            self.close()
            raise

    def owner(self) -> Owner:
        """Return with whom this outbox files, and as whom."""
        return self.book.owner()[1]

    def item(self, number: int) -> Item:
        """Return how a report stands.

        Raises:
            ItemUnknownError: there is none with this number.
        """
        return self.book.item(number)

    def items(self) -> Iterator[Item]:
        """Yield all reports, newest first."""
        return self.book.each()

    def events(self, number: int) -> list[Event]:
        """Return what happened to a report, oldest first."""
        self.book.item(number)
        return self.book.events(number)

    def stuck(self) -> list[Item]:
        """Return reports that a person has to look at, oldest first."""
        now = to_microseconds(self.clock.now())
        return [item for item in self.book.unfiled() if item.is_stuck(now)]

    def gate(self) -> Gate:
        """Return whether the service is being called, and why not."""
        return self.book.gate()

    def retry(self, number: int) -> Item:
        """Go on with a report at once, also one that was refused.

        Raises:
            ItemUnknownError: there is none with this number.
            ItemStateError: it is filed already.
        """
        item, now = self.book.item(number), to_microseconds(self.clock.now())
        if item.state in OVER:
            raise ItemStateError("The report is filed already, or was dropped.")
        if item.state is State.REFUSED:
            again = {"tries": 0, "told": 0, "attempt": item.attempt + 1, "report_id": None}
            self.book.move(item, Outcome.AGAIN, now, columns=again)
        else:
            self.book.note(number, "retry", now, {"next_at": now, "tries": 0, "told": 0})
        self.book.set_gate(Gate())
        return self.book.item(number)

    def hold(self, number: int, reason: str | None) -> Item:
        """Keep a report beyond its preservation, with a reason; None lets it go again."""
        self.book.item(number)
        if not self.book.set_hold(number, reason or None, to_microseconds(self.clock.now())):
            raise ItemStateError("Its content was erased when its preservation was over.")
        return self.book.item(number)

    def drop(self, number: int, reason: str) -> Item:
        """End a report that was refused or waits to be sent; its content is kept.

        Raises:
            ItemUnknownError: there is none with this number.
            ItemStateError: the service has it, or had it: it may have been filed.
        """
        item, now = self.book.item(number), self.clock.now()
        if item.state not in {State.QUEUED, State.REFUSED}:
            raise ItemStateError("The service has it already: it cannot be dropped.")
        until = to_microseconds(preserved_until(now))
        kept = {"preserve_until": until, "working_key": None, "said": None}
        self.book.move(item, Outcome.DROPPED, to_microseconds(now), columns=kept)
        self.book.note(number, f"dropped: {reason[:_LONGEST_REASON]}", to_microseconds(now))
        return self.book.item(number)

    def needs_person(self) -> bool:
        """Tell whether somebody has to look: at a report, or at credentials and address."""
        trouble = self.gate().trouble
        return bool(self.stuck()) or (trouble is not None and trouble.code in _MENDED_BY_PEOPLE)

    def close(self) -> None:
        """Close the outbox."""
        self._database.close()


_LONGEST_REASON: Final = 500
_MENDED_BY_PEOPLE: Final = frozenset({"filing_credentials", "filing_address", "filing_final"})


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time set the outbox up; the folder is made if it is not there."""
    try:
        _make(folder)
        descriptor = os.open(folder / "setup.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    except OSError:  # its words name the path
        raise OutboxUnavailableError(
            "The folder of the outbox cannot be made or written to: look at rights and disk."
        ) from None


def _make(folder: Path) -> None:
    """Make a folder and those above it, on disk: a power cut must not take it away again."""
    made = [place for place in (folder, *folder.absolute().parents) if not place.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in made:
        descriptor = os.open(place.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
