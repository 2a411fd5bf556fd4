"""The folders of `tipline watch`: what was dropped, what waits, what is filed or refused.

A dropped file is first moved to a name of its own, so that nothing else can come under that name
while it is read. Each later move follows only on what is on disk, so it can be made again.
"""

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import click

from tipline.cli.filing.take import Taken, take_data
from tipline.cli.reports.sources import printable
from tipline.codecs.documents import MAX_DOCUMENT_BYTES
from tipline.codecs.platform import Mapping
from tipline.filing import Filer
from tipline.filing.errors import ItemUnknownError, OutboxUnavailableError
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State

QUIET_SECONDS: Final = 2.0
"""A file that changed so lately may still be written."""
_LOOK_SECONDS: Final = 1.0
_KINDS: Final = frozenset({".xml", ".json"})
_LONGEST_NAME: Final = 200
"""Bytes; file systems take 255, and more is put behind a name."""
_CLAIM_BYTES: Final = 8
_TAG: Final = 12
"""Characters of an item's key by which the file of another outbox is known."""
_CLAIMED: Final = re.compile(r"(.+)\.new-[0-9a-f]{16}", re.DOTALL)
_TAKEN: Final = re.compile(r"(.+)\.item-([0-9]{1,18})-([0-9a-f]{12})", re.DOTALL)
_READ_ONLY: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


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

    def dropped(self) -> Iterator[Path]:
        """Yield all that is named like a report, whatever it is."""
        for file in self.drop.iterdir():
            if file.suffix.lower() in _KINDS and not file.name.startswith("."):
                yield file

    def is_something_left(self) -> bool:
        """Tell whether anything is neither filed nor refused."""
        return any(self.dropped()) or any(self.waiting.iterdir())


class Drop:
    """Takes files out of the folder into the outbox, and moves them on as they are filed.

    With `forget`, a file that is filed is deleted; its receipt stays.
    """

    def __init__(
        self, places: Places, filer: Filer, mapping: Mapping | None, *, forget: bool = False
    ) -> None:
        self.refused = 0
        """How many files were refused."""
        self.is_young = False
        """Whether the last look found a file that may still be written."""
        self._places = places
        self._filer = filer
        self._mapping = mapping
        self._forget = forget
        self._looked_at = 0.0
        self._claimed: list[Path] = []
        self._waits: dict[int, list[Path]] = {}
        self._stayed: set[int] = set()
        self._said: set[str] = set()

    def settle(self) -> None:
        """Go on with what lies in `waiting`, from before a crash or while nobody watched."""
        for file in sorted(self._places.waiting.iterdir()):
            if _CLAIMED.fullmatch(file.name):
                self._claimed.append(file)
            elif (item := self._item_of(file)) is None:
                self._say(file.name, "belongs to another outbox; move it up to file it with this")
            else:
                self._waits.setdefault(item.number, []).append(file)
                self.settle_one(item)

    def settle_one(self, item: Item) -> str | None:
        """Move on the files of an item that changed; return the name of one of them."""
        name = None
        left: list[Path] = []
        for file in self._waits.get(item.number, ()):
            name = _dropped_name(file)
            if not self._move_on(file, name, item):
                left.append(file)
        self._waits.pop(item.number, None)
        self._stayed.discard(item.number)
        if left:
            self._waits[item.number] = left
            if item.state >= State.REFUSED:  # the disk was full, say
                self._stayed.add(item.number)
        return name

    def take_now_and_then(self) -> None:
        """Take what is new, but look at most once a second: for between two reports."""
        if abs(self._now() - self._looked_at) >= _LOOK_SECONDS:
            self.take_new()

    def take_new(self) -> int:
        """Take what lies in the folder into the outbox; return how many files were taken."""
        self._looked_at = self._now()
        taken = 0
        try:
            for number in tuple(self._stayed):
                self.settle_one(self._filer.item(number))
            taken += self._take_claimed()
            for file in self._whole_files():
                self._claim(file)
                taken += self._take_claimed()
        except OutboxUnavailableError as error:  # it stays claimed, and is taken at the next look
            self._say("", str(error))
        else:
            self._said.discard("")
        return taken

    def _whole_files(self) -> list[Path]:
        """Return files that nobody writes to any more, oldest first; say what is no such file."""
        now = self._now()
        self.is_young = False
        found: list[tuple[float, Path]] = []
        for file in self._places.dropped():
            try:
                seen = file.lstat()
            except OSError:
                continue  # it was taken away again
            if not stat.S_ISREG(seen.st_mode):
                self._say(file.name, "left there: it is no file of its own")
            elif len(os.fsencode(file.name)) > _LONGEST_NAME:
                self._say(file.name, f"left there: its name is over {_LONGEST_NAME} bytes long")
            elif not os.access(file, os.R_OK):
                self._say(file.name, "left there: it cannot be read")
            elif now - QUIET_SECONDS < seen.st_mtime <= now:
                self.is_young = True
            else:
                found.append((seen.st_mtime, file))
        return [file for _, file in sorted(found)]

    def _claim(self, file: Path) -> None:
        """Give a file a name that nobody else uses: another may be dropped under the old one."""
        fresh = self._filer.randomness.random_bytes(_CLAIM_BYTES).hex()
        claimed = self._places.waiting / f"{file.name}.new-{fresh}"
        try:
            file.rename(claimed)
        except FileNotFoundError:
            return  # it was taken away again
        except OSError as error:
            self._say(file.name, f"left there: {_reason(error)}")
            return
        self._claimed.append(claimed)

    def _take_claimed(self) -> int:
        taken = 0
        while self._claimed:
            taken += self._take(self._claimed[0])
            self._claimed.pop(0)
        return taken

    def _take(self, file: Path) -> bool:
        name = _dropped_name(file)
        try:
            data = _read(file)
        except OSError as error:
            self._say(file.name, f"left there: {_reason(error)}")
            return False
        taken = take_data(data, str(self._places.drop / name), self._filer, self._mapping)
        if taken.item is None:
            return self._refuse(file, name, _problems(taken))
        item = taken.item
        waiting = self._places.waiting / _waiting_name(name, item, self._places.waiting)
        try:
            file.rename(waiting)
        except OSError as error:
            self._say(file.name, f"left there: {_reason(error)}")
            waiting = file
        self._waits.setdefault(item.number, []).append(waiting)
        self.settle_one(item)
        return True

    def _move_on(self, file: Path, name: str, item: Item) -> bool:
        """Move a file to where it belongs; False if it stays."""
        number = item.number
        if item.state is State.FILED:
            receipt = self._filer.book.sealed(number).receipt or b""
            kept = self._keep(file, self._places.filed, name, (".receipt.xml", receipt), number)
            if kept is not None:
                click.echo(f"{printable(name)}: filed as report {item.report_id}")
            return kept is not None
        if item.state in {State.REFUSED, State.ENDED}:
            who = "The service refused it" if item.state is State.REFUSED else "It was dropped"
            text = f"{who}: tipline outbox show {number} --words\n"
            return self._refuse(file, name, text.encode(), number)
        return False

    def _refuse(self, file: Path, name: str, problems: bytes, number: int | None = None) -> bool:
        beside = (".problems.txt", problems)
        kept = self._keep(file, self._places.refused, name, beside, number)
        if kept is None:
            return False
        self.refused += 1
        text = f"{name}: not filed; see refused/{kept}.problems.txt"
        click.echo(printable(text), err=True)
        return True

    def _keep(
        self, file: Path, folder: Path, name: str, beside: tuple[str, bytes], number: int | None
    ) -> str | None:
        """Write what is told of a file, then move it beside that; return its name there."""
        try:
            kept = _free_name(folder, name, beside, number)
            _write(folder / (kept + beside[0]), beside[1])
            if self._forget and folder == self._places.filed:
                file.unlink(missing_ok=True)
            else:
                file.rename(folder / kept)
        except OSError as error:
            self._say(file.name, f"left there: {_reason(error)}")
            return None
        return kept

    def _item_of(self, file: Path) -> Item | None:
        """Return the item of a file that waits; None if it is not one of this outbox."""
        match = _TAKEN.fullmatch(file.name)
        if match is None:
            return None
        try:
            item = self._filer.item(int(match[2]))
        except ItemUnknownError:
            return None
        return item if _tag(item) == match[3] else None

    def _say(self, name: str, text: str) -> None:
        """Say something about a file, once."""
        if name not in self._said:
            self._said.add(name)
            click.echo(f"{printable(name)}: {text}" if name else text, err=True)

    def _now(self) -> float:
        return self._filer.clock.now().timestamp()


