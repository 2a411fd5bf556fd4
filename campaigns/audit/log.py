"""Makes an audit log through the real store, and hands out what verifiers get to see of it."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from tipline import bootstrap
from tipline.config import read_settings
from tipline.domain.lifecycle import State, Step
from tipline.ports import operations as ops
from tipline.services.prove_audit import export_log, sign_checkpoint
from tipline.stores.apply import apply_batch

_BATCH: Final = 250
_START: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
_ACTOR: Final = "provider:1"


class Log:
    """A hotline's folder with its log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hotline = bootstrap.open_hotline(read_settings(folder, {}))

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "tipline.sqlite3"

    @property
    def key(self) -> str:
        """The line with the key that the hotline publishes."""
        return self.hotline.signer().verifier_key

    def checkpoint(self) -> bytes:
        """Return the signed checkpoint of the log as it stands."""
        name = self.hotline.settings.name
        return sign_checkpoint(self.hotline.trail, self.hotline.signer(), name)

    def export(self) -> list[bytes]:
        """Return what outsiders get: a head line, then every entry."""
        name = self.hotline.settings.name
        return list(export_log(self.hotline.trail, self.hotline.signer(), name))


def make_log(folder: Path, size: int, older: Path, seed: int) -> Log:
    """Make a log with this many entries, and a consistent copy of it at nine tenths of them."""
    settings = read_settings(folder, {})
    bootstrap.create_hotline(settings)
    log, chance = Log(folder), Random(seed)
    operations = _operations(chance)
    mark = size * 9 // 10
    for at in range(size):
        have = log.hotline.trail.head().size
        if have == mark:
            _copy(log.folder, older)
        if have == size:
            break
        count = min(_BATCH, (mark if have < mark else size) - have)
        requests = [ops.Request(operation=next(operations), actor=_ACTOR) for _ in range(count)]
        apply_batch(requests, _START + timedelta(seconds=at))
    return log


def _operations(chance: Random) -> Iterator[ops.AnyOperation]:
    """Yield changes that each make one entry: reports of opaque bytes, their ends, searches."""
    yield ops.AddProvider(name="Example Chat", username="p-1", secret=bytes(32), is_test=False)
    number = 0
    while True:
        number += 1
        yield ops.SubmitReport(report=_report(number))
        if chance.random() < 0.6:
            step = chance.choice((Step.FINISH, Step.RETRACT))
            yield ops.MoveReport(number=number, provider=1, step=step)
        if chance.random() < 0.2:
            yield ops.RecordSearch(user=number % 7, kind="email")


def _report(number: int) -> ops.StoredReport:
    body = b"sealed " + str(number).encode()
    return ops.StoredReport(
        number=number,
        door="xml",
        provider=1,
        is_test=False,
        state=State.OPEN,
        urgent=False,
        facts=0,
        sealed_key=b"key",
        sealed_body=body,
        digest=hashlib.sha256(body).digest(),
    )


def _copy(folder: Path, target: Path) -> None:
    """Copy a hotline as a back-up would: keys and files, and the database at one moment."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("*.sqlite3*"))
    with (
        sqlite3.connect(folder / "tipline.sqlite3") as source,
        sqlite3.connect(target / "tipline.sqlite3") as copy,
    ):
        source.backup(copy)
    source.close()
    copy.close()
