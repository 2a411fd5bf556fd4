"""The folders of `tipline watch`: what was dropped, what waits, what is filed or refused.

A file is moved only after what it says is on disk elsewhere, so each move can be made again.
"""

import os
import tempfile
from pathlib import Path
from typing import Final

import click

from tipline.cli.filing.take import Taken, take
from tipline.cli.reports.sources import printable
from tipline.codecs.platform import Mapping
from tipline.filing import Filer
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State

_KINDS: Final = frozenset({".xml", ".json"})
_QUIET_SECONDS: Final = 2
"""A file that changed so lately may still be written."""
_NAMED: Final = ".item-"
"""Stands between a file's name and the number of its item while it waits."""


class Places:
    """The folder that is watched, and those below it."""

    def __init__(self, folder: Path) -> None:
        self.drop = folder
        self.waiting = folder / "waiting"
        self.filed = folder / "filed"
        self.refused = folder / "refused"

    def make(self) -> None:
        """Make what is missing."""
        for folder in (self.waiting, self.filed, self.refused):
            folder.mkdir(mode=0o700, exist_ok=True)


class Drop:
    """Takes files out of the folder into the outbox, and moves them on as they are filed."""

    def __init__(self, places: Places, filer: Filer, mapping: Mapping | None) -> None:
        self._places = places
        self._filer = filer
        self._mapping = mapping

    def take_new(self) -> int:
        """Take what lies in the folder into the outbox; return how many files were moved."""
        return sum(self._take(file) for file in self._whole_files())

    def settle(self) -> None:
        """Move on what was filed or refused while nobody watched."""
        for file in sorted(self._places.waiting.iterdir()):
            number = file.name.rpartition(_NAMED)[2]
            if number.isdecimal():
                self._settle(file, self._filer.item(int(number)))

    def settle_one(self, item: Item) -> str | None:
        """Move on the files of an item that changed; return the name of one of them."""
        name = None
        for file in self._places.waiting.glob(f"*{_NAMED}{item.number}"):
            name = file.name.rpartition(_NAMED)[0]
            self._settle(file, item)
        return name

    def _whole_files(self) -> list[Path]:
        """Return files that nobody writes to any more, oldest first."""
        now = self._filer.clock.now().timestamp()
        found: list[tuple[float, Path]] = []
        for file in self._places.drop.iterdir():
            if file.suffix.lower() in _KINDS and not file.name.startswith(".") and file.is_file():
                changed = file.stat().st_mtime
                if not now - _QUIET_SECONDS < changed <= now:
                    found.append((changed, file))
        return [file for _, file in sorted(found)]

    def _take(self, file: Path) -> bool:
        taken = take(str(file), self._filer, self._mapping, (), again=False)
        if taken.item is None:
            self._refuse(file, file.name, _problems(taken))
            return True
        waiting = self._places.waiting / f"{file.name}{_NAMED}{taken.item.number}"
        file.replace(waiting)
        self._settle(waiting, self._filer.item(taken.item.number))
        return True

    def _settle(self, file: Path, item: Item) -> None:
        name = file.name.rpartition(_NAMED)[0]
        if item.state is State.FILED:
            receipt = self._filer.book.sealed(item.number).receipt
            _write(self._places.filed / f"{name}.receipt.xml", receipt or b"")
            file.replace(self._places.filed / name)
            click.echo(f"{printable(name)}: filed as report {item.report_id}")
        elif item.state is State.REFUSED:
            text = f"The service refused it: tipline outbox show {item.number} --words\n"
            self._refuse(file, name, text.encode())

    def _refuse(self, file: Path, name: str, problems: bytes) -> None:
        _write(self._places.refused / f"{name}.problems.txt", problems)
        file.replace(self._places.refused / name)
        click.echo(f"{printable(name)}: not filed; see {name}.problems.txt", err=True)


def _problems(taken: Taken) -> bytes:
    lines = [
        f"{problem.line or '-'}:{problem.column or '-'} {problem.path or '/'} {problem.code}:"
        f" {problem.message}\n"
        for problem in taken.problems
    ]
    return "".join(lines).encode()


def _write(file: Path, data: bytes) -> None:
    """Write a file whole, over one that is there."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".")
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    Path(name).replace(file)