def _dropped_name(file: Path) -> str:
    """Return the name under which a file that waits was dropped."""
    match = _CLAIMED.fullmatch(file.name) or _TAKEN.fullmatch(file.name)
    return file.name if match is None else match[1]


def _waiting_name(name: str, item: Item, folder: Path) -> str:
    """Return the name of a file while it waits; the very same report may wait there already."""
    end = f".item-{item.number}-{_tag(item)}"
    names = (f"{name if again == 1 else _varied(name, f'-{again}')}{end}" for again in count(1))
    return next(one for one in names if not os.path.lexists(folder / one))


def _free_name(folder: Path, name: str, beside: tuple[str, bytes], number: int | None) -> str:
    """Return a name that overwrites nothing: itself, or with the item's number in it.

    What is told of the file may be there already: the program had ended before it moved the file.
    """
    if _is_free(folder, name, beside):
        return name
    middle = "" if number is None else f".item-{number}"
    if middle and _is_free(folder, _varied(name, middle), beside):
        return _varied(name, middle)
    varied = (_varied(name, f"{middle}-{again}") for again in count(2))
    return next(one for one in varied if _is_free(folder, one, beside))


def _is_free(folder: Path, name: str, beside: tuple[str, bytes]) -> bool:
    told = folder / (name + beside[0])
    if os.path.lexists(folder / name):
        return False
    return not os.path.lexists(told) or (told.is_file() and told.read_bytes() == beside[1])


def _varied(name: str, middle: str) -> str:
    stem, dot, kind = name.rpartition(".")
    return f"{stem}{middle}{dot}{kind}"


def _tag(item: Item) -> str:
    return item.key.rpartition("-")[2][:_TAG]


def _problems(taken: Taken) -> bytes:
    lines = [
        f"{problem.line or '-'}:{problem.column or '-'} {problem.path or '/'} {problem.code}:"
        f" {problem.message}\n"
        for problem in taken.problems
    ]
    return "".join(lines).encode()


def _reason(error: OSError) -> str:
    """Say what the system said; without the path."""
    return (error.strerror or "unknown reason").lower()


def _read(file: Path) -> bytes:
    """Return what is in a file, and one byte too much at most; never through a link or a pipe.

    Raises:
        OSError: it is not there, or no file that can be read.
    """
    with open(os.open(file, _READ_ONLY), "rb") as opened:  # noqa: PTH123 - a descriptor
        return opened.read(MAX_DOCUMENT_BYTES + 1)


def _write(file: Path, data: bytes) -> None:
    """Write a file whole, over one that is there."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
